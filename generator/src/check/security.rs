//! Checks security requirements.
//!
//! In: the outline of a document. Out: a diagnostic for each undeclared security scheme.

use super::{report::Report, walk::Outline};
use crate::{
    diag::Code,
    input::Document,
    openapi::{Resolver, grammar::Kind},
    source::Map,
};

pub(super) fn check(
    document: &Document,
    resolver: Resolver<'_>,
    outline: &Outline<'_>,
    report: &mut Report,
) {
    let schemes = document
        .root
        .get("components")
        .and_then(|components| components.get("securitySchemes"))
        .and_then(|schemes| resolver.follow(document, schemes))
        .and_then(|schemes| schemes.node.as_map());
    for requirement in outline.of(Kind::SecurityRequirement) {
        for (name, span, _) in requirement.map.iter() {
            if schemes.is_some_and(|schemes| schemes.contains(name)) {
                continue;
            }
            let message = format!("undeclared security scheme `{name}`");
            let fault = report
                .fault(Code::UndeclaredSecurity, message)
                .label(span, "not in `securitySchemes`");
            let near = report.nearest(name, schemes.into_iter().flat_map(Map::names));
            report.push(match near {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help("declare it in `components: securitySchemes:`"),
            });
        }
    }
}
