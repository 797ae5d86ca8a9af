//! The stream that an operation can return instead of a complete response.

/// How the items of a stream are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StreamData {
    /// Each item is JSON. In an event stream, the `data` of each event is JSON.
    Json,
    /// The `data` of each event is text.
    Text,
    /// The item is the whole event, as an object with the properties `data`, `event`, `id` and `retry`. The type of the
    /// item determines whether the `data` is text or JSON.
    EventObject,
}

/// The stream that an operation can return: its media type, and how its items are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Streaming {
    /// The media type of the stream, such as `text/event-stream`.
    pub media_type: &'static str,
    /// How the items of the stream are encoded.
    pub data: StreamData,
    /// The property of the JSON request body that requests a stream, such as `stream`. When the call returns a stream,
    /// the client sets this property to `true`.
    pub switch: Option<&'static str>,
    /// The names of events whose `data` is always text, although it may look like JSON. Only for
    /// [`StreamData::EventObject`].
    pub text_events: &'static [&'static str],
}

impl Streaming {
    /// Creates the description of a stream whose items are JSON.
    #[must_use]
    pub const fn json(media_type: &'static str) -> Self {
        Self::new(media_type, StreamData::Json)
    }

    /// Creates the description of an event stream whose `data` is text.
    #[must_use]
    pub const fn text(media_type: &'static str) -> Self {
        Self::new(media_type, StreamData::Text)
    }

    /// Creates the description of an event stream whose items are whole events.
    #[must_use]
    pub const fn event_objects(media_type: &'static str) -> Self {
        Self::new(media_type, StreamData::EventObject)
    }

    const fn new(media_type: &'static str, data: StreamData) -> Self {
        Self {
            media_type,
            data,
            switch: None,
            text_events: &[],
        }
    }

    /// Sets the names of events whose `data` is always text.
    #[must_use]
    pub const fn text_events(mut self, names: &'static [&'static str]) -> Self {
        self.text_events = names;
        self
    }

    /// Sets the property of the JSON request body that requests a stream.
    #[must_use]
    pub const fn switch(mut self, property: &'static str) -> Self {
        self.switch = Some(property);
        self
    }
}
