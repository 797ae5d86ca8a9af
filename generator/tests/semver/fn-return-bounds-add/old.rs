pub fn f() -> impl Clone {
    0_u8
}
