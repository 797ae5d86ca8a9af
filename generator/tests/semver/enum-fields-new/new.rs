pub enum A {
    B { c: u8, d: u8 },
    T(u8, u8),
}
