pub trait A {
    fn a(&self);
    fn b(&self) {}
}
