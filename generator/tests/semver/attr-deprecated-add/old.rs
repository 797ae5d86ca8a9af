pub fn f() {}
pub struct A {
    pub b: u8,
}
