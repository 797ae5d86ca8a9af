pub struct A<T> {
    b: T,
}
impl<T> A<T> {
    pub fn b(&self) -> &T {
        &self.b
    }
}
