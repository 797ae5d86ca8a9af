pub fn f() -> u8 {
    0
}
