pub const A: u8 = 0;
pub struct B;
impl B {
    pub const C: u8 = 0;
}
pub static D: u8 = 0;
