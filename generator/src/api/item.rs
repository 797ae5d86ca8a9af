//! Items, as far as they matter for the public surface.

use super::cfg::Attributes;
use super::cursor::Cursor;
use super::lexer::Token;

/// The tokens of a type, a bound or a generic parameter.
pub(super) type Tokens<'a> = Vec<Token<'a>>;

/// An item with its attributes.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) attributes: Attributes<'a>,
    pub(super) is_public: bool,
    /// The name of the item. Empty for items without a name.
    pub(super) name: &'a str,
    pub(super) kind: ItemKind<'a>,
}

#[derive(Debug)]
pub(super) enum ItemKind<'a> {
    Const(Tokens<'a>),
    Enum(Generics<'a>, Vec<Variant<'a>>),
    Fn(Signature<'a>),
    Impl(Block<'a>),
    /// A call of a macro.
    Call(Call<'a>),
    /// A definition of a macro, with the tokens of its rules.
    Macro(Tokens<'a>),
    /// A module. `None` if its items are in another file.
    Mod(Option<Vec<Item<'a>>>),
    Static(Tokens<'a>),
    Struct(Generics<'a>, Fields<'a>),
    Trait {
        generics: Generics<'a>,
        bounds: Tokens<'a>,
        items: Vec<Member<'a>>,
    },
    Type(Generics<'a>, Tokens<'a>),
    Union(Generics<'a>),
    Use(Vec<Import<'a>>),
    /// An item that is never listed.
    Other,
}

/// A macro call.
#[derive(Debug)]
pub(super) struct Call<'a> {
    /// The last segment of the macro's path.
    pub(super) name: &'a str,
    pub(super) arguments: Tokens<'a>,
}

/// Generic parameters and the predicates of the `where` clause.
#[derive(Debug, Default)]
pub(super) struct Generics<'a> {
    pub(super) parameters: Tokens<'a>,
    pub(super) predicates: Vec<Tokens<'a>>,
    pub(super) has_where: bool,
}

/// A generic parameter.
#[derive(Clone, Copy, Debug)]
pub(super) enum Parameter<'t, 'a> {
    Lifetime,
    Type {
        name: &'a str,
        /// The whole parameter if it has bounds.
        bounded: Option<&'t [Token<'a>]>,
    },
    Const(&'a str),
}

#[derive(Debug)]
pub(super) enum Fields<'a> {
    Unit,
    Named(Vec<Field<'a>>),
    Unnamed(Vec<Field<'a>>),
}

impl<'a> Fields<'a> {
    pub(super) fn all(&self) -> &[Field<'a>] {
        match self {
            Self::Unit => &[],
            Self::Named(fields) | Self::Unnamed(fields) => fields,
        }
    }
}

#[derive(Debug)]
pub(super) struct Field<'a> {
    pub(super) is_hidden: bool,
    pub(super) is_deprecated: bool,
    pub(super) is_public: bool,
    pub(super) name: Option<&'a str>,
    pub(super) ty: Tokens<'a>,
}

#[derive(Debug)]
pub(super) struct Variant<'a> {
    pub(super) attributes: Attributes<'a>,
    pub(super) name: &'a str,
    pub(super) fields: Fields<'a>,
}

/// An `impl` block.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pub(super) generics: Generics<'a>,
    /// The path of the implemented trait.
    pub(super) trait_: Option<Tokens<'a>>,
    pub(super) ty: Tokens<'a>,
    pub(super) items: Vec<Member<'a>>,
}

/// An item of an `impl` or a trait.
#[derive(Debug)]
pub(super) struct Member<'a> {
    pub(super) attributes: Attributes<'a>,
    pub(super) is_public: bool,
    pub(super) name: &'a str,
    pub(super) kind: MemberKind<'a>,
}

#[derive(Debug)]
pub(super) enum MemberKind<'a> {
    Const {
        ty: Tokens<'a>,
        has_value: bool,
    },
    Fn {
        signature: Signature<'a>,
        has_body: bool,
    },
    Type {
        generics: Generics<'a>,
        bounds: Tokens<'a>,
        ty: Tokens<'a>,
    },
    Call(Call<'a>),
}

#[derive(Debug)]
pub(super) struct Signature<'a> {
    pub(super) is_const: bool,
    pub(super) is_async: bool,
    pub(super) generics: Generics<'a>,
    pub(super) arguments: Vec<Argument<'a>>,
    pub(super) output: Tokens<'a>,
}

#[derive(Debug)]
pub(super) enum Argument<'a> {
    /// `self` by value.
    This,
    /// `self` by reference.
    Reference {
        lifetime: Option<&'a str>,
        is_mutable: bool,
    },
    /// `self` with a type.
    Typed(Tokens<'a>),
    Named(&'a str, Tokens<'a>),
}

/// One path of a `use` item.
#[derive(Debug)]
pub(super) struct Import<'a> {
    /// Whether the path starts with `::`.
    pub(super) is_extern: bool,
    pub(super) segments: Vec<&'a str>,
    /// The name that the import defines. `None` for a glob import.
    pub(super) name: Option<&'a str>,
}

/// A path in the tokens of a type or a trait.
#[derive(Clone, Debug)]
pub(super) struct Path<'t, 'a> {
    pub(super) is_extern: bool,
    pub(super) segments: Vec<&'a str>,
    /// The generic arguments of the last segment, with their brackets.
    pub(super) arguments: &'t [Token<'a>],
}

impl<'t, 'a> Path<'t, 'a> {
    /// Reads tokens as a path. `None` if the tokens are another type, such as a reference.
    pub(super) fn read(tokens: &'t [Token<'a>]) -> Option<Self> {
        let mut cursor = Cursor::new(tokens);
        let mut found = Self {
            is_extern: cursor.eat("::"),
            segments: Vec::new(),
            arguments: &[],
        };
        loop {
            let name = cursor.word()?;
            if matches!(name, "dyn" | "impl" | "fn" | "for" | "unsafe" | "extern") {
                return None;
            }
            found.segments.push(name);
            found.arguments = cursor.rest();
            if cursor.is_empty() {
                return Some(found);
            }
            if cursor.is("::") && cursor.peek_second().is_some_and(|token| token.is("<")) {
                cursor.next();
            }
            if cursor.is("<") {
                cursor.angles()?;
            } else if cursor.is("(") {
                cursor.any_group()?;
                if cursor.eat("->") {
                    cursor.ty()?;
                }
            }
            if cursor.is_empty() {
                return Some(found);
            }
            cursor.require("::")?;
        }
    }

    /// Returns the generic arguments between angle brackets.
    pub(super) fn generic_arguments(
        &self,
    ) -> Option<impl Iterator<Item = &'t [Token<'a>]> + use<'t, 'a>> {
        let mut cursor = Cursor::new(self.arguments);
        cursor.eat("::");
        Some(Cursor::new(cursor.angles()?).list())
    }
}

impl<'a> Generics<'a> {
    /// Iterates over the parameters.
    pub(super) fn each(&self) -> impl Iterator<Item = Parameter<'_, 'a>> {
        Cursor::new(&self.parameters).list().filter_map(|tokens| {
            let mut cursor = Cursor::new(tokens);
            if cursor.lifetime().is_some() {
                return Some(Parameter::Lifetime);
            }
            if cursor.eat("const") {
                return cursor.word().map(Parameter::Const);
            }
            let name = cursor.word()?;
            let has_bounds = cursor.eat(":") && !cursor.is_empty() && !cursor.is("=");
            Some(Parameter::Type {
                name,
                bounded: has_bounds.then_some(tokens),
            })
        })
    }
}
