//! The docs of everything that is not a type or a method of a document: the client, handles, modules, statics, helpers.

use super::document::{Block, Docs};
use crate::model::Group;
use crate::names::{ItemPath, Name};
use crate::text::Markdown;

/// Formats a name as inline code.
pub(super) fn code(name: &Name) -> Markdown {
    Markdown::code(name.as_str())
}

/// Creates a link to an item.
pub(super) fn link(item: &ItemPath) -> Markdown {
    Markdown::link(item.name.as_str(), &item.to_string())
}

/// Creates a link to a field or a method of an item.
pub(super) fn link_within(item: &ItemPath, name: &Name) -> Markdown {
    Markdown::link(
        &format!("{}::{name}", item.name),
        &format!("{item}::{name}"),
    )
}

/// Returns the docs of the client.
pub(in crate::plan) fn client() -> Docs {
    Docs::fixed(
        "An async client. Cloning is cheap: all clones share the connection pool, the credentials and the rate limits.",
    )
}

/// Returns the docs of the function that creates a builder.
pub(in crate::plan) fn client_builder() -> Docs {
    Docs::fixed("Creates a builder for a client.")
}

/// Returns the docs of the method that returns the core of the client.
pub(in crate::plan) fn client_core() -> Docs {
    Docs::fixed(
        "Returns the core, which sends the requests of all methods. Use it for requests that no method sends.",
    )
}

/// Returns the docs of the type that gives access to the resources of an API.
pub(in crate::plan) fn entry(accessor: &Name) -> Docs {
    Docs::fill("The operations of {}, by resource.", &[&code(accessor)])
}

/// Returns the docs of the method that returns the entry of an API.
pub(in crate::plan) fn api(accessor: &Name, group: &Group) -> Docs {
    Docs::fill(
        "Returns the operations of {}: {}",
        &[&code(accessor), &group.title],
    )
}

/// Returns the docs of the method that returns a handle.
pub(in crate::plan) fn accessor(resource: &Name) -> Docs {
    Docs::fill("Returns the operations of {}.", &[&code(resource)])
}

/// Returns the docs of the method of a scope that returns a handle.
pub(in crate::plan) fn accessor_below_prefix(resource: &Name, prefix: &str) -> Docs {
    Docs::fill(
        "Returns the operations of {} below {}.",
        &[&code(resource), &Markdown::code(prefix)],
    )
}

/// Returns the docs of a handle.
pub(in crate::plan) fn handle(resource: &Name) -> Docs {
    Docs::fill(
        "The operations of {}. Handles are cheap to clone and can be sent to other tasks.",
        &[&code(resource)],
    )
}

/// Returns the docs of the method that creates a request which no operation describes.
pub(in crate::plan) fn custom_request() -> Docs {
    Docs::fixed(
        "Creates a request that this crate has no method for. Fill placeholders of the path with [`RequestBuilder::path`].",
    )
}

/// Returns the docs of the method of a scope that creates a request which no operation describes.
pub(in crate::plan) fn custom_request_below_prefix() -> Docs {
    Docs::fixed(
        "Creates a request that this crate has no method for. The path is appended to the prefix of this scope. Fill \
         placeholders of the path with [`RequestBuilder::path`].",
    )
}

/// Returns the docs of a public module of an API. Without a resource, it is the module of types that several resources use.
pub(in crate::plan) fn module(resource: Option<&Name>) -> Docs {
    match resource {
        Some(resource) => Docs::fill("The operations of {} and their types.", &[&code(resource)]),
        None => Docs::fixed("Types that several resources use."),
    }
}

/// Returns the docs of a private module, which contains a part of a public one.
pub(in crate::plan) fn private_module(resource: Option<&Name>, has_operations: bool) -> Docs {
    match resource {
        Some(resource) if has_operations => Docs::fill(
            "Operations of {}, and types that only these use.",
            &[&code(resource)],
        ),
        Some(resource) => Docs::fill("Types of {}.", &[&code(resource)]),
        None => Docs::fixed("Types that several resources use."),
    }
}

/// Returns the docs of the module of an API: its title, its version and its description.
pub(in crate::plan) fn api_module(group: &Group) -> Docs {
    let (title, version) = (group.title.without_full_stop(), &group.version);
    let heading = if title.is_empty() {
        let name = Markdown::code(&group.name);
        Markdown::fill("The API {}, version {}.", &[&name, version])
    } else if version.is_empty() {
        Markdown::fill("{}.", &[&title])
    } else {
        Markdown::fill("{}, version {}.", &[&title, version])
    };
    let texts = [heading, group.docs.clone()];
    Docs(
        texts
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(Block::Text)
            .collect(),
    )
}

/// Returns the docs of the module of typed ids.
pub(in crate::plan) fn ids_module() -> Docs {
    Docs::fixed(
        "Typed ids. The compiler rejects the id of one kind of resource where another kind is needed.",
    )
}

/// Returns the docs of a typed id.
pub(in crate::plan) fn id(text: &Markdown) -> Docs {
    if text.is_empty() {
        return Docs::fixed("An id.");
    }
    Docs::text(text.clone())
}

