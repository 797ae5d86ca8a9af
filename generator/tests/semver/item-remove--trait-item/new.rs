pub trait A {
    fn b(&self);
}
