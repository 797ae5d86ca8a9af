#[non_exhaustive]
pub enum A {
    B,
    C,
}
