pub struct A {
    pub b: u8,
}
pub struct Renamed<T> {
    pub b: T,
}
