#[derive(Clone)]
pub struct A;
impl From<u8> for A {
    fn from(_: u8) -> Self {
        Self
    }
}
