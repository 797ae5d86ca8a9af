//! Returns the [`Names`] of a crate as validated identifiers and paths.
//!
//! In: the model and its [`Names`]. Out: identifiers and paths. Other modules choose the names.

use super::crate_names::Names;
use super::layout::{FileNames, ModuleNames, TablePart};
use super::name::{ItemPath, ModulePath, Name, NameFault};
use super::tables::{OperationNames, Resource, TypeNames};
use crate::model::{Group, GroupId, Model, Operation, OperationId, Scope, TypeId};

/// The names of a crate, as validated identifiers and paths.
#[derive(Clone, Copy, Debug)]
pub struct Identifiers<'a> {
    pub(super) model: &'a Model,
    pub(super) names: &'a Names,
}

impl Names {
    /// Returns the names as identifiers. `model` must be the model for which the names were chosen.
    #[must_use]
    pub const fn of<'a>(&'a self, model: &'a Model) -> Identifiers<'a> {
        Identifiers { model, names: self }
    }
}

/// The names of APIs, resources and scopes.
impl<'a> Identifiers<'a> {
    /// Returns the path of an API's module.
    pub fn module(self, group: GroupId) -> Result<ModulePath, NameFault> {
        let group = self.group(group)?;
        let steps = group.module.iter().map(|name| Name::new(name));
        Ok(ModulePath::new(steps.collect::<Result<_, _>>()?))
    }

    /// Returns the path of a public module in an API. An API of events has only one public module, which is the module
    /// of the API.
    pub fn public_module(self, group: GroupId, name: Name) -> Result<ModulePath, NameFault> {
        let path = self.module(group)?;
        let is_flat = self.group(group)?.events.is_some();
        Ok(if is_flat { path } else { path.child(name) })
    }

    /// Returns the name of the client method that returns an API, such as `v2`. `None` if the API has no such method.
    pub fn accessor(self, group: GroupId) -> Result<Option<Name>, NameFault> {
        let accessor = self.group(group)?.accessor.as_deref();
        accessor.map(Name::new).transpose()
    }

    /// Returns the resources of an API, sorted by name.
    pub fn resources(self, group: GroupId) -> impl Iterator<Item = &'a Resource> {
        let all = self.names.resources.iter();
        all.filter(move |resource| resource.group == group)
    }

    /// Returns the resource to which an operation belongs.
    pub fn resource_of(self, operation: OperationId) -> Result<&'a Resource, NameFault> {
        let found = self.names.resource_of(operation);
        found.ok_or_else(|| {
            NameFault::missing(format!("the resource of operation {}", operation.index()))
        })
    }

    /// Returns the name of the method that returns a resource's handle.
    pub fn resource(self, resource: &Resource) -> Result<Name, NameFault> {
        Name::new(&resource.ident)
    }

    /// Returns the path of a resource's handle type.
    pub fn handle(self, resource: &Resource) -> Result<ItemPath, NameFault> {
        let module = self.module(resource.group)?.child(self.resource(resource)?);
        Ok(module.item(Name::new(&resource.handle)?))
    }

    /// Returns the path of a scope's type. `index` is the index of the scope in the model.
    pub fn scope(self, index: usize) -> Result<ItemPath, NameFault> {
        let scope = self.scope_at(index)?;
        let name = Name::new(&scope.type_name)?;
        Ok(self.module(scope.group)?.item(name))
    }

    /// Returns the name of the client method that opens a scope.
    pub fn scope_accessor(self, index: usize) -> Result<Name, NameFault> {
        Name::new(&self.scope_at(index)?.accessor)
    }

    /// Returns the path of a typed id, such as `crate::ids::AccountId`.
    pub fn id(self, name: &str) -> Result<ItemPath, NameFault> {
        let module = ModulePath::new(vec![Name::new("ids")?]);
        Ok(module.item(Name::new(name)?))
    }

    pub(super) fn group(self, id: GroupId) -> Result<&'a Group, NameFault> {
        let group = self.model.group(id);
        group.ok_or_else(|| NameFault::missing(format!("API {}", id.index())))
    }

    pub(super) fn scope_at(self, index: usize) -> Result<&'a Scope, NameFault> {
        let scope = self.model.scopes.get(index);
        scope.ok_or_else(|| NameFault::missing(format!("scope {index}")))
    }
}

/// The names of modules and files.
impl<'a> Identifiers<'a> {
    /// Returns the public modules of an API, sorted by name.
    pub fn modules(self, group: GroupId) -> impl Iterator<Item = &'a ModuleNames> {
        let all = self.names.modules.iter();
        all.filter(move |module| module.group == group)
    }

    /// Returns the name of a public module.
    pub fn module_name(self, module: &ModuleNames) -> Result<Name, NameFault> {
        Name::new(&module.name)
    }

    /// Returns the resource of a public module. `None` for the module of types that several resources use.
    #[must_use]
    pub fn resource_in(self, module: &ModuleNames) -> Option<&'a Resource> {
        let mut resources = self.resources(module.group);
        resources.find(|resource| resource.ident == module.name)
    }

    /// Returns the name of a file's private module. `None` for the main file of a public module.
    pub fn file_name(self, file: &FileNames) -> Result<Option<Name>, NameFault> {
        file.name.as_deref().map(Name::new).transpose()
    }
}

