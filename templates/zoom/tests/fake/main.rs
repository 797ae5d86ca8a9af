//! Tests of the fake: the checks of requests and the responses, which need no socket, and everything else over a socket.

#![cfg(test)]

mod auth;
mod bodies;
mod faults;
mod files;
mod http;
mod limits;
mod every_operation;
mod meetings;
mod parameters;
mod phone;
mod responses;
mod settings;
