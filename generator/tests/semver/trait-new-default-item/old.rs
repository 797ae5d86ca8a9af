pub trait A {
    fn a(&self);
}