/// The names of types.
impl<'a> Identifiers<'a> {
    /// Returns the path of a type.
    pub fn ty(self, id: TypeId) -> Result<ItemPath, NameFault> {
        let name = Name::new(&self.type_names(id)?.ident)?;
        let def = self.model.ty(id);
        let def = def.ok_or_else(|| NameFault::missing(format!("type {}", id.index())))?;
        let module = self.public_module(def.group, self.home(id)?)?;
        Ok(module.item(name))
    }

    /// Returns the names of the fields of a struct, in the order of the model.
    pub fn fields(self, id: TypeId) -> Result<Vec<Name>, NameFault> {
        all(&self.type_names(id)?.fields)
    }

    /// Returns the names of the variants of an enum, in the order of the model.
    pub fn variants(self, id: TypeId) -> Result<Vec<Name>, NameFault> {
        all(&self.type_names(id)?.variants)
    }

    /// Returns the names of the variants of a union, in the order of the model.
    pub fn alternatives(self, id: TypeId) -> Result<Vec<Name>, NameFault> {
        all(&self.type_names(id)?.arms)
    }

    /// Returns the name of the field for additional properties.
    pub fn extra(self, id: TypeId) -> Result<Name, NameFault> {
        Name::new(&self.type_names(id)?.extra)
    }

    /// Returns the public module that contains a type.
    pub fn home(self, id: TypeId) -> Result<Name, NameFault> {
        Name::new(&self.type_names(id)?.home)
    }

    /// Returns the Cargo features that the module and the file of a type require.
    #[must_use]
    pub fn home_features(self, id: TypeId) -> Vec<&'a str> {
        for module in &self.names.modules {
            if let Some(file) = module.files.iter().find(|file| file.types.contains(&id)) {
                let features = module.feature.iter().chain(&file.feature);
                return features.map(String::as_str).collect();
            }
        }
        Vec::new()
    }

    fn type_names(self, id: TypeId) -> Result<&'a TypeNames, NameFault> {
        let names = self.names.types.get(&id);
        names.ok_or_else(|| NameFault::missing(format!("type {}", id.index())))
    }
}

/// The names of operations.
impl<'a> Identifiers<'a> {
    /// Returns the name of the method of an operation.
    pub fn method(self, operation: OperationId) -> Result<Name, NameFault> {
        Name::new(&self.operation_names(operation)?.method)
    }

    /// Returns the public id of an operation, such as `v1.accounts.create`.
    pub fn operation_id(self, operation: OperationId) -> Result<&'a str, NameFault> {
        Ok(&self.operation_names(operation)?.id)
    }

    /// Returns the names of the arguments of an operation, in the order of its inputs.
    pub fn arguments(self, operation: OperationId) -> Result<Vec<Name>, NameFault> {
        all(&self.operation_names(operation)?.arguments)
    }

    /// Returns the path of the struct of parameters. If operations share the struct, returns the path of the alias that
    /// belongs to this operation.
    pub fn params(self, operation: OperationId, ty: TypeId) -> Result<ItemPath, NameFault> {
        let shared = self.shared_params(operation)?;
        shared.map_or_else(|| self.ty(ty), Ok)
    }

    /// Returns the path of the alias that an operation has for its struct of parameters. Returns `None` if the struct
    /// itself is named after the operation.
    pub fn shared_params(self, operation: OperationId) -> Result<Option<ItemPath>, NameFault> {
        let Some(name) = self.operation_names(operation)?.params.as_deref() else {
            return Ok(None);
        };
        let resource = self.resource_of(operation)?;
        let module = self.module(resource.group)?.child(self.resource(resource)?);
        Ok(Some(module.item(Name::new(name)?)))
    }

    /// Returns the files that contain the table of operations.
    #[must_use]
    pub fn table(self) -> &'a [TablePart] {
        &self.names.table
    }

    /// Returns the module name of a file in the table of operations. `None` for the main file of the table.
    pub fn table_module(self, part: &TablePart) -> Result<Option<Name>, NameFault> {
        let module = Some(part.module.as_str()).filter(|module| !module.is_empty());
        module.map(Name::new).transpose()
    }

    /// Splits the path of a hand-written function into names: `crate::errors::v1` → `errors`, `v1`.
    pub fn path(self, path: &str) -> Result<Vec<Name>, NameFault> {
        let below = path.strip_prefix("crate::").unwrap_or(path);
        below.split("::").map(Name::new).collect()
    }

    pub(super) fn operation_names(self, id: OperationId) -> Result<&'a OperationNames, NameFault> {
        let names = self.names.operation(id);
        names.ok_or_else(|| NameFault::missing(format!("operation {}", id.index())))
    }

    pub(super) fn operation(self, id: OperationId) -> Result<&'a Operation, NameFault> {
        let operation = self.model.operation(id);
        operation.ok_or_else(|| NameFault::missing(format!("operation {}", id.index())))
    }
}

fn all(texts: &[String]) -> Result<Vec<Name>, NameFault> {
    texts.iter().map(|text| Name::new(text)).collect()
}
