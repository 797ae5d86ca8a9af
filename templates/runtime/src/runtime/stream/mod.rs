//! Streams of items that arrive while the response is still open: server-sent events, and sequences of JSON texts.
//!
//! [`Events`](events::Events) reads `text/event-stream`. [`Records`](records::Records) reads JSON lines and JSON text
//! sequences, and [`Sequence`](sequence::Sequence) sends them. Each stream reads the next chunk of the response only
//! after the caller has taken all items of the previous chunks. Parsing is not generic over the type of the items, so
//! that it is compiled only once.

pub(crate) mod connection;
pub(crate) mod event_parser;
pub(crate) mod event_source;
pub(crate) mod events;
pub(crate) mod record_splitter;
pub(crate) mod records;
pub(crate) mod sequence;
pub(crate) mod switch;
