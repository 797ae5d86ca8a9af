pub fn f(_a: u16) {}
pub fn g(_a: impl Clone + Send) {}
