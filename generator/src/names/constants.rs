//! Derives identifiers that depend on other names: statics, arguments, test functions and the crate name.
//!
//! In: the model and the names of APIs, operations and types. Out: identifiers.

use super::idents::{module, pascal, shouty, snake};
use super::name::{ItemPath, ModulePath, Name, NameFault};
use super::reading::Identifiers;
use super::types::MOST_LETTERS;
use crate::model::{Body, BodyKind, GroupId, Input, OperationId, TypeId};

/// The module that contains the enum of error codes.
const ERROR_CODES: &str = "error_codes";

/// An additional server of an API, besides the API's main server.
#[derive(Clone, Debug)]
pub struct OtherServer<'a> {
    /// The URL of the server.
    pub url: &'a str,
    /// The first operation that uses this server.
    pub operation: OperationId,
    /// The name of the static that contains the URL.
    pub name: Name,
}

/// The names for the test of one example.
#[derive(Clone, Debug)]
pub struct TestNames {
    /// The test function.
    pub function: Name,
    /// The module that contains the test, such as `v1_users`.
    pub module: Name,
    /// The name of the example file, without its extension.
    pub file: String,
}

/// Returns the crate name for Rust code: `shop-client` → `shop_client`.
pub fn package(name: &str) -> Result<Name, NameFault> {
    Name::new(&name.replace('-', "_"))
}

/// Returns the module of a copied file or folder: `src/auth.rs` → `auth`. Returns `None` if the copy is not in `src`, or if
/// it is a program in `src/bin`.
pub fn copied(to: &str) -> Result<Option<Name>, NameFault> {
    let is_program = to == "src/bin" || to.starts_with("src/bin/");
    let module = to.strip_prefix("src/");
    module
        .filter(|_| !is_program)
        .map(|name| Name::new(name.trim_end_matches(".rs")))
        .transpose()
}

/// Returns the path of the enum of error codes. `name` is its name in the manifest.
pub fn error_codes(name: &str) -> Result<ItemPath, NameFault> {
    let module = ModulePath::new(vec![Name::new(ERROR_CODES)?]);
    Ok(module.item(Name::new(name)?))
}

/// Returns the variant for an error code. `name` is its name in the file of error codes.
pub fn error_code(name: &str) -> Result<Name, NameFault> {
    Name::new(name)
}

/// The names of statics in the table of operations.
impl<'a> Identifiers<'a> {
    /// Returns the name of an operation's static.
    pub fn constant(self, operation: OperationId) -> Result<Name, NameFault> {
        Name::new(&self.operation_names(operation)?.constant)
    }

    /// Returns the name of the static that describes the pagination of an operation.
    pub fn pages(self, operation: OperationId) -> Result<Name, NameFault> {
        let names = self.operation_names(operation)?;
        Name::new(&format!("{}_PAGES", names.constant))
    }

    /// Returns the name of the static that contains the URL of an API's main server.
    pub fn server(self, group: GroupId) -> Result<Name, NameFault> {
        Name::new(&self.shouty_group(group)?)
    }

    /// Returns the name of the static that contains the URL of the server that an operation uses.
    pub fn server_of(self, operation: OperationId) -> Result<Name, NameFault> {
        let found = self.operation(operation)?;
        let other = match found.server.as_deref() {
            None => None,
            Some(url) => {
                let others = self.other_servers(found.group)?;
                others.into_iter().find(|other| other.url == url)
            }
        };
        match other {
            Some(other) => Ok(other.name),
            None => self.server(found.group),
        }
    }

    /// Returns the servers that operations of an API use instead of the API's main server. The static of each server is
    /// named after the first operation that uses it.
    pub fn other_servers(self, group: GroupId) -> Result<Vec<OtherServer<'a>>, NameFault> {
        let mut servers: Vec<OtherServer<'_>> = Vec::new();
        for (id, operation) in self.model.operations_of(group) {
            let Some(url) = operation.server.as_deref() else {
                continue;
            };
            if servers.iter().all(|known| known.url != url) {
                let names = self.operation_names(id)?;
                servers.push(OtherServer {
                    url,
                    operation: id,
                    name: Name::new(&format!("{}_SERVER", names.constant))?,
                });
            }
        }
        Ok(servers)
    }

    /// Returns the name of the static with the defaults for calls of `Client::request`.
    pub fn request(self, group: GroupId) -> Result<Name, NameFault> {
        Name::new(&format!("{}_REQUEST", self.shouty_group(group)?))
    }

    /// Returns the name of a security scheme's static.
    pub fn scheme(self, group: GroupId, scheme: &str) -> Result<Name, NameFault> {
        let name = self.names.schemes.get(&(group, scheme.to_owned()));
        Name::new(name.ok_or_else(|| NameFault::missing(format!("the scheme `{scheme}`")))?)
    }

    fn shouty_group(self, group: GroupId) -> Result<String, NameFault> {
        let name = shouty(&self.group(group)?.name);
        name.ok_or_else(|| NameFault::missing(format!("API {}", group.index())))
    }
}

