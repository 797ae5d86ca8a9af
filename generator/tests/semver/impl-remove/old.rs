#[derive(Clone, Debug)]
pub struct A;
