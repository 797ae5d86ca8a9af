//! Prints structs, enums, traits, functions and other definitions as lines of `API.txt`.

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{
    Fields, FnArg, Generics, Item, ItemTrait, Pat, ReceiverKind, ReturnType, Signature, Token,
    TraitItem, WherePredicate,
};

use super::cfg::{has, is_hidden};
use super::line::{Kind, Line};
use super::tokens::{Printer, enclosed};
use super::tree::{ModuleId, is_public};

/// Returns the lines of a definition, including its fields, variants or trait items. `name` is the public name of the
/// definition.
pub(super) fn lines(printer: &Printer<'_>, name: &str, item: &Item, scope: ModuleId) -> Vec<Line> {
    let head = |kind, generics: &Generics| {
        let (before, after) = generics_text(printer, generics, scope);
        Line::new(kind, name, format!("{name}{before}{after}"))
    };
    match item {
        Item::Struct(item) => {
            let fields = fields(printer, name, &item.fields, scope);
            let private = item.fields.iter().any(|field| !is_public(&field.vis));
            let mut all = vec![
                head(Kind::Struct, &item.generics)
                    .tag_if(has(&item.attrs, "non_exhaustive"), "non-exhaustive")
                    .tag_if(private, "private fields")
                    .tag_if(has(&item.attrs, "deprecated"), "deprecated"),
            ];
            all.extend(fields);
            all
        }
        Item::Union(item) => vec![head(Kind::Union, &item.generics)],
        Item::Enum(item) => {
            let mut all = vec![
                head(Kind::Enum, &item.generics)
                    .tag_if(has(&item.attrs, "non_exhaustive"), "non-exhaustive")
                    .tag_if(has(&item.attrs, "deprecated"), "deprecated"),
            ];
            for variant in item.variants.iter().filter(|v| !is_hidden(&v.attrs)) {
                let own = format!("{name}::{}", variant.ident);
                let shape = variant_fields(printer, &variant.fields, scope);
                all.push(
                    Line::new(Kind::Variant, name, format!("{own}{shape}"))
                        .tag_if(has(&variant.attrs, "non_exhaustive"), "non-exhaustive")
                        .tag_if(has(&variant.attrs, "deprecated"), "deprecated"),
                );
            }
            all
        }
        Item::Trait(item) => trait_lines(printer, name, item, scope),
        Item::Fn(item) => vec![
            function(printer, name, name, &item.sig, &[], scope)
                .tag_if(has(&item.attrs, "deprecated"), "deprecated"),
        ],
        Item::Const(item) => vec![Line::new(
            Kind::Const,
            name,
            format!("{name}: {}", printer.text(&item.ty, scope)),
        )],
        Item::Static(item) => vec![Line::new(
            Kind::Static,
            name,
            format!("{name}: {}", printer.text(&item.ty, scope)),
        )],
        Item::Type(item) => {
            let (before, after) = generics_text(printer, &item.generics, scope);
            let ty = printer.text(&item.ty, scope);
            vec![Line::new(
                Kind::Type,
                name,
                format!("{name}{before} = {ty}{after}"),
            )]
        }
        Item::Macro(_) => vec![Line::new(Kind::Macro, name, format!("{name}!"))],
        _ => Vec::new(),
    }
}

fn fields(printer: &Printer<'_>, owner: &str, fields: &Fields, scope: ModuleId) -> Vec<Line> {
    let mut found = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        if !is_public(&field.vis) || is_hidden(&field.attrs) {
            continue;
        }
        let name = match &field.ident {
            Some(ident) => ident.to_string(),
            None => index.to_string(),
        };
        let ty = printer.text(&field.ty, scope);
        found.push(
            Line::new(Kind::Field, owner, format!("{owner}.{name}: {ty}"))
                .tag_if(has(&field.attrs, "deprecated"), "deprecated"),
        );
    }
    found
}

/// Prints the fields of a variant, which are always public.
fn variant_fields(printer: &Printer<'_>, fields: &Fields, scope: ModuleId) -> String {
    let shown = fields.iter().filter(|field| !is_hidden(&field.attrs));
    let shown: Vec<String> = shown
        .map(|field| {
            let ty = printer.text(&field.ty, scope);
            match &field.ident {
                Some(name) => format!("{name}: {ty}"),
                None => ty,
            }
        })
        .collect();
    match fields {
        Fields::Unit => String::new(),
        Fields::Named(_) => format!(" {{ {} }}", shown.join(", ")),
        Fields::Unnamed(_) => format!("({})", shown.join(", ")),
    }
}

