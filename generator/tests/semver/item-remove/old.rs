pub fn foo() {}
pub fn kept() {}
