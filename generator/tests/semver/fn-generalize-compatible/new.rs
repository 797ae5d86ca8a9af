pub fn f(_a: impl Into<String>) {}
pub fn g<T: AsRef<str>>(_a: T) {}
