#[cfg(feature = "x")]
pub struct A;
#[cfg(feature = "x")]
pub mod m {
    pub fn f() {}
}
