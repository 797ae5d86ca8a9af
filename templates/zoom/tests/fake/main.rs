//! Tests of the fake: the checks of requests and the responses, which need no socket, and everything else over a socket.

#![cfg(test)]

mod accounts;
mod auth;
mod bodies;
mod every_operation;
mod faults;
mod files;
mod http;
mod limits;
mod meetings;
mod parameters;
mod phone;
mod responses;
mod settings;
