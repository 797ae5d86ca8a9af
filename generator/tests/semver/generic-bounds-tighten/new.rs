pub struct A<T: Clone> {
    pub b: T,
}
pub fn f<T: Clone + Send>(_t: T) {}
