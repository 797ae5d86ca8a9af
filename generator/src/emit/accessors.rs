//! Prints the types whose methods return handles: the client, the types of APIs, and the types of scopes.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::doc_attributes;
use super::tokens::{gate, ident, item, path, path_from};
use super::uses::Uses;
use crate::plan::{
    AccessorPlan, ClientApi, ClientPlan, ClientServer, CustomPlan, EntryPlan, OpenPlan, ScopePlan,
};

pub(super) fn client(plan: &ClientPlan, uses: &mut Uses) -> Vec<TokenStream> {
    let (client_builder, core_type) = (uses.runtime("ClientBuilder"), uses.runtime("Core"));
    let from = uses.prelude("From");
    let root = root(plan, uses);
    let (docs, builder, core) = (
        doc_attributes(&plan.docs),
        doc_attributes(&plan.builder),
        doc_attributes(&plan.core),
    );
    let accessors: Vec<TokenStream> = plan
        .apis
        .iter()
        .flat_map(|api| client_api(api, &root, uses))
        .collect();
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct Client {
                core: #core_type,
            }
        },
        quote! {
            impl Client {
                #builder
                pub fn builder() -> #client_builder<Self> {
                    #client_builder::new()
                }

                #core
                #[must_use]
                pub fn core(&self) -> &#core_type {
                    &self.core
                }

                #(#accessors)*
            }
        },
        quote! {
            impl #from<#core_type> for Client {
                fn from(core: #core_type) -> Self {
                    Self { core }
                }
            }
        },
        servers(&plan.servers, uses),
    ]
}

/// Prints the list of all servers. Each server is printed as a path. An import would be unused if the Cargo feature of
/// the server is disabled.
fn servers(servers: &[ClientServer], uses: &mut Uses) -> TokenStream {
    let (client, server) = (uses.runtime("ApiClient"), uses.runtime("Server"));
    let servers = servers.iter().map(|plan| {
        let (gate, name) = (gate(plan.feature.as_slice()), ident(&plan.name));
        quote!(#gate &crate::ops::#name)
    });
    quote! {
        impl #client for Client {
            const SERVERS: &'static [&'static #server] = &[#(#servers),*];
        }
    }
}

/// Prints the runtime's type `Root`. If every use of `Root` needs a Cargo feature, an import could be unused, so its
/// path is printed instead.
fn root(plan: &ClientPlan, uses: &mut Uses) -> TokenStream {
    let is_always_used = plan.apis.iter().any(|api| match api {
        ClientApi::Entry(_) => false,
        ClientApi::Resources { resources, .. } => {
            resources.iter().any(|plan| plan.features.is_empty())
        }
    });
    if is_always_used {
        uses.runtime("Root")
    } else {
        quote!(crate::runtime::Root)
    }
}

