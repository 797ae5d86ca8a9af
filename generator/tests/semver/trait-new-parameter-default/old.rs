pub trait A {}
