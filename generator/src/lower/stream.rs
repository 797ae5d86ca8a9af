//! Lowers streams: responses and request bodies that are sequences of items.
//!
//! In: the media type of a stream, such as `text/event-stream`. Out: how its items are encoded, and their type. In an
//! event stream, `schema` describes the data of each event, and the schema of the items (OpenAPI 3.2) describes the whole
//! event.

use super::accept::{Offer, range_of};
use super::context::{At, Lowering};
use super::lowered::Lowered;
use super::media::{ITEM_SCHEMA, essence, is_stream};
use super::schema::is_annotation_only;
use crate::diag::{Code, Diagnostic};
use crate::model::{Context, Method, OperationId, ResponseStream, Role, StreamKind, Ty};

/// The media type of server-sent events.
const EVENTS: &str = "text/event-stream";

/// The key to which `convert` moves the schema of JSON in a string.
const CONTENT_SCHEMA: &str = "x-content-schema";

/// The properties of an event object.
const EVENT_PROPERTIES: &[&str] = &["data", "event", "id", "retry"];

impl<'a> Lowering<'a> {
    /// Lowers the stream that an operation can return. If the responses have several media types of streams, event
    /// streams have priority.
    pub(super) fn stream(
        &mut self,
        operation: &At<'a>,
        method: &Method,
        id: OperationId,
    ) -> Option<ResponseStream> {
        if *method == Method::Head {
            return None;
        }
        let mut offers: Vec<Offer<'a>> = Vec::new();
        for (status, response) in super::response::good_answers(operation) {
            if !["204", "205"].contains(&status.as_str()) {
                offers.extend(self.offers(&self.followed(response)));
            }
        }
        for offer in &offers {
            let context = Context::operation(id, Role::Record);
            self.report_items(offer.name, &offer.media, context);
        }
        offers.retain(|offer| is_stream(offer.name) && range_of(offer.name).is_some());
        let used = offers.iter().find(|offer| essence(offer.name) == EVENTS);
        let used = used.or(offers.first())?;
        let (kind, item) = if essence(used.name) == EVENTS {
            self.event(&used.media, Context::operation(id, Role::Event))
        } else {
            let item = self.record(&used.media, Context::operation(id, Role::Record));
            (StreamKind::Records, item.unwrap_or(Ty::Json))
        };
        Some(ResponseStream {
            media_type: range_of(used.name)?,
            kind,
            item,
        })
    }

    /// Lowers the type of the values in a sequence of JSON values. Returns `None` if the document does not describe the
    /// values.
    pub(super) fn record(&mut self, media: &At<'a>, context: Context) -> Option<Ty> {
        let schema = match media.get(ITEM_SCHEMA) {
            Some(item) => item,
            None => self.item_of(&media.get("schema")?),
        };
        let peeked = self.peek(schema.clone());
        if peeked.text("type") == Some("string") || is_annotation_only(peeked.node) {
            return None;
        }
        let lowered = self.schema(&schema, context);
        self.add_examples(&lowered.ty, media);
        Some(lowered.element())
    }

    /// Lowers the type of the events in an event stream.
    fn event(&mut self, media: &At<'a>, context: Context) -> (StreamKind, Ty) {
        if let Some(item) = media.get(ITEM_SCHEMA) {
            return self.event_object(&item, context);
        }
        match self.record(media, context) {
            Some(data) => (StreamKind::JsonEvents, data),
            None => (StreamKind::TextEvents, Ty::Str),
        }
    }

    /// Lowers the schema of whole events. If only the data has a type of its own, the type of the data is enough.
    fn event_object(&mut self, item: &At<'a>, context: Context) -> (StreamKind, Ty) {
        let peeked = self.peek(item.clone());
        if !self.is_only_data_typed(&peeked) {
            let outer = std::mem::replace(&mut self.is_in_event, true);
            let whole = self.schema(item, context).element();
            self.is_in_event = outer;
            return (StreamKind::EventObjects, whole);
        }
        let data = peeked.get("properties").and_then(|at| at.get("data"));
        let Some(data) = data else {
            return (StreamKind::TextEvents, Ty::Str);
        };
        let peeked = self.peek(data.clone());
        let schema = peeked.get(CONTENT_SCHEMA);
        if schema.is_none() && peeked.text("type").is_none_or(|kind| kind == "string") {
            return (StreamKind::TextEvents, Ty::Str);
        }
        let data = self.schema(&schema.unwrap_or(data), context);
        (StreamKind::JsonEvents, data.element())
    }

    /// Whether the schema of an event gives only the data a type. The other properties are plain strings.
    fn is_only_data_typed(&self, event: &At<'a>) -> bool {
        let mut alternatives = ["allOf", "anyOf", "oneOf"].iter();
        if alternatives.any(|key| event.get(key).is_some()) {
            return false;
        }
        let Some(properties) = event.map("properties") else {
            return false;
        };
        let is_plain = |(name, schema): (&str, At<'a>)| match name {
            "event" | "id" => self.peek(schema).get("enum").is_none(),
            _ => EVENT_PROPERTIES.contains(&name),
        };
        properties.members().into_iter().all(is_plain)
    }

    /// If an event is being lowered, returns the type of JSON in a string.
    pub(super) fn content_in_event(&mut self, at: &At<'a>, context: &Context) -> Option<Lowered> {
        let inner = at.get(CONTENT_SCHEMA).filter(|_| self.is_in_event)?;
        Some(self.schema(&inner, context.clone()))
    }

    /// Returns the schema of the items, if a schema describes the whole stream as a list.
    fn item_of(&self, schema: &At<'a>) -> At<'a> {
        let peeked = self.peek(schema.clone());
        let items = peeked.get("items");
        let is_list = peeked.text("type") == Some("array");
        items.filter(|_| is_list).unwrap_or_else(|| schema.clone())
    }

    /// Reports a schema of items whose media type is not a stream of JSON or of events. Keeps the type of the items.
    pub(super) fn report_items(&mut self, name: &str, media: &At<'a>, context: Context) {
        let Some(item) = media.get(ITEM_SCHEMA).filter(|_| !is_stream(name)) else {
            return;
        };
        let message =
            "a sequence of items in this media type is read and sent as a stream of bytes";
        let note = Diagnostic::note(Code::Unsupported, message);
        self.diagnostics
            .push(note.label(item.span(), "decode each item into this type"));
        if let Ty::Named(id) = self.schema(&item, context).element() {
            self.model.roots.push(id);
        }
    }
}
