pub struct A {
    pub b: u8,
}
pub enum B {
    C,
    D { e: u8 },
}