fn trait_lines(printer: &Printer<'_>, name: &str, item: &ItemTrait, scope: ModuleId) -> Vec<Line> {
    let (before, after) = generics_text(printer, &item.generics, scope);
    let bounds = enclosed(": ", &printer.text(&item.supertraits, scope), "");
    let mut all = vec![Line::new(
        Kind::Trait,
        name,
        format!("{name}{before}{bounds}{after}"),
    )];
    for item in &item.items {
        match item {
            TraitItem::Fn(item) if !is_hidden(&item.attrs) => {
                let own = format!("{name}::{}", item.sig.ident);
                all.push(
                    function(printer, name, &own, &item.sig, &[], scope)
                        .tag_if(item.default.is_some(), "provided"),
                );
            }
            TraitItem::Type(item) if !is_hidden(&item.attrs) => {
                let (before, after) = generics_text(printer, &item.generics, scope);
                let bounds = enclosed(": ", &printer.text(&item.bounds, scope), "");
                let text = format!("{name}::{}{before}{bounds}{after}", item.ident);
                all.push(Line::new(Kind::Type, name, text));
            }
            TraitItem::Const(item) if !is_hidden(&item.attrs) => {
                let ty = printer.text(&item.ty, scope);
                let text = format!("{name}::{}: {ty}", item.ident);
                all.push(
                    Line::new(Kind::Const, name, text).tag_if(item.default.is_some(), "provided"),
                );
            }
            _ => {}
        }
    }
    all
}

/// Returns the line of a function. `bounds` are the bounds of the `impl` that contains the function.
pub(super) fn function(
    printer: &Printer<'_>,
    owner: &str,
    name: &str,
    signature: &Signature,
    bounds: &[String],
    scope: ModuleId,
) -> Line {
    let arguments: Vec<String> = signature
        .inputs
        .iter()
        .map(|argument| match argument {
            FnArg::Receiver(receiver) => receiver_text(printer, &receiver.kind, scope),
            FnArg::Typed(argument) => {
                let name = match &*argument.pat {
                    Pat::Ident(pattern) => pattern.ident.to_string(),
                    _ => "_".to_owned(),
                };
                format!("{name}: {}", printer.text(&argument.ty, scope))
            }
        })
        .collect();
    let output = match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", printer.text(ty, scope)),
    };
    let generics = parameters_text(printer, &signature.generics, scope);
    let own = predicates(printer, &signature.generics, scope);
    let all: Vec<String> = bounds.iter().cloned().chain(own).collect();
    let text = format!(
        "{name}{generics}({}){output}{}",
        arguments.join(", "),
        where_text(&all)
    );
    let kind = match (&signature.constness, &signature.asyncness) {
        (Some(_), _) => Kind::ConstFn,
        (None, Some(_)) => Kind::AsyncFn,
        (None, None) => Kind::Fn,
    };
    Line::new(kind, owner, text)
}

fn receiver_text(printer: &Printer<'_>, kind: &ReceiverKind, scope: ModuleId) -> String {
    match kind {
        ReceiverKind::Reference(_, lifetime, mutability) => {
            let lifetime = lifetime.as_ref().map(|l| format!("{l} "));
            let mutability = mutability.as_ref().map_or("", |_| "mut ");
            format!("&{}{mutability}self", lifetime.unwrap_or_default())
        }
        ReceiverKind::Typed(_, ty) => format!("self: {}", printer.text(ty, scope)),
        _ => "self".to_owned(),
    }
}

/// Prints the parameters and the `where` clause of generics.
pub(super) fn generics_text(
    printer: &Printer<'_>,
    generics: &Generics,
    scope: ModuleId,
) -> (String, String) {
    let predicates = predicates(printer, generics, scope);
    (
        parameters_text(printer, generics, scope),
        where_text(&predicates),
    )
}

fn parameters_text(printer: &Printer<'_>, generics: &Generics, scope: ModuleId) -> String {
    enclosed("<", &printer.text(&generics.params, scope), ">")
}

/// Prints the predicates of a `where` clause.
pub(super) fn predicates(
    printer: &Printer<'_>,
    generics: &Generics,
    scope: ModuleId,
) -> Vec<String> {
    let predicates: Option<&Punctuated<WherePredicate, Token![,]>> =
        generics.where_clause.as_ref().map(|w| &w.predicates);
    let predicates = predicates.into_iter().flatten();
    predicates
        .map(|predicate| printer.text(&predicate.to_token_stream(), scope))
        .collect()
}

pub(super) fn where_text(predicates: &[String]) -> String {
    enclosed(" where ", &predicates.join(", "), "")
}
