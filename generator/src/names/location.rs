//! The word for the location of a parameter, which is a part of some names.

use crate::model::ParamLocation;

/// Returns the word for a location: `query` in `id_in_query`.
pub(super) const fn word(location: ParamLocation) -> &'static str {
    match location {
        ParamLocation::Path => "path",
        ParamLocation::Query => "query",
        ParamLocation::Header => "header",
        ParamLocation::Cookie => "cookie",
        ParamLocation::Form => "form",
        ParamLocation::Part => "part",
    }
}
