#[derive(Debug)]
pub struct A;
