pub struct A {
    pub a: u8,
    pub b: u8,
}
