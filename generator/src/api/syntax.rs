//! Reads items from tokens.
//!
//! In: tokens. Out: [`Item`]s. The tokens of expressions and function bodies are skipped.

use super::cfg::Attributes;
use super::cursor::Cursor;
use super::item::{
    Argument, Block, Call, Field, Fields, Generics, Import, Item, ItemKind, Member, MemberKind,
    Signature, Tokens, Variant,
};
use super::lexer::{Kind, Token};

/// Reads the items of a file or a module. `None` if the tokens are not valid Rust.
pub(super) fn items<'a>(tokens: &[Token<'a>]) -> Option<Vec<Item<'a>>> {
    let mut cursor = Cursor::new(tokens);
    let mut found = Vec::new();
    while !cursor.is_empty() {
        if !cursor.eat(";") {
            found.push(item(&mut cursor)?);
        }
    }
    Some(found)
}

/// Reads the items of an `impl` or a trait.
pub(super) fn members<'a>(tokens: &[Token<'a>]) -> Option<Vec<Member<'a>>> {
    let mut cursor = Cursor::new(tokens);
    let mut found = Vec::new();
    while !cursor.is_empty() {
        found.push(member(&mut cursor)?);
    }
    Some(found)
}

/// Reads a visibility. Returns whether it is `pub`.
fn visibility(cursor: &mut Cursor<'_, '_>) -> bool {
    if !cursor.eat("pub") {
        return false;
    }
    // A type in parentheses may follow `pub` too.
    let is_scope = |token: &Token<'_>| ["crate", "in", "self", "super"].contains(&token.text);
    let is_restricted = cursor.is("(") && cursor.peek_second().is_some_and(is_scope);
    if is_restricted {
        cursor.any_group();
    }
    !is_restricted
}

/// The keywords in front of `fn`.
#[derive(Clone, Copy, Debug, Default)]
struct Qualifiers {
    is_const: bool,
    is_async: bool,
}

/// Reads the keywords in front of `fn` or another item.
fn qualifiers(cursor: &mut Cursor<'_, '_>) -> Qualifiers {
    let mut found = Qualifiers::default();
    loop {
        let is_modifier = |next: &str| {
            ["fn", "unsafe", "async", "extern", "impl", "trait", "auto"].contains(&next)
        };
        let next = cursor.peek_second().map_or("", |token| token.text);
        let is_string = cursor
            .peek_second()
            .is_some_and(|t| t.kind == Kind::Literal);
        if cursor.is("const") && is_modifier(next) {
            found.is_const = true;
        } else if cursor.is("async") && is_modifier(next) {
            found.is_async = true;
        } else if cursor.is("default") && is_modifier(next) || cursor.is("unsafe") {
            // These keywords are not listed.
        } else if cursor.is("extern") && (is_string || next == "fn") {
            if is_string {
                cursor.next();
            }
        } else {
            return found;
        }
        cursor.next();
    }
}

fn item<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Item<'a>> {
    let attributes = Attributes::read(cursor, false)?;
    let is_public = visibility(cursor);
    let qualifiers = qualifiers(cursor);
    let (name, kind) = named(cursor, qualifiers)?;
    Some(Item {
        attributes,
        is_public,
        name,
        kind,
    })
}

/// Reads an item after its attributes and keywords: its name, and everything after the name.
fn named<'a>(
    cursor: &mut Cursor<'_, 'a>,
    qualifiers: Qualifiers,
) -> Option<(&'a str, ItemKind<'a>)> {
    if cursor.is("{") {
        // The items of `extern "C" { … }`.
        cursor.any_group()?;
        return Some(("", ItemKind::Other));
    }
    let is_call = call_follows(*cursor);
    let keyword = *cursor;
    let word = if is_call { "" } else { cursor.word()? };
    let kind = match word {
        "" => {
            *cursor = keyword;
            return invocation(cursor);
        }
        "impl" => return Some(("", ItemKind::Impl(block(cursor)?))),
        "use" => return Some(("", ItemKind::Use(imports(cursor)?))),
        "extern" => {
            cursor.expression(|token| token.is(";"))?;
            cursor.require(";")?;
            return Some(("", ItemKind::Other));
        }
        "const" => ItemKind::Const,
        "static" => {
            cursor.eat("mut");
            ItemKind::Static
        }
        _ => return declared(cursor, word, qualifiers),
    };
    let name = cursor.word()?;
    let (ty, _) = typed_value(cursor)?;
    Some((name, kind(ty)))
}

