pub struct A;
impl A {
    pub const C: u8 = 0;
    pub fn b(&self) {}
}
