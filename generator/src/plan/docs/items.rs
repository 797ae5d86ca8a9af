//! The docs of the client, handles, modules, statics, constructors and tests.

use super::document::{Block, Docs};
use crate::model::{ErrorCode, Group};
use crate::names::{ItemPath, Name};
use crate::text::Markdown;

/// Formats a Rust name as inline code.
pub(super) fn code(name: &Name) -> Markdown {
    Markdown::code(name.as_str())
}

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

pub(in crate::plan) fn client() -> Docs {
    Docs::fixed(
        "An async client. Cloning is cheap: all clones share the connection pool, the credentials and the rate limits.",
    )
}

pub(in crate::plan) fn client_builder() -> Docs {
    Docs::fixed("Creates a builder for a client.")
}

pub(in crate::plan) fn client_core() -> Docs {
    Docs::fixed(
        "Returns the core, which sends the requests of all methods. Use it for requests that no method sends.",
    )
}

pub(in crate::plan) fn entry(accessor: &Name) -> Docs {
    Docs::fill("The operations of {}, by resource.", &[&code(accessor)])
}

pub(in crate::plan) fn api(accessor: &Name, group: &Group) -> Docs {
    Docs::fill(
        "Returns the operations of {}: {}",
        &[&code(accessor), &group.title],
    )
}

pub(in crate::plan) fn accessor(resource: &Name) -> Docs {
    Docs::fill("Returns the operations of {}.", &[&code(resource)])
}

pub(in crate::plan) fn accessor_below_prefix(resource: &Name, prefix: &str) -> Docs {
    Docs::fill(
        "Returns the operations of {} below {}.",
        &[&code(resource), &Markdown::code(prefix)],
    )
}

pub(in crate::plan) fn handle(resource: &Name) -> Docs {
    Docs::fill(
        "A handle with a method for each operation of {}. Handles are cheap to clone and can be sent to other tasks.",
        &[&code(resource)],
    )
}

pub(in crate::plan) fn custom_request() -> Docs {
    Docs::fixed(
        "Creates a request that this crate has no method for. Fill placeholders of the path with [`RequestBuilder::path`].",
    )
}

pub(in crate::plan) fn custom_request_below_prefix() -> Docs {
    Docs::fixed(
        "Creates a request that this crate has no method for. The path is appended to the prefix of this scope. Fill \
         placeholders of the path with [`RequestBuilder::path`].",
    )
}

/// Returns the docs of a public module. `resource` is `None` for the module of types that several resources use.
pub(in crate::plan) fn module(resource: Option<&Name>) -> Docs {
    match resource {
        Some(resource) => Docs::fill("The operations of {} and their types.", &[&code(resource)]),
        None => Docs::fixed("Types that several resources use."),
    }
}

/// Returns the docs of a private module. A public module re-exports its items.
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

/// Returns the docs of a private module with types of events.
pub(in crate::plan) fn events_module() -> Docs {
    Docs::fixed("Types of events.")
}

/// Returns the docs of an API's module: the title, the version and the description of the API.
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

pub(in crate::plan) fn ids_module() -> Docs {
    Docs::fixed(
        "Typed ids. The compiler rejects the id of one kind of resource where another kind is needed.",
    )
}

pub(in crate::plan) fn id(text: &Markdown) -> Docs {
    if text.is_empty() {
        return Docs::fixed("An id.");
    }
    Docs::text(text.clone())
}

pub(in crate::plan) fn constructor() -> Docs {
    Docs::fixed("Creates a value from its required fields.")
}

/// Returns the docs of a struct of required fields. The constructor of `of` takes this struct.
pub(in crate::plan) fn required_fields(of: &ItemPath) -> Docs {
    Docs::fill(
        "The required fields of {}, as named arguments of its constructor.",
        &[&link(of)],
    )
}

/// Returns the docs of the alias that an operation has for its struct of parameters. Another operation defines this
/// struct, which is `of`.
pub(in crate::plan) fn shared_params(operation: &str, of: &ItemPath) -> Docs {
    Docs::fill(
        "The parameters of {}, the same as {}.",
        &[&Markdown::code(operation), &link(of)],
    )
}

/// Returns the docs of a field in a struct of required fields. The docs link to the field with the same name in `of`.
pub(in crate::plan) fn required_field(of: &ItemPath, name: &Name) -> Docs {
    Docs::fill("See {}.", &[&link_within(of, name)])
}

pub(in crate::plan) fn extra() -> Docs {
    Docs::fixed("Additional properties that the specification does not define.")
}

pub(in crate::plan) fn unknown_value() -> Docs {
    Docs::fixed("A value that this version of the crate does not know.")
}

pub(in crate::plan) fn known_texts() -> Docs {
    Docs::fixed("The known values, each with its text.")
}

