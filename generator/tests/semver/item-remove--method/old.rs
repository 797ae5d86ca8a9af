pub struct A;
impl A {
    pub fn b(&self) {}
    pub fn c(&self) {}
}
