//! Names that follow from other names: the statics of the table of operations, arguments of bodies and scopes, tests, and the
//! crate itself.
//!
//! In: the model and the names of APIs, operations and types. Out: identifiers.

use super::idents::{module, pascal, shouty, snake};
use super::name::{ItemPath, Name, NameFault};
use super::reading::Identifiers;
use crate::model::{Body, BodyKind, GroupId, OperationId, TypeId};

/// A server of an API besides its own.
#[derive(Clone, Debug)]
pub struct OtherServer<'a> {
    /// Its address.
    pub url: &'a str,
    /// The first operation that it serves.
    pub operation: OperationId,
    /// Its static.
    pub name: Name,
}

/// The names of a test of one example.
#[derive(Clone, Debug)]
pub struct TestNames {
    /// The function.
    pub function: Name,
    /// The module of tests that holds it: that of the type.
    pub module: Name,
    /// The file that holds the example, without its extension.
    pub file: String,
}

/// The crate, as code outside of it names it.
pub fn package(name: &str) -> Result<Name, NameFault> {
    Name::new(&name.replace('-', "_"))
}

/// The module that holds files which are copied to a path of the package; `None` for files that are not modules of the crate.
pub fn copied(to: &str) -> Result<Option<Name>, NameFault> {
    let module = to.strip_prefix("src/");
    module
        .map(|name| Name::new(name.trim_end_matches(".rs")))
        .transpose()
}

/// Statics of the table of operations.
impl<'a> Identifiers<'a> {
    /// The static of an operation.
    pub fn constant(self, operation: OperationId) -> Result<Name, NameFault> {
        Name::new(&self.operation_names(operation)?.constant)
    }

    /// The static that describes the pages of an operation.
    pub fn pages(self, operation: OperationId) -> Result<Name, NameFault> {
        let names = self.operation_names(operation)?;
        Name::new(&format!("{}_PAGES", names.constant))
    }

    /// The static of the server of an API.
    pub fn server(self, group: GroupId) -> Result<Name, NameFault> {
        Name::new(&self.shouty_group(group)?)
    }

    /// The static of the server that serves an operation.
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

    /// The servers of an API besides its own, each named by the first operation that it serves.
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

    /// The static with the defaults of requests that no operation describes.
    pub fn request(self, group: GroupId) -> Result<Name, NameFault> {
        Name::new(&format!("{}_REQUEST", self.shouty_group(group)?))
    }

    /// The static of a security scheme.
    pub fn scheme(self, group: GroupId, scheme: &str) -> Result<Name, NameFault> {
        let name = self.names.schemes.get(&(group, scheme.to_owned()));
        Name::new(name.ok_or_else(|| NameFault::missing(format!("the scheme `{scheme}`")))?)
    }

    fn shouty_group(self, group: GroupId) -> Result<String, NameFault> {
        let name = shouty(&self.group(group)?.name);
        name.ok_or_else(|| NameFault::missing(format!("API {}", group.index())))
    }
}

/// Types and arguments.
impl Identifiers<'_> {
    /// The type that the accessor of an API returns; `None` for an API whose resources are methods of the client.
    pub fn entry(self, group: GroupId) -> Result<Option<ItemPath>, NameFault> {
        let Some(accessor) = self.accessor(group)? else {
            return Ok(None);
        };
        let name = Name::new(&pascal(accessor.as_str()).unwrap_or_default())?;
        Ok(Some(self.module(group)?.item(name)))
    }

    /// The struct of the required fields of another.
    pub fn required(self, id: TypeId) -> Result<ItemPath, NameFault> {
        let path = self.ty(id)?;
        let all = || self.names.types.values();
        let is_free = |name: &String| all().all(|other| other.ident != *name);
        let offered = ["Required", "RequiredFields", "Fields"];
        let mut offered = offered.iter().map(|end| format!("{}{end}", path.name));
        let name = offered.find(is_free);
        let name = name.ok_or_else(|| NameFault::missing(format!("the fields of {path}")))?;
        Ok(path.module.item(Name::new(&name)?))
    }

    /// The argument of a body, beside those of the inputs.
    pub fn body_argument(self, operation: OperationId, body: &Body) -> Result<Name, NameFault> {
        let taken = &self.operation_names(operation)?.arguments;
        let offered = match body.kind {
            BodyKind::Json => ["request", "body", "contents"],
            BodyKind::Text | BodyKind::Bytes => ["body", "contents", "request"],
        };
        let mut free = offered
            .into_iter()
            .filter(|name| taken.iter().all(|taken| taken != name));
        Name::new(free.next().unwrap_or("request"))
    }

    /// The argument of the method that opens a scope, by the scope's index in the model.
    pub fn scope_argument(self, index: usize) -> Result<Name, NameFault> {
        Name::new(&snake(&self.scope_at(index)?.id).unwrap_or_default())
    }

    /// The tests of examples of these types, in the order of the analysis.
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