/// Reads an item whose keyword is followed by a name and generics.
fn declared<'a>(
    cursor: &mut Cursor<'_, 'a>,
    keyword: &str,
    qualifiers: Qualifiers,
) -> Option<(&'a str, ItemKind<'a>)> {
    let name = cursor.word()?;
    let kind = match keyword {
        "fn" => {
            let signature = signature(cursor, qualifiers)?;
            body(cursor)?;
            ItemKind::Fn(signature)
        }
        "mod" if cursor.eat(";") => ItemKind::Mod(None),
        "mod" => ItemKind::Mod(Some(items(cursor.group("{")?)?)),
        "type" => {
            let mut generics = parameters(cursor)?;
            cursor.require("=")?;
            let ty = cursor.until(|token| token.is(";") || token.is("where"));
            clause(cursor, &mut generics);
            cursor.require(";")?;
            ItemKind::Type(generics, ty.to_vec())
        }
        "struct" => structure(cursor)?,
        "enum" => {
            let mut generics = parameters(cursor)?;
            clause(cursor, &mut generics);
            ItemKind::Enum(generics, variants(cursor.group("{")?)?)
        }
        "union" => {
            let mut generics = parameters(cursor)?;
            clause(cursor, &mut generics);
            cursor.group("{")?;
            ItemKind::Union(generics)
        }
        "trait" => {
            let mut generics = parameters(cursor)?;
            let bounds = if cursor.eat(":") {
                cursor.until(|token| token.is("where") || token.is("{"))
            } else {
                &[]
            };
            clause(cursor, &mut generics);
            ItemKind::Trait {
                generics,
                bounds: bounds.to_vec(),
                items: members(cursor.group("{")?)?,
            }
        }
        _ => return None,
    };
    Some((name, kind))
}

fn structure<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<ItemKind<'a>> {
    let mut generics = parameters(cursor)?;
    clause(cursor, &mut generics);
    if let Some(inner) = cursor.group("{") {
        return Some(ItemKind::Struct(
            generics,
            Fields::Named(fields(inner, true)?),
        ));
    }
    let unnamed = match cursor.group("(") {
        Some(inner) => Fields::Unnamed(fields(inner, false)?),
        None => Fields::Unit,
    };
    clause(cursor, &mut generics);
    cursor.require(";")?;
    Some(ItemKind::Struct(generics, unnamed))
}

/// Whether a macro call or a macro definition follows.
fn call_follows(mut cursor: Cursor<'_, '_>) -> bool {
    cursor.eat("::");
    while cursor.word().is_some() {
        if cursor.is("!") {
            return true;
        }
        if !cursor.eat("::") {
            return false;
        }
    }
    false
}

/// Reads a macro call or a macro definition.
fn invocation<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<(&'a str, ItemKind<'a>)> {
    let call = call(cursor, true)?;
    let ("macro_rules", [name, definition @ ..]) = (call.name, call.arguments.as_slice()) else {
        return Some(("", ItemKind::Call(call)));
    };
    Some((name.text, ItemKind::Macro(definition.to_vec())))
}

/// Reads a macro call. The arguments of `macro_rules!` start with the name of the macro.
fn call<'a>(cursor: &mut Cursor<'_, 'a>, may_define: bool) -> Option<Call<'a>> {
    cursor.eat("::");
    let mut name = cursor.word()?;
    while cursor.eat("::") {
        name = cursor.word()?;
    }
    cursor.require("!")?;
    let mut arguments = Vec::new();
    if may_define && name == "macro_rules" {
        arguments.extend(cursor.next().copied());
    }
    let has_braces = cursor.is("{");
    arguments.extend_from_slice(cursor.any_group()?);
    if !cursor.eat(";") && !has_braces {
        return None;
    }
    Some(Call { name, arguments })
}

