pub trait A {
    fn b(&self);
    const C: u8;
    type D;
}
