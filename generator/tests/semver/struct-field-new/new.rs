#[non_exhaustive]
pub struct A {
    pub b: u8,
    pub c: u8,
}
pub struct B {
    pub b: u8,
    pub d: u8,
    _c: u8,
}
