pub enum A {
    #[non_exhaustive]
    B { c: u8, d: u8 },
}
