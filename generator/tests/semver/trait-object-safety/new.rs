pub trait A {
    fn a(&self);
    fn b<T>(&self, _t: T) {}
}