fn client_api(api: &ClientApi, root: &TokenStream, uses: &mut Uses) -> Vec<TokenStream> {
    match api {
        ClientApi::Entry(plan) => {
            let entry = path(&plan.returns);
            let body = quote!(#entry::new(self.core.clone()));
            vec![accessor(plan, &TokenStream::new(), &entry, &body)]
        }
        ClientApi::Resources {
            custom,
            resources,
            scopes,
        } => {
            let custom = custom
                .iter()
                .map(|plan| self::custom(plan, &quote!(core), uses));
            let mut methods: Vec<TokenStream> = custom.collect();
            methods.extend(resources.iter().map(|plan| {
                let handle = path(&plan.returns);
                let body = quote!(#handle::new(#root::new(self.core.clone())));
                accessor(plan, &TokenStream::new(), &handle, &body)
            }));
            methods.extend(scopes.iter().map(|plan| open(plan, uses)));
            methods
        }
    }
}

/// Prints the method that opens a scope.
fn open(plan: &OpenPlan, uses: &mut Uses) -> TokenStream {
    let (argument, id) = (ident(&plan.argument), uses.item(&plan.id));
    let into = uses.prelude("Into");
    let scope = path(&plan.accessor.returns);
    let arguments = quote!(, #argument: impl #into<#id>);
    let body = quote!(#scope::new(self.core.clone(), &#argument.into()));
    accessor(&plan.accessor, &arguments, &scope, &body)
}

/// Prints a method that returns a handle, an API or a scope, such as `users` in `client.users().list()`.
fn accessor(
    plan: &AccessorPlan,
    arguments: &TokenStream,
    output: &TokenStream,
    body: &TokenStream,
) -> TokenStream {
    let (docs, gate) = (doc_attributes(&plan.docs), gate(&plan.features));
    let name = ident(&plan.name);
    quote! {
        #docs
        #gate
        #[must_use]
        pub fn #name(&self #arguments) -> #output {
            #body
        }
    }
}

/// Prints the method `request`, which sends a request to any path.
fn custom(plan: &CustomPlan, field: &TokenStream, uses: &mut Uses) -> TokenStream {
    let (ops, method) = (uses.add("crate", "ops"), uses.add("http", "Method"));
    let (into, string) = (uses.prelude("Into"), uses.prelude("String"));
    let builder = uses.runtime("RequestBuilder");
    let docs = doc_attributes(&plan.docs);
    let gate = gate(plan.feature.as_slice());
    let defaults = ident(&plan.defaults);
    quote! {
        #docs
        #gate
        pub fn request(&self, method: #method, path: impl #into<#string>) -> #builder {
            self.#field.custom_request(&#ops::#defaults, method, path)
        }
    }
}

/// Prints the type of an API, such as `V1` for `client.v1()`.
pub(super) fn entry(plan: &EntryPlan, uses: &mut Uses) -> Vec<TokenStream> {
    let (core, root) = (uses.runtime("Core"), uses.runtime("Root"));
    let name = item(&plan.path);
    let docs = doc_attributes(&plan.docs);
    let custom = (plan.custom.iter()).map(|plan| custom(plan, &quote!(core), uses));
    let custom: Vec<TokenStream> = custom.collect();
    let module = &plan.path.module;
    let resources = plan.resources.iter().map(|plan| {
        // The handle is printed as a path. An import would be unused if the Cargo feature of the handle is disabled.
        let handle = path_from(module, &plan.returns);
        let body = quote!(#handle::new(#root::new(self.core.clone())));
        accessor(plan, &TokenStream::new(), &quote!(#handle), &body)
    });
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct #name {
                core: #core,
            }
        },
        quote! {
            impl #name {
                pub(crate) fn new(core: #core) -> Self {
                    Self { core }
                }

                #(#custom)*

                #(#resources)*
            }
        },
    ]
}

pub(super) fn scope(plan: &ScopePlan, uses: &mut Uses) -> Vec<TokenStream> {
    let (core, scoped) = (uses.runtime("Core"), uses.runtime("Scoped"));
    let (name, id) = (item(&plan.path), uses.item(&plan.id));
    let (prefix, parameter) = (&plan.prefix, &plan.parameter);
    let docs = doc_attributes(&plan.docs);
    let custom = (plan.custom.iter()).map(|plan| custom(plan, &quote!(scope), uses));
    let custom: Vec<TokenStream> = custom.collect();
    let module = &plan.path.module;
    let resources = plan.resources.iter().map(|plan| {
        // The handle is printed as a path. An import would be unused if the Cargo feature of the handle is disabled.
        let handle = path_from(module, &plan.returns);
        let body = quote!(#handle::new(self.scope.clone()));
        accessor(plan, &TokenStream::new(), &quote!(#handle<#scoped>), &body)
    });
    vec![
        quote! {
            #docs
            #[derive(Clone, Debug)]
            pub struct #name {
                scope: #scoped,
            }
        },
        quote! {
            impl #name {
                pub(crate) fn new(core: #core, id: &#id) -> Self {
                    Self { scope: #scoped::new(core, #prefix, #parameter, id) }
                }

                #(#custom)*

                #(#resources)*
            }
        },
    ]
}
