pub fn kept() {}
