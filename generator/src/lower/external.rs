//! Types that the generated crate does not define, such as `uuid::Uuid`.
//!
//! In: a schema with `x-rust-type`, or a string with a format of the manifest. Out: the type.

use super::context::{At, Lowering};
use super::schema::type_name;
use crate::diag::{Code, Diagnostic};
use crate::model::Ty;
use crate::text::RustPath;

impl<'a> Lowering<'a> {
    /// Returns the type that `x-rust-type` or the manifest chooses for a schema.
    pub(super) fn external(&mut self, at: &At<'a>) -> Option<Ty> {
        let path = match at.node.get("x-rust-type") {
            Some(node) => {
                let path = node.as_str().and_then(RustPath::parse);
                if path.is_none() {
                    let wanted = "the path of a Rust type, such as `uuid::Uuid`";
                    self.bad_extension(node.span, "x-rust-type", wanted);
                }
                let path = path?;
                let is_known = path.needs_no_dependency()
                    || self.manifest.dependencies.contains_key(path.root());
                if !is_known {
                    let name = path.root().to_owned();
                    let message = format!("`x-rust-type` names the unknown crate `{name}`");
                    let warning = Diagnostic::warning(Code::ExtensionInvalid, message);
                    let warning = warning.label(node.span, "ignored");
                    self.diagnostics.push(
                        warning.help(format!("add `{name}` to `dependencies` of the manifest")),
                    );
                    return None;
                }
                path
            }
            None => self.of_format(at)?,
        };
        self.model.external.insert(path.clone());
        Some(Ty::External(path))
    }

    fn of_format(&self, at: &At<'a>) -> Option<RustPath> {
        let formats = &self.manifest.formats;
        if formats.is_empty() || type_name(at.node) != Some("string") || at.get("enum").is_some() {
            return None;
        }
        let choice = formats.get(at.text("format")?)?;
        Some(choice.value.clone())
    }
}
