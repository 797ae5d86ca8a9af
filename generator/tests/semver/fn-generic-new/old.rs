pub fn f<T: Default>() -> Option<T> {
    None
}
