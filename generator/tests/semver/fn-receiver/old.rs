pub struct A;
impl A {
    pub fn f(&self) {}
}
