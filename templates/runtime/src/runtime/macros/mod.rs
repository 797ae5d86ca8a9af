//! Macros that generated code calls, and the items that the code of these macros uses.
//!
//! Users of a client do not need this module. It is public, because the code of the macros is in the crate that calls
//! them.

pub(crate) mod events;
pub(crate) mod field;
pub(crate) mod integers;
pub(crate) mod object;
pub(crate) mod optional;
pub(crate) mod order;
pub(crate) mod scalars;
pub(crate) mod setter;
pub(crate) mod strings;
pub(crate) mod union;

pub use self::events::{event_name, read_event};
pub use crate::runtime::json::enum_name::{ParseEnumError, write_name};
pub use crate::runtime::json::field::JsonField;
pub use crate::runtime::json::fixed::FixedProperty;
pub use crate::runtime::json::known::known_value;
pub use crate::runtime::json::lenient::{from_integer, from_nullable_string, from_string};
pub use crate::runtime::json::object::{
    AdditionalFields, FieldName, Object, ObjectWriter, read_field, read_object, read_required,
    required, skip_all, skip_field,
};
pub use crate::runtime::json::open_enum::{
    compare_known, find_number, find_text, hash_known, known_number, known_text, parse_name,
    parse_scalar, parse_text,
};
pub use crate::runtime::json::optional::{
    OptionalObject, ReadField, VisitFields, equal_objects, read_optional_object, show_object,
    write_optional_object,
};
pub use crate::runtime::json::patch::Patch;
pub use crate::runtime::json::union::{
    UnionVariant, knows_property, outline_variant, read_union, read_variant, write_with_tag,
};
pub use crate::runtime::json::unknown::{UnknownValue, find_known};
pub use crate::runtime::param::{Param, ParamValues};
