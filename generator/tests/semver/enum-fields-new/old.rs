pub enum A {
    B { c: u8 },
    T(u8),
}
