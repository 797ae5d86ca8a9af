mod sealed {
    pub trait Sealed {}
    impl Sealed for u8 {}
}
pub trait A: sealed::Sealed {}
impl A for u8 {}
