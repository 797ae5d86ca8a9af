pub trait A<T> {}
