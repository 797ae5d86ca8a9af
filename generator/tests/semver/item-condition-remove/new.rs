#[cfg(any(feature = "x", feature = "y"))]
pub struct A;
pub fn f() {}
