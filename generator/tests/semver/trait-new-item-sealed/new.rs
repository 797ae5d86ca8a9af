mod sealed {
    pub trait Sealed {}
    impl Sealed for u8 {}
}
pub trait A: sealed::Sealed {
    fn b(&self);
}
impl A for u8 {
    fn b(&self) {}
}
