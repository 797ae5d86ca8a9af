pub mod a {
    pub struct A {
        pub b: u8,
    }
    pub fn f() {}
}
