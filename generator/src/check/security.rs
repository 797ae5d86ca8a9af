//! Security requirements and the schemes that they name.
//!
//! In: the outline of a document. Out: a finding for each name that the document does not declare.

use super::{findings::Findings, walk::Outline};
use crate::{
    diag::Code,
    openapi::grammar::Kind,
    source::{Map, Node},
};

/// Checks every requirement, the document's own and each operation's.
pub(super) fn check(root: &Node, outline: &Outline<'_>, findings: &mut Findings) {
    let schemes = root
        .get("components")
        .and_then(|components| components.get("securitySchemes"))
        .and_then(Node::as_map);
    for requirement in outline.of(Kind::SecurityRequirement) {
        for (name, span, _) in requirement.map.iter() {
            if schemes.is_some_and(|schemes| schemes.contains(name)) {
                continue;
            }
            let message = format!("security scheme `{name}` is not declared");
            let fault = findings
                .fault(Code::UndeclaredSecurity, message)
                .label(span, "not in `securitySchemes`");
            let near = findings.nearest(name, schemes.into_iter().flat_map(Map::names));
            findings.push(match near {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help("declare it below `components: securitySchemes:`"),
            });
        }
    }
}
