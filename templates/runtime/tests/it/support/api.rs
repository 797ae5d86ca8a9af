//! A small API in exactly the shape of emitted code: what this file needs to compile is what the runtime owes the generator.

#![cfg_attr(
    not(all(feature = "reqwest", feature = "test-util")),
    allow(
        dead_code,
        reason = "tests that need a feature are left out without it"
    )
)]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::runtime::{
    Call, ClientBuilder, Core, Date, JsonMap, ListStyle, Method, Page, Params, Patch, PathEncoding,
    Request, RequestBuilder, Root, Scope, Scoped, Secret, Timestamp, UnknownValue,
    deserialize_lenient, integer_value, string_id, string_value,
};

pub(crate) mod ops {
    use crate::runtime::{
        Failure, Method, Operation, Pagination, ParamLocation, ResponseHead, Safety, Scheme,
        SchemeKind, Server,
    };

    pub(crate) static V1: Server = Server::new("v1", "https://api.example.com/v1")
        .failure_reader(read_v1)
        .request_id_header("x-trackingid");
    pub(crate) static V2: Server =
        Server::new("v2", "https://api.example.com/v2").request_id_header("x-trackingid");

    pub(crate) static API_KEY: Scheme = Scheme::new(
        "api_key",
        SchemeKind::ApiKey {
            location: ParamLocation::Form,
            name: "api_key",
        },
    );
    pub(crate) static API_SECRET: Scheme = Scheme::new(
        "api_secret",
        SchemeKind::ApiKey {
            location: ParamLocation::Form,
            name: "api_secret",
        },
    );
    pub(crate) static OAUTH: Scheme = Scheme::new("oauth", SchemeKind::OAuth2);

    pub(crate) static TOKEN_PAGES: Pagination =
        Pagination::token("next_page_token", "page_size", 300);
    pub(crate) static NUMBER_PAGES: Pagination = Pagination::number("page_number", "page_size", 0);
    pub(crate) static V1_PAGES: Pagination =
        Pagination::number("page_number", "page_size", 100).in_form();

    pub(crate) static V1_ACCOUNTS_CREATE: Operation =
        Operation::new("v1.accounts.create", Method::POST, "/ma/account/create")
            .operation_id("accountCreate")
            .server(&V1)
            .security(&[&[&API_KEY, &API_SECRET]]);
    pub(crate) static V1_ACCOUNTS_LIST: Operation =
        Operation::new("v1.accounts.list", Method::POST, "/ma/account/list")
            .operation_id("accountList")
            .server(&V1)
            .security(&[&[&API_KEY, &API_SECRET]])
            .safety(Safety::Safe)
            .pagination(&V1_PAGES)
            .scopes(&["account:read:admin"])
            .rate_limit("light")
            .deprecated();
    pub(crate) static ACCOUNTS_GET: Operation =
        Operation::new("accounts.get", Method::GET, "/accounts/{accountId}")
            .server(&V2)
            .security(&[&[&OAUTH]])
            .scope_native();
    pub(crate) static USERS_LIST: Operation = Operation::new("users.list", Method::GET, "/users")
        .server(&V2)
        .security(&[&[&OAUTH]])
        .safety(Safety::Safe)
        .pagination(&TOKEN_PAGES)
        .scope_mirrored();
    pub(crate) static GROUPS_LIST: Operation =
        Operation::new("groups.list", Method::GET, "/groups")
            .server(&V2)
            .security(&[&[&OAUTH]])
            .pagination(&NUMBER_PAGES);
    pub(crate) static USERS_GET: Operation =
        Operation::new("users.get", Method::GET, "/users/{userId}")
            .server(&V2)
            .security(&[&[&OAUTH]])
            .safety(Safety::Safe)
            .scope_mirrored();
    pub(crate) static USERS_UPDATE: Operation =
        Operation::new("users.update", Method::PATCH, "/users/{userId}")
            .server(&V2)
            .security(&[&[&OAUTH]])
            .scope_mirrored();
    pub(crate) static STATUS_GET: Operation =
        Operation::new("status.get", Method::GET, "/status").server(&V2);
    pub(crate) static ALL: &[&Operation] = &[
        &V1_ACCOUNTS_CREATE,
        &V1_ACCOUNTS_LIST,
        &ACCOUNTS_GET,
        &USERS_LIST,
        &GROUPS_LIST,
        &USERS_GET,
        &USERS_UPDATE,
        &STATUS_GET,
    ];

