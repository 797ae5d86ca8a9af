pub struct A {
    pub b: u8,
    c: u8,
}
impl A {
    #[doc(hidden)]
    pub fn c(&self) -> u8 {
        self.c
    }
}
