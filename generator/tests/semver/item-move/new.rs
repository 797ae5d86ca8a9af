pub mod a {}
pub mod b {
    pub struct A {
        pub x: u8,
    }
}
