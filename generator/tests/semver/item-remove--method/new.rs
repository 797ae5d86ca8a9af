pub struct A;
impl A {
    pub fn b(&self) {}
}
