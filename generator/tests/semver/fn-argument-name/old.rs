pub fn f<'a, T>(a: &'a T) -> &'a T {
    a
}
