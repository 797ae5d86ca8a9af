//! Converts the value of a parameter into texts.
//!
//! This module finds a secret that was serialized as `***` and lost its text. Errors must not show values.

use crate::runtime::error::{Error, Result};
use crate::runtime::operation::error_kind::ErrorKind;
use crate::runtime::param::{Param, ParamValues};

/// Returns the texts of a parameter. Fails if one of them is `***` in place of a secret, because the text of the secret
/// was lost. `what` is the kind of the parameter for the error, such as `header`.
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
