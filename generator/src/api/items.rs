//! Prints structs, enums, traits, functions and other definitions as lines of `API.txt`.

use super::item::{
    Argument, Field, Fields, Generics, Item, ItemKind, Member, MemberKind, Signature, Variant,
};
use super::lexer::Token;
use super::line::{Kind, Line};
use super::tokens::{Printer, enclosed};
use super::tree::ModuleId;

/// Returns the lines of a definition, including its fields, variants or trait items. `name` is the public name of the
/// definition.
pub(super) fn lines<'a>(
    printer: &Printer<'_, 'a>,
    name: &str,
    item: &Item<'a>,
    scope: ModuleId,
) -> Vec<Line> {
    let attributes = &item.attributes;
    let head = |kind, generics: &Generics<'a>| {
        let (before, after) = generics_text(printer, generics, scope);
        Line::new(kind, name, format!("{name}{before}{after}"))
    };
    let typed = |kind, ty: &[Token<'a>]| {
        let text = format!("{name}: {}", printer.text(ty, scope));
        vec![Line::new(kind, name, text)]
    };
    match &item.kind {
        ItemKind::Struct(generics, fields) => {
            let private = fields.all().iter().any(|field| !field.is_public);
            let mut all = vec![
                head(Kind::Struct, generics)
                    .tag_if(attributes.is_non_exhaustive, "non-exhaustive")
                    .tag_if(private, "private fields")
                    .tag_if(attributes.is_deprecated, "deprecated"),
            ];
            all.extend(self::fields(printer, name, fields.all(), scope));
            all
        }
        ItemKind::Union(generics) => vec![head(Kind::Union, generics)],
        ItemKind::Enum(generics, variants) => {
            let mut all = vec![
                head(Kind::Enum, generics)
                    .tag_if(attributes.is_non_exhaustive, "non-exhaustive")
                    .tag_if(attributes.is_deprecated, "deprecated"),
            ];
            let shown = variants.iter().filter(|v| !v.attributes.is_hidden);
            all.extend(shown.map(|variant| self::variant(printer, name, variant, scope)));
            all
        }
        ItemKind::Trait {
            generics,
            bounds,
            items,
        } => trait_lines(printer, name, (generics, bounds, items), scope),
        ItemKind::Fn(signature) => vec![
            function(printer, name, name, signature, &[], scope)
                .tag_if(attributes.is_deprecated, "deprecated"),
        ],
        ItemKind::Const(ty) => typed(Kind::Const, ty),
        ItemKind::Static(ty) => typed(Kind::Static, ty),
        ItemKind::Type(generics, ty) => {
            let (before, after) = generics_text(printer, generics, scope);
            let ty = printer.text(ty, scope);
            let text = format!("{name}{before} = {ty}{after}");
            vec![Line::new(Kind::Type, name, text)]
        }
        ItemKind::Macro(_) => vec![Line::new(Kind::Macro, name, format!("{name}!"))],
        ItemKind::Impl(_)
        | ItemKind::Call(_)
        | ItemKind::Mod(_)
        | ItemKind::Use(_)
        | ItemKind::Other => Vec::new(),
    }
}

fn variant<'a>(
    printer: &Printer<'_, 'a>,
    owner: &str,
    variant: &Variant<'a>,
    scope: ModuleId,
) -> Line {
    let shape = variant_fields(printer, &variant.fields, scope);
    let text = format!("{owner}::{}{shape}", variant.name);
    Line::new(Kind::Variant, owner, text)
        .tag_if(variant.attributes.is_non_exhaustive, "non-exhaustive")
        .tag_if(variant.attributes.is_deprecated, "deprecated")
}

fn fields<'a>(
    printer: &Printer<'_, 'a>,
    owner: &str,
    fields: &[Field<'a>],
    scope: ModuleId,
) -> Vec<Line> {
    let mut found = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        if !field.is_public || field.is_hidden {
            continue;
        }
        let name = field.name.map_or_else(|| index.to_string(), str::to_owned);
        let ty = printer.text(&field.ty, scope);
        found.push(
            Line::new(Kind::Field, owner, format!("{owner}.{name}: {ty}"))
                .tag_if(field.is_deprecated, "deprecated"),
        );
    }
    found
}

