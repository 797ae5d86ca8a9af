pub struct A<T> {
    pub b: u8,
    pub c: T,
}
pub struct Renamed<T> {
    pub b: T,
}
