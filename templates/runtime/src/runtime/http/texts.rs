//! The texts of a parameter, checked for secrets that were lost.
//!
//! In: a value of a parameter. Out: its texts, or an error. Errors must not show values.

use crate::runtime::error::{Error, Result};
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::param::{Param, ParamValues};

/// Returns the texts of a parameter. Fails if a secret is the placeholder of a hidden secret. `what` is the kind of the
/// parameter, such as `header`.
pub(crate) fn param_values<V: Param + ?Sized>(
    what: &str,
    name: &str,
    value: &V,
) -> Result<ParamValues> {
    let values = ParamValues::of(value);
    if values.has_placeholder() {
        let message =
            format!("{what} `{name}` is `***`, the placeholder of a hidden secret; set the secret");
        return Err(Error::new(ErrorKind::Build, message));
    }
    Ok(values)
}