/// Prints the fields of a variant, which are always public.
fn variant_fields<'a>(printer: &Printer<'_, 'a>, fields: &Fields<'a>, scope: ModuleId) -> String {
    let shown = fields.all().iter().filter(|field| !field.is_hidden);
    let shown: Vec<String> = shown
        .map(|field| {
            let ty = printer.text(&field.ty, scope);
            match field.name {
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

fn trait_lines<'a>(
    printer: &Printer<'_, 'a>,
    name: &str,
    (generics, bounds, items): (&Generics<'a>, &[Token<'a>], &[Member<'a>]),
    scope: ModuleId,
) -> Vec<Line> {
    let (before, after) = generics_text(printer, generics, scope);
    let bounds = enclosed(": ", &printer.text(bounds, scope), "");
    let mut all = vec![Line::new(
        Kind::Trait,
        name,
        format!("{name}{before}{bounds}{after}"),
    )];
    for item in items.iter().filter(|item| !item.attributes.is_hidden) {
        let own = format!("{name}::{}", item.name);
        all.extend(match &item.kind {
            MemberKind::Fn {
                signature,
                has_body,
            } => Some(
                function(printer, name, &own, signature, &[], scope).tag_if(*has_body, "provided"),
            ),
            MemberKind::Type {
                generics, bounds, ..
            } => {
                let (before, after) = generics_text(printer, generics, scope);
                let bounds = enclosed(": ", &printer.text(bounds, scope), "");
                let text = format!("{own}{before}{bounds}{after}");
                Some(Line::new(Kind::Type, name, text))
            }
            MemberKind::Const { ty, has_value } => {
                let text = format!("{own}: {}", printer.text(ty, scope));
                Some(Line::new(Kind::Const, name, text).tag_if(*has_value, "provided"))
            }
            MemberKind::Call(_) => None,
        });
    }
    all
}

/// Returns the line of a function. `bounds` are the bounds of the `impl` that contains the function.
pub(super) fn function<'a>(
    printer: &Printer<'_, 'a>,
    owner: &str,
    name: &str,
    signature: &Signature<'a>,
    bounds: &[String],
    scope: ModuleId,
) -> Line {
    let arguments = signature.arguments.iter();
    let arguments: Vec<String> = arguments
        .map(|argument| self::argument(printer, argument, scope))
        .collect();
    let output = enclosed(" -> ", &printer.text(&signature.output, scope), "");
    let generics = parameters_text(printer, &signature.generics, scope);
    let own = predicates(printer, &signature.generics, scope);
    let all: Vec<String> = bounds.iter().cloned().chain(own).collect();
    let text = format!(
        "{name}{generics}({}){output}{}",
        arguments.join(", "),
        where_text(&all)
    );
    let kind = match (signature.is_const, signature.is_async) {
        (true, _) => Kind::ConstFn,
        (false, true) => Kind::AsyncFn,
        (false, false) => Kind::Fn,
    };
    Line::new(kind, owner, text)
}

fn argument<'a>(printer: &Printer<'_, 'a>, argument: &Argument<'a>, scope: ModuleId) -> String {
    match argument {
        Argument::This => "self".to_owned(),
        Argument::Reference {
            lifetime,
            is_mutable,
        } => {
            let lifetime = lifetime.map_or_else(String::new, |name| format!("{name} "));
            let mutability = if *is_mutable { "mut " } else { "" };
            format!("&{lifetime}{mutability}self")
        }
        Argument::Typed(ty) => format!("self: {}", printer.text(ty, scope)),
        Argument::Named(name, ty) => format!("{name}: {}", printer.text(ty, scope)),
    }
}

/// Prints the parameters and the `where` clause of generics.
pub(super) fn generics_text<'a>(
    printer: &Printer<'_, 'a>,
    generics: &Generics<'a>,
    scope: ModuleId,
) -> (String, String) {
    let predicates = predicates(printer, generics, scope);
    (
        parameters_text(printer, generics, scope),
        where_text(&predicates),
    )
}

fn parameters_text<'a>(
    printer: &Printer<'_, 'a>,
    generics: &Generics<'a>,
    scope: ModuleId,
) -> String {
    enclosed("<", &printer.text(&generics.parameters, scope), ">")
}

/// Prints the predicates of a `where` clause.
pub(super) fn predicates<'a>(
    printer: &Printer<'_, 'a>,
    generics: &Generics<'a>,
    scope: ModuleId,
) -> Vec<String> {
    let predicates = generics.predicates.iter();
    predicates
        .map(|predicate| printer.text(predicate, scope))
        .collect()
}

pub(super) fn where_text(predicates: &[String]) -> String {
    enclosed(" where ", &predicates.join(", "), "")
}