    /// The sample's v1 reports failures in an object `error`, also with HTTP 200.
    fn read_v1(_: &ResponseHead, body: &[u8]) -> Option<Failure> {
        let body: serde_json::Value = serde_json::from_slice(body).ok()?;
        let error = body.get("error")?;
        let message = error.get("message")?.as_str()?;
        Some(
            Failure::new()
                .code(error.get("code")?.to_string())
                .message(message),
        )
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Client {
    core: Core,
}

impl From<Core> for Client {
    fn from(core: Core) -> Self {
        Self { core }
    }
}

impl Client {
    pub(crate) fn builder() -> ClientBuilder<Self> {
        ClientBuilder::new()
    }

    pub(crate) fn accounts(&self) -> Accounts {
        Accounts {
            scope: Root::new(self.core.clone()),
        }
    }

    pub(crate) fn users(&self) -> Users {
        Users {
            scope: Root::new(self.core.clone()),
        }
    }

    pub(crate) fn sub_account(&self, account_id: impl Into<AccountId>) -> SubAccount {
        let account_id = account_id.into();
        SubAccount {
            scope: Scoped::new(
                self.core.clone(),
                "/accounts/{accountId}",
                "accountId",
                &account_id,
            ),
        }
    }

    pub(crate) fn request(&self, method: Method, path: impl Into<String>) -> RequestBuilder {
        self.core.custom_request(&ops::USERS_LIST, method, path)
    }

    /// As [`Client::request`], to the server that reports failures with any status.
    pub(crate) fn request_v1(&self, method: Method, path: impl Into<String>) -> RequestBuilder {
        self.core
            .custom_request(&ops::V1_ACCOUNTS_LIST, method, path)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct SubAccount {
    scope: Scoped,
}

impl SubAccount {
    pub(crate) fn users(&self) -> Users<Scoped> {
        Users {
            scope: self.scope.clone(),
        }
    }

    pub(crate) fn get(&self) -> Call<Account> {
        self.scope.request(&ops::ACCOUNTS_GET).json()
    }

    pub(crate) fn status(&self) -> Call<()> {
        self.scope.request(&ops::STATUS_GET).empty()
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Accounts<S = Root> {
    scope: S,
}

impl<S: Scope> Accounts<S> {
    pub(crate) fn create_v1(&self, request: &AccountCreate) -> Call<Account> {
        self.scope
            .request(&ops::V1_ACCOUNTS_CREATE)
            .params(request)
            .json()
    }

    pub(crate) fn list_v1(&self) -> Call<AccountPage> {
        self.scope.request(&ops::V1_ACCOUNTS_LIST).json()
    }

    pub(crate) fn delete_v1(&self, account_id: impl Into<AccountId>) -> Call<()> {
        self.scope
            .request(&ops::V1_ACCOUNTS_CREATE)
            .modify(|to| to.form("account_id", &account_id.into()))
            .empty()
    }

    pub(crate) fn get(&self, account_id: impl Into<AccountId>) -> Call<Account> {
        self.scope
            .request(&ops::ACCOUNTS_GET)
            .path("accountId", &account_id.into())
            .json()
    }

    pub(crate) fn status(&self) -> Call<String> {
        self.scope.request(&ops::STATUS_GET).text()
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Users<S = Root> {
    scope: S,
}

impl<S: Scope> Users<S> {
    pub(crate) fn list(&self) -> Call<UserPage, UserListParams> {
        self.scope.request(&ops::USERS_LIST).json()
    }

    pub(crate) fn groups(&self) -> Call<GroupPage> {
        self.scope.request(&ops::GROUPS_LIST).json()
    }

    pub(crate) fn get(&self, user_id: impl Into<UserId>) -> Call<User> {
        self.scope
            .request(&ops::USERS_GET)
            .path("userId", &user_id.into())
            .json()
    }

    pub(crate) fn get_twice_encoded(&self, user_id: impl Into<UserId>) -> Call<User> {
        let request = self.scope.request(&ops::USERS_GET);
        request
            .path_encoded("userId", &user_id.into(), PathEncoding::DoubleWhenSlash)
            .json()
    }

    pub(crate) fn update(&self, user_id: impl Into<UserId>, request: &UserUpdate) -> Call<()> {
        self.scope
            .request(&ops::USERS_UPDATE)
            .path("userId", &user_id.into())
            .json_body(request)
            .empty()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct AccountId(String);

string_id!(AccountId);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct UserId(String);

string_id!(UserId);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub(crate) enum PayMode {
    Sub,
    Master,
    Unknown(UnknownValue),
}

impl PayMode {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Sub => "sub",
            Self::Master => "master",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

impl From<&str> for PayMode {
    fn from(text: &str) -> Self {
        match text {
            "sub" => Self::Sub,
            "master" => Self::Master,
            _ => Self::Unknown(UnknownValue::from(text)),
        }
    }
}

string_value!(PayMode);

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub(crate) enum UserType {
    Basic,
    Licensed,
    Unknown(UnknownValue),
}

impl UserType {
    pub(crate) fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Basic => Some(1),
            Self::Licensed => Some(2),
            Self::Unknown(value) => value.as_i64(),
        }
    }
}

impl From<i64> for UserType {
    fn from(number: i64) -> Self {
        match number {
            1 => Self::Basic,
            2 => Self::Licensed,
            _ => Self::Unknown(UnknownValue::from(number)),
        }
    }
}

integer_value!(UserType);

#[derive(Clone, Debug, Default)]
pub(crate) struct AccountCreate {
    pub(crate) email: String,
    pub(crate) password: Secret,
    pub(crate) pay_mode: Option<PayMode>,
    pub(crate) enable_share_rc: Option<bool>,
    pub(crate) share_rc: Option<Vec<String>>,
    pub(crate) plan_base: Option<BTreeMap<String, i64>>,
    pub(crate) note: Option<String>,
}

impl Params for AccountCreate {
    fn apply(&self, to: &mut Request) {
        to.form("email", &self.email);
        to.form("password", &self.password);
        to.form("pay_mode", &self.pay_mode);
        to.form("enable_share_rc", &self.enable_share_rc);
        to.form_list("share_rc", &self.share_rc, ListStyle::Comma);
        to.form_json("plan_base", &self.plan_base);
        to.form_json("note", &self.note);
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct UserListParams {
    pub(crate) kind: Option<UserType>,
    pub(crate) from: Option<Date>,
    pub(crate) ids: Vec<UserId>,
    pub(crate) roles: Vec<String>,
    pub(crate) page_size: Option<i64>,
}

impl Params for UserListParams {
    fn apply(&self, to: &mut Request) {
        to.query("type", &self.kind);
        to.query("from", &self.from);
        to.query("id", &self.ids);
        to.query_list("roles", &self.roles, ListStyle::Pipe);
        to.query("page_size", &self.page_size);
    }
}

#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct UserUpdate {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub(crate) dept: Patch<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pin: Option<Secret>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) created_at: Option<Timestamp>,
    #[serde(
        default,
        deserialize_with = "deserialize_lenient",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) seats: Option<i64>,
    #[serde(flatten)]
    pub(crate) extra: JsonMap,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct User {
    pub(crate) id: UserId,
    #[serde(rename = "type", default)]
    pub(crate) kind: Option<UserType>,
}

macro_rules! page {
    ($name:ident, $wire:literal, $item:ty) => {
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        pub(crate) struct $name {
            #[serde(rename = $wire, default)]
            pub(crate) items: Vec<$item>,
            #[serde(default)]
            pub(crate) next_page_token: Option<String>,
            #[serde(default, deserialize_with = "deserialize_lenient")]
            pub(crate) page_number: Option<i64>,
            #[serde(default, deserialize_with = "deserialize_lenient")]
            pub(crate) page_count: Option<i64>,
        }

        impl Page for $name {
            type Item = $item;

            fn into_items(self) -> Vec<$item> {
                self.items
            }

            fn next_token(&self) -> Option<&str> {
                self.next_page_token.as_deref()
            }

            fn page_number(&self) -> Option<i64> {
                self.page_number
            }

            fn page_count(&self) -> Option<i64> {
                self.page_count
            }
        }
    };
}

page!(UserPage, "users", User);
page!(GroupPage, "groups", i64);
page!(AccountPage, "accounts", Account);
