pub struct A<T> {
    pub b: T,
}
pub fn f<U: Send>(_t: U) {}
