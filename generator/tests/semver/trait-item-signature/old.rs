pub trait A {
    fn a(&self, b: u8);
    fn same(&self, b: u8);
}
