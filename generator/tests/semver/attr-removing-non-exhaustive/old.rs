#[non_exhaustive]
pub struct A {
    pub b: u8,
}
pub enum B {
    #[non_exhaustive]
    C { d: u8 },
}