fn imports<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Vec<Import<'a>>> {
    let mut found = Vec::new();
    let start = Import {
        is_extern: cursor.eat("::"),
        segments: Vec::new(),
        name: None,
    };
    let tree = cursor.until(|token| token.is(";"));
    cursor.require(";")?;
    use_tree(Cursor::new(tree), start, &mut found)?;
    Some(found)
}

fn use_tree<'a>(
    mut cursor: Cursor<'_, 'a>,
    mut path: Import<'a>,
    found: &mut Vec<Import<'a>>,
) -> Option<()> {
    loop {
        if let Some(inner) = cursor.group("{") {
            for part in Cursor::new(inner).list() {
                let start = Import {
                    segments: path.segments.clone(),
                    ..path
                };
                use_tree(Cursor::new(part), start, found)?;
            }
            break;
        }
        if cursor.eat("*") {
            found.push(path);
            break;
        }
        let name = cursor.word()?;
        if cursor.eat("::") {
            path.segments.push(name);
            continue;
        }
        let is_itself = name == "self" && !path.segments.is_empty();
        if !is_itself {
            path.segments.push(name);
        }
        let last = path.segments.last().copied();
        path.name = if cursor.eat("as") {
            cursor.word()
        } else {
            last
        };
        found.push(path);
        break;
    }
    cursor.is_empty().then_some(())
}

fn fields<'a>(tokens: &[Token<'a>], are_named: bool) -> Option<Vec<Field<'a>>> {
    let mut found = Vec::new();
    for field in Cursor::new(tokens).list() {
        let mut cursor = Cursor::new(field);
        let attributes = Attributes::read(&mut cursor, false)?;
        let is_public = visibility(&mut cursor);
        let name = if are_named {
            let name = cursor.word()?;
            cursor.require(":")?;
            Some(name)
        } else {
            None
        };
        found.push(Field {
            is_hidden: attributes.is_hidden,
            is_deprecated: attributes.is_deprecated,
            is_public,
            name,
            ty: some(cursor.rest())?,
        });
    }
    Some(found)
}

/// Returns the tokens if there are any.
fn some<'a>(tokens: &[Token<'a>]) -> Option<Tokens<'a>> {
    (!tokens.is_empty()).then(|| tokens.to_vec())
}

fn variants<'a>(tokens: &[Token<'a>]) -> Option<Vec<Variant<'a>>> {
    let mut found = Vec::new();
    for variant in Cursor::new(tokens).list() {
        let mut cursor = Cursor::new(variant);
        let attributes = Attributes::read(&mut cursor, false)?;
        let name = cursor.word()?;
        let fields = if let Some(inner) = cursor.group("{") {
            Fields::Named(fields(inner, true)?)
        } else if let Some(inner) = cursor.group("(") {
            Fields::Unnamed(fields(inner, false)?)
        } else {
            Fields::Unit
        };
        found.push(Variant {
            attributes,
            name,
            fields,
        });
    }
    Some(found)
}

/// Reads generic parameters, if there are any.
fn parameters<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Generics<'a>> {
    let parameters = if cursor.is("<") {
        cursor.angles()?.to_vec()
    } else {
        Vec::new()
    };
    Some(Generics {
        parameters,
        ..Generics::default()
    })
}

/// Reads a `where` clause, if there is one.
fn clause<'a>(cursor: &mut Cursor<'_, 'a>, generics: &mut Generics<'a>) {
    if cursor.eat("where") {
        let all = cursor.until(|token| token.is("{") || token.is(";") || token.is("="));
        let predicates = Cursor::new(all).list();
        generics.predicates.extend(predicates.map(<[_]>::to_vec));
        generics.has_where = true;
    }
}

fn block<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Block<'a>> {
    let mut generics = parameters(cursor)?;
    cursor.eat("const");
    cursor.eat("!");
    let ends = |token: &Token<'_>| token.is("for") || token.is("where") || token.is("{");
    let first = cursor.until(ends);
    let (trait_, ty) = if cursor.eat("for") {
        let ty = cursor.until(|token| token.is("where") || token.is("{"));
        (Some(some(first)?), ty)
    } else {
        (None, first)
    };
    clause(cursor, &mut generics);
    Some(Block {
        generics,
        trait_,
        ty: some(ty)?,
        items: members(cursor.group("{")?)?,
    })
}

