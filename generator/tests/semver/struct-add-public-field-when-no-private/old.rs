pub struct A {
    pub b: u8,
}
