pub struct A;
pub mod m {
    pub fn f() {}
}
