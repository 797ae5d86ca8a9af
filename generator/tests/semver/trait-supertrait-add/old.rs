pub trait A: Clone {}
