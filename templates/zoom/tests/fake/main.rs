//! Tests of the parts of the fake that need no socket: the checks of requests, and the responses.

#![cfg(test)]

mod bodies;
mod every_operation;
mod meetings;
mod parameters;
mod phone;
mod responses;
