pub type A = u8;
