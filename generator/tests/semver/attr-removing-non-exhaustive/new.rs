pub struct A {
    pub b: u8,
}
pub enum B {
    C { d: u8 },
}
