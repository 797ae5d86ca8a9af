pub trait A {
    fn b(&self);
    fn c(&self);
}
