pub trait A: Clone + Send {}
