pub trait A<T = u8> {}
