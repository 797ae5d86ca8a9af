pub fn f(_a: u8) {}
pub struct A;
impl A {
    pub fn g(&self, _a: u8) {}
}
