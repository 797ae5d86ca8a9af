#[cfg(feature = "x")]
pub struct A;
#[cfg(feature = "x")]
pub fn f() {}
