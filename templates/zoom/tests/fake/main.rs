//! Tests of the parts of the fake that need no socket: the checks of requests, and the answers.

#![cfg(test)]

mod answers;
mod bodies;
mod parameters;
