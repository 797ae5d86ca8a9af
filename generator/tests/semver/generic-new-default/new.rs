pub struct A<T, U = u8> {
    b: T,
    c: Option<U>,
}
impl<T, U> A<T, U> {
    pub fn b(&self) -> &T {
        &self.b
    }
    #[doc(hidden)]
    pub fn c(&self) -> &Option<U> {
        &self.c
    }
}
