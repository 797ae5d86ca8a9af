pub fn f(_a: u8) {}
pub fn g(_a: impl Clone) {}
