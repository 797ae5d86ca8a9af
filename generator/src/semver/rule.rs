//! The rules that decide the level of a change.
//!
//! The rules follow Cargo's reference (<https://doc.rust-lang.org/cargo/reference/semver.html>). A rule has the name of its section
//! there, if the reference has such a section. If the reference calls a change possibly breaking, the table decides.

use super::level::Level;
use super::level::Level::{Major, Minor, Patch};

macro_rules! rules {
    ($($name:ident $id:literal $level:ident $text:literal)*) => {
        /// A rule.
        #[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
        pub enum Rule {
            $(
                #[doc = $text]
                $name,
            )*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the name of the rule, such as `item-remove`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }

            /// Returns the level of a change that the rule describes.
            #[must_use]
            pub const fn level(self) -> Level {
                match self {
                    $(Self::$name => $level,)*
                }
            }

            /// Describes the change in a few words.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

rules! {
    ItemRemove "item-remove" Major "the item is removed or has another name"
    ItemMove "item-move" Major "the item has another path"
    ItemKind "item-kind" Major "the item is of another kind"
    ItemNew "item-new" Minor "a new item"
    ItemConditionAdd "item-condition-add" Major "the item needs another feature"
    ItemConditionRemove "item-condition-remove" Minor "the item needs fewer features"
    StructAddPrivateField "struct-add-private-field-when-public" Major "the struct gets a private field, so it cannot be written as a literal"
    StructAddPublicField "struct-add-public-field-when-no-private" Major "a new field of a struct that can be written as a literal"
    StructFieldNew "struct-field-new" Minor "a new field of a struct that cannot be written as a literal"
    FieldType "field-type" Major "the field has another type"
    EnumVariantNew "enum-variant-new" Major "a new variant of an enum that can be matched exhaustively"
    EnumVariantNewNonExhaustive "enum-variant-new-non-exhaustive" Minor "a new variant of a non-exhaustive enum"
    EnumFields "enum-fields-new" Major "the variant has other fields"
    EnumFieldsNonExhaustive "enum-fields-new-non-exhaustive" Minor "a new field of a non-exhaustive variant"
    TraitNewItemNoDefault "trait-new-item-no-default" Major "a new item of the trait that implementations must define"
    TraitNewDefaultItem "trait-new-default-item" Minor "a new item of the trait with a default"
    TraitNewItemSealed "trait-new-item-sealed" Minor "a new item of a trait that only the crate implements"
    TraitItemDefaultRemove "trait-item-default-remove" Major "the item of the trait no longer has a default"
    TraitItemDefaultNew "trait-item-default-new" Minor "the item of the trait now has a default"
    TraitItemSignature "trait-item-signature" Major "the item of the trait has another signature"
    TraitObjectSafety "trait-object-safety" Major "the trait can no longer be used as `dyn`"
    TraitNewParameter "trait-new-parameter-no-default" Major "the trait has another list of parameters"
    TraitNewParameterDefault "trait-new-parameter-default" Minor "the trait has a new parameter with a default"
    TraitSupertraitAdd "trait-supertrait-add" Major "the trait needs another trait"
    TraitSupertraitRemove "trait-supertrait-remove" Major "the trait no longer includes another trait"
    ImplItemNew "impl-item-new" Minor "a new item of the type"
    ImplNew "impl-new" Minor "the type implements another trait"
    ImplRemove "impl-remove" Major "the type no longer implements the trait"
    GenericParameter "generic-parameter" Major "the type has another list of parameters"
    GenericNewDefault "generic-new-default" Minor "the type has a new parameter with a default"
    GenericBoundsTighten "generic-bounds-tighten" Major "a parameter needs another bound"
    GenericBoundsLoosen "generic-bounds-loosen" Minor "a parameter needs fewer bounds"
    FnChangeArity "fn-change-arity" Major "the function has another number of arguments"
    FnArgument "fn-generalize-mismatch" Major "an argument has another type"
    FnReceiver "fn-receiver" Major "the method takes `self` in another way"
    FnReturn "fn-return" Major "the function returns another type"
    FnReturnBoundsAdd "fn-return-bounds-add" Minor "the returned type has another bound"
    FnGeneric "fn-generic-new" Major "the function has another list of type parameters"
    FnGeneralize "fn-generalize-compatible" Minor "an argument accepts more types"
    FnAsync "fn-async" Major "the function is now `async`, or no longer `async`"
    FnConstRemove "fn-const-remove" Major "the function is no longer `const`"
    FnConstNew "fn-const-new" Minor "the function is now `const`"
    FnArgumentName "fn-argument-name" Patch "an argument has another name"
    ConstType "const-type" Major "the constant has another type"
    AliasType "alias-type" Major "the alias refers to another type"
    NonExhaustiveAdd "attr-adding-non-exhaustive" Major "`#[non_exhaustive]` is added"
    NonExhaustiveRemove "attr-removing-non-exhaustive" Minor "`#[non_exhaustive]` is removed"
    DeprecatedAdd "attr-deprecated-add" Minor "the item is deprecated"
    DeprecatedRemove "attr-deprecated-remove" Patch "the item is no longer deprecated"
    RustVersion "env-new-rust" Minor "another minimum version of Rust is required"
    Edition "env-edition" Patch "the crate uses another edition"
    FeatureAdd "cargo-feature-add" Minor "a new feature"
    FeatureRemove "cargo-feature-remove" Major "the feature is removed"
    FeatureRemoveAnother "cargo-feature-remove-another" Major "the feature no longer enables another feature"
    FeatureAddAnother "cargo-feature-add-another" Minor "the feature enables another feature"
    DependencyAdd "cargo-dep-add" Minor "a new dependency"
    DependencyRemove "cargo-dep-remove" Patch "a dependency is removed"
    DependencyIncompatible "cargo-dep-incompatible" Major "another major version of a dependency whose types are public"
    DependencyVersion "cargo-dep-version" Minor "another version of a dependency"
}
