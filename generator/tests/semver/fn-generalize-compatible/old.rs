pub fn f(_a: String) {}
pub fn g(_a: &str) {}
