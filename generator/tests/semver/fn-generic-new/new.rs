pub fn f<T: Default, U: Default>() -> Option<T> {
    let _: U = Default::default();
    None
}
