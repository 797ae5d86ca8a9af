pub struct A<T: Clone> {
    pub b: T,
}
pub fn f<T>(_t: T)
where
    T: Clone + Send,
{
}
