pub struct A {
    pub b: u8,
    pub c: u8,
}
