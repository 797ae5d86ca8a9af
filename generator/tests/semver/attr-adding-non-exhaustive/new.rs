#[non_exhaustive]
pub struct A {
    pub b: u8,
}
#[non_exhaustive]
pub enum B {
    C,
    #[non_exhaustive]
    D { e: u8 },
}
