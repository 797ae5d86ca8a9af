pub struct A {
    pub b: u16,
}
