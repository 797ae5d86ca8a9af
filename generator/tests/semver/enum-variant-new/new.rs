pub enum A {
    B,
    C,
}
