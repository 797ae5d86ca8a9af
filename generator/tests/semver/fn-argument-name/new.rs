pub fn f<'b, U>(c: &'b U) -> &'b U {
    c
}
