pub struct A {
    pub a: u8,
}
