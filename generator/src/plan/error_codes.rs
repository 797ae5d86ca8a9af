//! The error codes of the server: an enum, and the class of each code.

use serde::Serialize;

use super::context::Context;
use super::docs::{self, Docs};
use super::enums::{EnumPlan, EnumVariants, VariantPlan};
use super::fault::Planned;
use crate::model::FailureClass;
use crate::names;

/// The error codes of the server.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorCodesPlan {
    /// The docs of the module that contains the enum.
    pub docs: Docs,
    /// The enum of the codes.
    pub definition: EnumPlan,
    /// The docs of the table of classes.
    pub classes_docs: Docs,
    /// The docs of the method that returns the class of a code.
    pub class_docs: Docs,
    /// The classes, sorted by code. If a code has several classes, the ones with an HTTP status are first.
    pub classes: Vec<ClassPlan>,
}

/// A class of a code.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassPlan {
    /// The number of the code.
    pub number: i64,
    /// The HTTP status for which the code has this class. `None` if the class applies to all other statuses.
    pub status: Option<u16>,
    /// The class.
    pub class: FailureClass,
}

/// Plans the error codes. `None` if the manifest has none.
pub(super) fn plan(cx: Context<'_>) -> Planned<Option<ErrorCodesPlan>> {
    let Some(codes) = &cx.model.error_codes else {
        return Ok(None);
    };
    let mut variants = Vec::new();
    let mut classes = Vec::new();
    for code in &codes.codes {
        variants.push(VariantPlan {
            docs: docs::error_code(code),
            name: names::error_code(&code.name)?,
            value: code.number,
        });
        let by_status = code.class_by_status.iter();
        let by_status = by_status.map(|(status, class)| (Some(*status), *class));
        let all = by_status.chain(code.class.map(|class| (None, class)));
        classes.extend(all.map(|(status, class)| ClassPlan {
            number: code.number,
            status,
            class,
        }));
    }
    Ok(Some(ErrorCodesPlan {
        docs: docs::error_codes_module(),
        definition: EnumPlan {
            docs: Docs::text(codes.docs.clone()),
            deprecated: None,
            path: names::error_codes(&codes.type_name)?,
            variants: EnumVariants::Int(variants),
            unknown: docs::unknown_value(),
            known: docs::known_integers(),
        },
        classes_docs: docs::error_classes(),
        class_docs: docs::error_class(),
        classes,
    }))
}
