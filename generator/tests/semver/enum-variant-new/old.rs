pub enum A {
    B,
}
