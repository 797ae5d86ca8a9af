//! Tests of the fake: the checks of requests and the responses, which need no socket, and everything else over a socket.

#![cfg(test)]

mod accounts;
mod auth;
mod billing;
mod bodies;
mod events;
mod every_operation;
mod faults;
mod files;
mod http;
mod limits;
mod meetings;
mod parameters;
mod phone;
mod plans;
mod program;
mod responses;
mod rules;
mod server;
mod settings;
mod snapshot;
mod status;
mod v1;
