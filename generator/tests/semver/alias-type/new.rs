pub type A = u16;
