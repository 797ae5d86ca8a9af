pub fn f() -> u16 {
    0
}