pub(in crate::plan) fn known_integers() -> Docs {
    Docs::fixed("The known values, each with its number.")
}

pub(in crate::plan) fn known_scalars() -> Docs {
    Docs::fixed("The known values, each with its JSON value.")
}

/// Returns the docs of the module of error codes.
pub(in crate::plan) fn error_codes_module() -> Docs {
    Docs::fixed("The error codes of the server.")
}

/// Returns the docs of an error code.
pub(in crate::plan) fn error_code(code: &ErrorCode) -> Docs {
    let number = Markdown::code(&code.number.to_string());
    let statuses: Vec<String> = code.statuses.iter().map(u16::to_string).collect();
    if statuses.is_empty() {
        return Docs::fill("{}: {}", &[&number, &code.docs]);
    }
    let statuses = Markdown::words(&statuses.join(", "));
    Docs::fill("{} (HTTP {}): {}", &[&number, &statuses, &code.docs])
}

/// Returns the docs of the table that contains the class of each error code.
pub(in crate::plan) fn error_classes() -> Docs {
    Docs::fixed(
        "The classes of the codes. A class with an HTTP status applies only to that status.",
    )
}

/// Returns the docs of the method that returns the class of an error code.
pub(in crate::plan) fn error_class() -> Docs {
    Docs::fixed(
        "Returns what the code means in a response with this HTTP status. `None` if the code alone does not determine this.",
    )
}

pub(in crate::plan) fn events() -> Docs {
    Docs::fixed("An event. Each variant contains the events of one name.")
}

pub(in crate::plan) fn event(name: &str) -> Docs {
    Docs::fill("The event {}.", &[&Markdown::code(name)])
}

pub(in crate::plan) fn event_names() -> Docs {
    Docs::fixed("The names of the known events.")
}

pub(in crate::plan) fn unknown_event() -> Docs {
    Docs::fixed(
        "An event that this version of the crate does not know, or whose JSON does not fit its type. Contains the whole event.",
    )
}

pub(in crate::plan) fn unmatched_value() -> Docs {
    Docs::fixed("A value that matches none of the alternatives.")
}

pub(in crate::plan) fn table_of_operations() -> Docs {
    Docs::fixed("Every operation as data, for allow-lists, metrics, audits and the mock transport.")
}

/// Returns the docs of a module in `ops`. `resource` is `None` for the module that contains the servers and credentials
/// of an API.
pub(in crate::plan) fn table_part(group: &Group, resource: Option<&Name>) -> Docs {
    match resource {
        Some(resource) => Docs::fill("The operations of {} as data.", &[&code(resource)]),
        None => Docs::fill(
            "The servers and credentials of {}.",
            &[&Markdown::code(&group.name)],
        ),
    }
}

pub(in crate::plan) fn all_operations() -> Docs {
    Docs::fixed("Every operation of this crate, in the order of the documents.")
}

pub(in crate::plan) fn server(group: &Group) -> Docs {
    Docs::fill("The server of {}.", &[&Markdown::code(&group.name)])
}

/// Returns the docs of the static for a server that is not the main server of the API. `operation` is the first
/// operation that uses the server.
pub(in crate::plan) fn other_server(operation: &str) -> Docs {
    Docs::fill(
        "The server of {} and other operations with the same address.",
        &[&Markdown::code(operation)],
    )
}

pub(in crate::plan) fn scheme(text: &Markdown) -> Docs {
    if text.is_empty() {
        return Docs::fixed("A security scheme.");
    }
    Docs::text(text.clone())
}

/// Returns the docs of the static that contains the server and the credentials for `request`. `owner` is the type that
/// has the method `request`.
pub(in crate::plan) fn defaults(owner: &str) -> Docs {
    Docs::fill(
        "Defaults (server, credentials) for requests that {} creates.",
        &[&Markdown::code(&format!("{owner}::request"))],
    )
}

pub(in crate::plan) fn pagination(operation: &str) -> Docs {
    Docs::fill("The pagination of {}.", &[&Markdown::code(operation)])
}

/// Returns the docs of an operation's static. `line` contains the HTTP method and the path, such as `GET /users`.
pub(in crate::plan) fn operation(line: &str) -> Docs {
    Docs::text(Markdown::code(line))
}

pub(in crate::plan) fn example_tests() -> Docs {
    Docs::fixed("Decodes every example of the documents and encodes it again.")
}

pub(in crate::plan) fn round_trip() -> Docs {
    Docs::fixed("Decodes an example and encodes it again. No value may be lost.")
}

pub(in crate::plan) fn lost_values() -> Docs {
    Docs::fixed("Returns the paths of values that are missing or differ.")
}

pub(in crate::plan) fn client_module() -> Docs {
    Docs::fixed("The client.")
}