/// Returns the docs of the constructor of a struct.
pub(in crate::plan) fn constructor() -> Docs {
    Docs::fixed("Creates a value from its required fields.")
}

/// Returns the docs of the struct of required fields that the constructor of another struct takes.
pub(in crate::plan) fn required_fields(of: &ItemPath) -> Docs {
    Docs::fill(
        "The required fields of {}, so that they are named where a value is created.",
        &[&link(of)],
    )
}

/// Returns the docs of the alias for the parameters of an operation, if the operation shares the struct of another operation.
pub(in crate::plan) fn shared_params(operation: &str, of: &ItemPath) -> Docs {
    Docs::fill(
        "The parameters of {}, the same as {}.",
        &[&Markdown::code(operation), &link(of)],
    )
}

/// Returns the docs of a field of a struct of required fields.
pub(in crate::plan) fn required_field(of: &ItemPath, name: &Name) -> Docs {
    Docs::fill("See {}.", &[&link_within(of, name)])
}

/// Returns the docs of the field that keeps additional properties.
pub(in crate::plan) fn extra() -> Docs {
    Docs::fixed("Additional properties that the specification does not define.")
}

/// Returns the docs of an enum's variant for unknown values.
pub(in crate::plan) fn unknown_value() -> Docs {
    Docs::fixed("A value that this version of the crate does not know.")
}

/// Returns the docs of the list of known values of a string enum.
pub(in crate::plan) fn known_texts() -> Docs {
    Docs::fixed("The known values, each with its text.")
}

/// Returns the docs of the list of known values of an integer enum.
pub(in crate::plan) fn known_integers() -> Docs {
    Docs::fixed("The known values, each with its number.")
}

/// Returns the docs of the list of known values of an enum with values of several JSON types.
pub(in crate::plan) fn known_scalars() -> Docs {
    Docs::fixed("The known values, each with its JSON value.")
}

/// Returns the docs of a union's variant for values that match no alternative.
pub(in crate::plan) fn unmatched_value() -> Docs {
    Docs::fixed("A value that matches none of the alternatives.")
}

/// Returns the docs of the table of operations.
pub(in crate::plan) fn table_of_operations() -> Docs {
    Docs::fixed("Every operation as data, for allow-lists, metrics, audits and the mock transport.")
}

/// Returns the docs of a part of the table. Without a resource, it is the part that all operations of the API share.
pub(in crate::plan) fn table_part(group: &Group, resource: Option<&Name>) -> Docs {
    match resource {
        Some(resource) => Docs::fill("The operations of {} as data.", &[&code(resource)]),
        None => Docs::fill(
            "The servers and credentials of {}.",
            &[&Markdown::code(&group.name)],
        ),
    }
}

/// Returns the docs of the list of all operations.
pub(in crate::plan) fn all_operations() -> Docs {
    Docs::fixed("Every operation of this crate, in the order of the documents.")
}

/// Returns the docs of the server of an API.
pub(in crate::plan) fn server(group: &Group) -> Docs {
    Docs::fill("The server of {}.", &[&Markdown::code(&group.name)])
}

/// Returns the docs of an additional server of an API. `operation` is the first operation that uses this server.
pub(in crate::plan) fn other_server(operation: &str) -> Docs {
    Docs::fill(
        "The server of {} and other operations with the same address.",
        &[&Markdown::code(operation)],
    )
}

/// Returns the docs of a security scheme.
pub(in crate::plan) fn scheme(text: &Markdown) -> Docs {
    if text.is_empty() {
        return Docs::fixed("A security scheme.");
    }
    Docs::text(text.clone())
}

/// Returns the docs of the defaults of requests that no operation describes. `owner` is the type whose method creates these
/// requests.
pub(in crate::plan) fn defaults(owner: &str) -> Docs {
    Docs::fill(
        "Defaults (server, credentials) for requests that {} creates.",
        &[&Markdown::code(&format!("{owner}::request"))],
    )
}

/// Returns the docs of the pagination of an operation.
pub(in crate::plan) fn pagination(operation: &str) -> Docs {
    Docs::fill("The pagination of {}.", &[&Markdown::code(operation)])
}

/// Returns the docs of an operation in the table. `line` is its HTTP method and path.
pub(in crate::plan) fn operation(line: &str) -> Docs {
    Docs::text(Markdown::code(line))
}

/// Returns the docs of a file of example tests.
pub(in crate::plan) fn example_tests() -> Docs {
    Docs::fixed("Decodes every example of the documents and encodes it again.")
}

/// Returns the docs of the function that tests an example.
pub(in crate::plan) fn round_trip() -> Docs {
    Docs::fixed("Decodes an example and encodes it again. No value may be lost.")
}

/// Returns the docs of the function that compares an example with the encoded value.
pub(in crate::plan) fn lost_values() -> Docs {
    Docs::fixed("Returns the paths of values that are missing or differ.")
}

/// Returns the docs of the module of the client.
pub(in crate::plan) fn client_module() -> Docs {
    Docs::fixed("The client.")
}