/// The names of types and arguments.
impl Identifiers<'_> {
    /// Returns the path of the type that the accessor of an API returns, such as `v2::V2`. `None` if the API has no
    /// accessor.
    pub fn entry(self, group: GroupId) -> Result<Option<ItemPath>, NameFault> {
        let Some(accessor) = self.accessor(group)? else {
            return Ok(None);
        };
        let name = Name::new(&pascal(accessor.as_str()).unwrap_or_default())?;
        Ok(Some(self.module(group)?.item(name)))
    }

    /// Returns the path of a struct that contains the required fields of the struct `id`, such as
    /// `PlanContactRequired`.
    pub fn required(self, id: TypeId) -> Result<ItemPath, NameFault> {
        let path = self.ty(id)?;
        let all = || self.names.types.values();
        let is_free = |name: &String| all().all(|other| other.ident != *name);
        let ends = ["Required", "RequiredFields", "Fields"];
        let whole = path.name.to_string();
        let short = short_of_required(&whole).filter(is_free);
        let stems = short.iter().chain([&whole]);
        let mut offered = stems.flat_map(|stem| ends.map(|end| format!("{stem}{end}")));
        let name = offered.find(is_free);
        let name = name.ok_or_else(|| NameFault::missing(format!("the fields of {path}")))?;
        Ok(path.module.item(Name::new(&name)?))
    }

    /// Returns the name of the argument for the request body. It differs from the names of all other arguments.
    pub fn body_argument(self, operation: OperationId, body: &Body) -> Result<Name, NameFault> {
        let names = &self.operation_names(operation)?.arguments;
        let inputs = self.operation(operation)?.inputs.iter();
        // Optional parameters are not an argument.
        let taken = inputs.zip(names).filter(|(input, _)| {
            !matches!(
                input,
                Input::Params {
                    required: false,
                    ..
                }
            )
        });
        let taken: Vec<&String> = taken.map(|(_, name)| name).collect();
        let offered = match body.kind {
            BodyKind::Json => ["request", "body", "contents"],
            BodyKind::Records => ["records", "body", "contents"],
            BodyKind::Text | BodyKind::Bytes => ["body", "contents", "request"],
        };
        let mut free = offered
            .into_iter()
            .filter(|name| taken.iter().all(|taken| *taken != name));
        Name::new(free.next().unwrap_or("request"))
    }

    /// Returns the name of the argument for the id, in the client method that opens a scope. `index` is the position of
    /// the scope in the model.
    pub fn scope_argument(self, index: usize) -> Result<Name, NameFault> {
        Name::new(&snake(&self.scope_at(index)?.id).unwrap_or_default())
    }

    /// Returns the names of the tests for examples. `examples` contains the types of the examples, in the same order as
    /// the analysis.
    pub fn tests(
        self,
        examples: impl Iterator<Item = TypeId>,
    ) -> Result<Vec<TestNames>, NameFault> {
        let mut tests = Vec::new();
        for (file, id) in self.names.examples.iter().zip(examples) {
            let def = self.model.ty(id);
            let def = def.ok_or_else(|| NameFault::missing(format!("type {}", id.index())))?;
            let text = format!("{} {}", self.group(def.group)?.name, self.home(id)?);
            tests.push(TestNames {
                function: Name::new(&format!("{file}_round_trips"))?,
                module: Name::new(&module(&text).unwrap_or_default())?,
                file: file.clone(),
            });
        }
        Ok(tests)
    }
}

/// Returns the name of a struct of parameters without `Params`, if the name is so long that the name of its required
/// fields would have more than 60 letters.
fn short_of_required(name: &str) -> Option<String> {
    let is_long = name.len() + "Required".len() > MOST_LETTERS;
    let short = name.strip_suffix("Params").filter(|_| is_long)?;
    Some(short.to_owned())
}
