pub mod a {
    pub struct A {
        pub x: u8,
    }
}
pub mod b {}
