#[deprecated]
pub fn f() {}
pub struct A {
    #[deprecated]
    pub b: u8,
}
