//! Tests of the fake: the checks of requests and the responses, which need no socket, and everything else over a socket.

#![cfg(test)]

mod accounts;
mod auth;
mod bodies;
mod events;
mod faults;
mod http;
mod limits;
mod parameters;
mod program;
mod responses;
mod snapshot;
mod status;
