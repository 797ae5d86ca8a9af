pub struct A<T> {
    pub b: T,
}
pub fn f<T: Clone>(_t: T) {}
