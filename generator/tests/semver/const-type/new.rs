pub const A: u16 = 0;
pub struct B;
impl B {
    pub const C: u16 = 0;
}
pub static D: u16 = 0;
