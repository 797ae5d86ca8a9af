pub fn f() -> impl Clone + std::fmt::Debug {
    0_u8
}
