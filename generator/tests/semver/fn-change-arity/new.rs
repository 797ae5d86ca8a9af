pub fn f(_a: u8, _b: u8) {}
pub struct A;
impl A {
    pub fn g(&self) {}
}
