//! The docs of all items as data: paragraphs, lists of facts, and example calls. This module writes all sentences.
//! Later stages only break lines and add `///`.

mod document;
mod example;
mod items;
mod method;
mod types;

pub use document::{Block, Docs};
pub use example::{CallExample, ExampleCall, Given, Outcome, ValueExpr};
pub(super) use items::{
    accessor, accessor_below_prefix, all_operations, api, api_module, client, client_builder,
    client_core, client_module, constructor, custom_request, custom_request_below_prefix, defaults,
    entry, error_class, error_classes, error_code, error_codes_module, event, event_names, events,
    events_module, example_tests, extra, handle, id, ids_module, known_integers, known_scalars,
    known_texts, lost_values, module, operation, other_server, pagination, private_module,
    required_field, required_fields, round_trip, scheme, server, shared_params,
    table_of_operations, table_part, unknown_event, unknown_value, unmatched_value,
};
pub(super) use method::method;
pub(super) use types::{alternative, any_type, field, parameter, struct_, variant};
