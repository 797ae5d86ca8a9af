pub trait A {
    fn a(&self, b: u8, c: u8);
    fn same(&self, other: u8);
}