fn member<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<Member<'a>> {
    let attributes = Attributes::read(cursor, false)?;
    let is_public = visibility(cursor);
    let qualifiers = qualifiers(cursor);
    if call_follows(*cursor) {
        let call = call(cursor, false)?;
        return Some(Member {
            attributes,
            is_public,
            name: "",
            kind: MemberKind::Call(call),
        });
    }
    let keyword = cursor.word()?;
    let name = cursor.word()?;
    let kind = match keyword {
        "fn" => MemberKind::Fn {
            signature: signature(cursor, qualifiers)?,
            has_body: body(cursor)?,
        },
        "const" => {
            let (ty, has_value) = typed_value(cursor)?;
            MemberKind::Const { ty, has_value }
        }
        "type" => associated(cursor)?,
        _ => return None,
    };
    Some(Member {
        attributes,
        is_public,
        name,
        kind,
    })
}

/// Reads an associated type after its name.
fn associated<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<MemberKind<'a>> {
    let mut generics = parameters(cursor)?;
    let ends = |token: &Token<'_>| token.is("=") || token.is(";") || token.is("where");
    let bounds = if cursor.eat(":") {
        cursor.until(ends)
    } else {
        &[]
    };
    clause(cursor, &mut generics);
    let ty = if cursor.eat("=") {
        cursor.until(ends)
    } else {
        &[]
    };
    clause(cursor, &mut generics);
    cursor.require(";")?;
    Some(MemberKind::Type {
        generics,
        bounds: bounds.to_vec(),
        ty: ty.to_vec(),
    })
}

/// Reads the type and the value of a constant. Returns the type, and whether there is a value.
fn typed_value<'a>(cursor: &mut Cursor<'_, 'a>) -> Option<(Tokens<'a>, bool)> {
    cursor.require(":")?;
    let ty = cursor.until(|token| token.is("=") || token.is(";"));
    let has_value = cursor.eat("=");
    if has_value {
        cursor.expression(|token| token.is(";"))?;
    }
    cursor.require(";")?;
    Some((some(ty)?, has_value))
}

/// Reads the body of a function, or `;`. Returns whether there is a body.
fn body(cursor: &mut Cursor<'_, '_>) -> Option<bool> {
    if cursor.eat(";") {
        return Some(false);
    }
    cursor.group("{").map(|_| true)
}

/// Reads a signature after the name of the function.
fn signature<'a>(cursor: &mut Cursor<'_, 'a>, qualifiers: Qualifiers) -> Option<Signature<'a>> {
    let mut generics = parameters(cursor)?;
    let arguments = Cursor::new(cursor.group("(")?).list();
    let arguments = arguments.map(argument).collect::<Option<_>>()?;
    let output = if cursor.eat("->") {
        cursor.until(|token| token.is("where") || token.is("{") || token.is(";"))
    } else {
        &[]
    };
    clause(cursor, &mut generics);
    Some(Signature {
        is_const: qualifiers.is_const,
        is_async: qualifiers.is_async,
        generics,
        arguments,
        output: output.to_vec(),
    })
}

fn argument<'a>(tokens: &[Token<'a>]) -> Option<Argument<'a>> {
    let mut cursor = Cursor::new(tokens);
    Attributes::read(&mut cursor, false)?;
    let start = cursor;
    let is_reference = cursor.eat("&");
    let lifetime = cursor.lifetime();
    let is_mutable = cursor.eat("mut");
    if cursor.eat("self") {
        if cursor.eat(":") {
            return Some(Argument::Typed(some(cursor.rest())?));
        }
        cursor.is_empty().then_some(())?;
        return Some(if is_reference {
            Argument::Reference {
                lifetime,
                is_mutable,
            }
        } else {
            Argument::This
        });
    }
    cursor = start;
    cursor.eat("ref");
    cursor.eat("mut");
    let name = match cursor.word() {
        Some(name) if cursor.is(":") => name,
        _ => "_",
    };
    cursor.expression(|token| token.is(":"));
    cursor.require(":")?;
    Some(Argument::Named(name, some(cursor.rest())?))
}
