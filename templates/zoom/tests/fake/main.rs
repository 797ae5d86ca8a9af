//! Tests of the fake of Zoom: its rules, its responses and its control, and the checks of requests without a socket.

#![cfg(test)]

mod accounts;
mod bodies;
mod events;
mod parameters;
mod program;
mod raw;
mod responses;
mod snapshot;
mod status;
