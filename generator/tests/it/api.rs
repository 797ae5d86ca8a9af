//! Tests of the list of public items, which the generator creates from Rust sources.

use std::collections::BTreeMap;
use std::path::Path;

use codegen::api::{Surface, assemble, surface};
use codegen::input::FileProvider;
use codegen::load::DiskFiles;

/// Lists the public items of source files. The paths of the files are relative to `src`.
fn read(files: &[(&str, &str)]) -> Surface {
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    surface(&files.collect())
}

/// Formats each section as its title and its lines.
fn printed(surface: &Surface) -> String {
    let sections = surface.sections.iter().map(ToString::to_string);
    let all: String = sections.collect();
    all.replace("\n\n", "\n")
}

#[track_caller]
fn lists(files: &[(&str, &str)], expected: &str) {
    let found = read(files);
    assert!(found.unreadable.is_empty(), "{:?}", found.unreadable);
    assert_eq!(printed(&found), expected);
}

#[test]
fn a_struct_shows_its_public_fields_and_whether_it_has_others() {
    lists(
        &[(
            "lib.rs",
            "pub struct Open { pub size: u32, pub name: Option<String> }
             #[non_exhaustive] pub struct Growing { pub size: u32 }
             pub struct Opaque<T> { inner: T, pub(crate) other: u8 }
             pub struct Pair(pub u8, u16);
             struct Private { pub size: u32 }",
        )],
        "## crate
struct Growing [non-exhaustive]
field Growing.size: u32
struct Opaque<T> [private fields]
struct Open
field Open.size: u32
field Open.name: Option<String>
struct Pair [private fields]
field Pair.0: u8
",
    );
}

#[test]
fn an_enum_shows_its_variants_in_their_order() {
    lists(
        &[(
            "lib.rs",
            "#[non_exhaustive] pub enum Shape { Point, Circle(f64), Box { width: f64, height: f64 }, #[doc(hidden)] Never }",
        )],
        "## crate
enum Shape [non-exhaustive]
variant Shape::Point
variant Shape::Circle(f64)
variant Shape::Box { width: f64, height: f64 }
",
    );
}

#[test]
fn a_trait_shows_which_of_its_items_are_provided() {
    lists(
        &[(
            "lib.rs",
            "pub trait Page: Send + 'static { type Item: Clone; const SIZE: usize = 1; fn items(self) -> Vec<Self::Item>;
                 fn count(&self) -> Option<i64> { None } }",
        )],
        "## crate
trait Page: Send + 'static
type Page::Item: Clone
const Page::SIZE: usize [provided]
fn Page::count(&self) -> Option<i64> [provided]
fn Page::items(self) -> Vec<Self::Item>
",
    );
}

#[test]
fn functions_show_argument_names_and_bounds_on_one_line() {
    lists(
        &[(
            "lib.rs",
            "pub struct Call<T, P = ()>(T, P);
             impl<T: Clone, P> Call<T, P> {
                 pub const LIMIT: usize = 3;
                 pub fn new(
                     value: impl Into<T>,
                     (a, b): (u8, u8),
                 ) -> Self { todo!() }
                 pub async fn send<'a, F>(&'a mut self, mut work: F) -> Result<T, ()> where F: FnMut(&'a T) -> bool + Send { todo!() }
                 pub const fn size(&self) -> usize { 0 }
                 fn private(&self) {}
                 pub(crate) fn also_private(&self) {}
             }
             pub fn free(text: &'static str, list: &[&str]) -> [u8; 2] { todo!() }",
        )],
        "## crate
struct Call<T, P = ()> [private fields]
const Call::LIMIT: usize
fn Call::new(value: impl Into<T>, _: (u8, u8)) -> Self where T: Clone
async fn Call::send<'a, F>(&'a mut self, work: F) -> Result<T, ()> where T: Clone, F: FnMut(&'a T) -> bool + Send
const fn Call::size(&self) -> usize where T: Clone
fn free(text: &'static str, list: &[&str]) -> [u8; 2]
",
    );
}

#[test]
fn an_item_of_a_private_module_is_listed_where_it_is_re_exported() {
    lists(
        &[
            (
                "lib.rs",
                "pub mod runtime; pub use runtime::Call; pub mod auth;",
            ),
            (
                "runtime/mod.rs",
                "mod room; pub use self::room::{Call, inner::Deep as Shallow}; pub(crate) use room::Hidden;",
            ),
            (
                "runtime/room/mod.rs",
                "pub mod inner; pub struct Call; pub struct Hidden; pub struct Unreachable;",
            ),
            (
                "runtime/room/inner.rs",
                "use super::Call; pub struct Deep { pub call: Call, pub other: super::super::Call }",
            ),
            ("auth.rs", "pub use crate::runtime::*;"),
        ],
        "## crate
use runtime::Call
## auth
use runtime::Call
use runtime::Shallow
## runtime
struct Call
struct Shallow
field Shallow.call: Call
field Shallow.other: Call
",
    );
}

#[test]
fn re_exports_of_other_crates_are_listed_as_such() {
    lists(
        &[(
            "lib.rs",
            "pub use bytes::Bytes; pub use ::http::{Method, StatusCode as Status}; use std::fmt;",
        )],
        "## crate
use bytes::Bytes
use http::Method
use http::StatusCode as Status
",
    );
}

#[test]
fn hidden_items_are_left_out() {
    lists(
        &[(
            "lib.rs",
            "#[doc(hidden)] pub mod plumbing { pub struct Pipe; } #[doc(hidden)] pub struct Valve;
             pub struct Tap { #[doc(hidden)] pub inner: u8 } impl Tap { #[doc(hidden)] pub fn turn(&self) {} }
             #[doc(hidden)] #[macro_export] macro_rules! weld { () => {} } pub use weld;
             impl Clone for Valve { fn clone(&self) -> Self { Self } }",
        )],
        "## crate\nstruct Tap\n",
    );
}

#[test]
fn traits_are_listed_with_their_type_or_on_a_line_of_their_own() {
    lists(
        &[(
            "lib.rs",
            "use std::fmt; use std::error::Error as StdError;
             #[derive(Clone, Debug)] pub struct Id(String);
             impl fmt::Display for Id { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { Ok(()) } }
             impl From<&str> for Id { fn from(text: &str) -> Self { todo!() } }
             impl std::str::FromStr for Id { type Err = Error; fn from_str(text: &str) -> Result<Self, Error> { todo!() } }
             impl<'de> serde::Deserialize<'de> for Id {}
             pub struct Error; impl StdError for Error {}
             #[derive(Default)] pub struct List<T>(Vec<T>);
             impl<T: Clone> Iterator for List<T> { type Item = T; }
             impl<T> From<T> for List<T> {}
             pub trait Send { } impl<T: Send> Send for Vec<T> {} impl Send for [u8] {}
             mod sealed { pub trait Sealed {} } impl sealed::Sealed for Id {}
             struct Private; impl From<Private> for Id {} impl Send for Private {}
             pub type Text = std::string::String; impl Send for Text {}",
        )],
        "## crate
struct Error
impl Error: std::error::Error
struct Id [private fields]
impl Id: Clone, Debug, Deserialize, Display, From<&str>, FromStr<Err = Error>
struct List<T> [private fields]
impl<T: Clone> Iterator<Item = T> for List<T>
impl<T> From<T> for List<T>
impl List: Default
trait Send
impl<T: Send> Send for Vec<T>
impl Send for Text
impl Send for [u8]
type Text = String
",
    );
}

#[test]
fn features_are_shown_where_they_add_something() {
    lists(
        &[
            (
                "lib.rs",
                "#[cfg(feature = \"testing\")] pub mod testing; mod clock; #[cfg(any(feature = \"a\", feature = \"b\"))] mod more;
                 pub use clock::Clock; #[cfg(test)] pub struct Test; #[cfg(any())] pub struct Never;
                 #[cfg(not(feature = \"tls\"))] pub fn plain() {}",
            ),
            ("testing.rs", "pub struct Mock; impl Mock { pub fn new() -> Self { Self } }"),
            ("clock.rs", "pub struct Clock; impl Clock { #[cfg(feature = \"a\")] pub fn now(&self) {} }"),
            (
                "more.rs",
                "use crate::Clock; #[cfg(feature = \"a\")] impl From<Clock> for u8 {} impl Clone for Clock {}",
            ),
        ],
        "## crate
struct Clock
fn Clock::now(&self) [feature \"a\"]
impl Clone for Clock [feature \"a\" or feature \"b\"]
impl From<Clock> for u8 [feature \"a\"]
fn plain() [not (feature \"tls\")]
## testing [feature \"testing\"]
struct Mock
fn Mock::new() -> Self
",
    );
}

#[test]
fn what_a_macro_writes_is_listed() {
    lists(
        &[(
            "lib.rs",
            "macro_rules! id { ($($name:ident => $ty:ty),+ $(,)?) => { $(id!(@one $name, $ty);)+ };
                 (@one $name:ident, $ty:ty) => {
                     pub struct $name(pub $ty);
                     impl $name { setters! { value: $ty } }
                     impl ::std::convert::From<$crate::Other> for $name {}
                 }; }
             macro_rules! setters { ($($field:ident: $ty:ty)*) => { $(
                 pub fn $field(self, $field: impl ::std::convert::Into<$ty>) -> Self { self } )* } }
             macro_rules! endless { () => { endless!(); endless!(); } }
             pub struct Other;
             id! { UserId => u64, RoleId => Vec<u8>, }
             endless!();
             unknown_macro! { whatever }",
        )],
        "## crate
struct Other
struct RoleId
field RoleId.0: Vec<u8>
fn RoleId::value(self, value: impl Into<Vec<u8>>) -> Self
impl RoleId: From<Other>
struct UserId
field UserId.0: u64
fn UserId::value(self, value: impl Into<u64>) -> Self
impl UserId: From<Other>
",
    );
}

#[test]
fn an_addition_to_an_emitted_type_is_listed_where_it_is_written() {
    lists(
        &[
            (
                "lib.rs",
                "mod client; pub mod v2; pub use client::Client; pub mod walk;",
            ),
            (
                "walk.rs",
                "use crate::{Client, v2::User}; impl Client { pub fn walk(&self, from: User) {} }",
            ),
        ],
        "## walk\nfn Client::walk(&self, from: User)\n",
    );
}

#[test]
fn names_that_mean_two_things_are_written_in_full() {
    lists(
        &[
            (
                "lib.rs",
                "pub mod a { pub struct Plan; pub struct Request; } pub mod b { pub struct Plan; }
                 pub fn plan(one: a::Plan, two: b::Plan, sent: http::Request<std::time::Duration>, own: a::Request) {}",
            ),
        ],
        "## crate
fn plan(one: a::Plan, two: b::Plan, sent: http::Request<Duration>, own: Request)
## a
struct Plan
struct Request
## b
struct Plan
",
    );
}

#[test]
fn emitted_and_hand_written_sections_are_one_list() {
    let hand_written = read(&[(
        "lib.rs",
        "pub mod a { pub struct Mine; } pub mod c { pub struct Mine; } pub use a::Mine;",
    )]);
    let emitted = "# header\nflat line\n\n## crate\n\nstruct Client\n\n## c [feature \"c\"]\n\nstruct Theirs\n\n## b\n\nstruct Theirs\n";
    assert_eq!(
        assemble(emitted, &hand_written.sections),
        "\
# header
flat line

## crate

struct Client
use a::Mine

## a

struct Mine

## b

struct Theirs

## c [feature \"c\"]

struct Theirs
struct Mine
"
    );
}

#[test]
fn odd_input_is_reported_and_does_no_harm() {
    let found = read(&[
        (
            "lib.rs",
            "pub mod a; pub mod gone; pub use a::*; pub use self::c as d; pub use d as c; pub use super::x;",
        ),
        (
            "a.rs",
            "pub use crate::*; pub use crate::a; pub use b::b; pub use b; pub struct S; impl S<> for {}",
        ),
        ("b.rs", "pub struct Orphan;"),
    ]);
    assert_eq!(found.unreadable, ["a.rs"]);
    let found = read(&[
        (
            "lib.rs",
            "pub mod a; pub mod a; pub use a::*; pub use self::c as d; pub use d as c; pub use super::x; macro_rules! m { $ => }",
        ),
        (
            "a.rs",
            "pub use crate::*; pub use crate::a as again; pub use b::b; pub use b; pub struct S; impl crate::S {} m!();",
        ),
    ]);
    assert!(
        printed(&found).contains("\nstruct S\n"),
        "{}",
        printed(&found)
    );
    assert!(read(&[]).sections.is_empty());
}

/// Lists the public items of the hand-written sources that the generator copies into `generated/`.
fn templates() -> Surface {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let disk = DiskFiles::new(root);
    let mut files = BTreeMap::new();
    for (from, to) in [
        ("templates/runtime/src/runtime", "runtime"),
        ("templates/zoom/src/auth", "auth"),
        ("templates/zoom/src/errors", "errors"),
        ("templates/zoom/src/limits", "limits"),
        ("templates/zoom/hierarchy", "hierarchy"),
    ] {
        for path in disk.list(from).unwrap() {
            let text = String::from_utf8(disk.read(&path).unwrap()).unwrap();
            files.insert(path.replacen(from, to, 1), text);
        }
    }
    let root = "pub mod auth; mod client; pub mod errors; pub mod hierarchy; pub mod limits; pub mod runtime; pub mod v2; pub use client::Client;";
    files.insert("lib.rs".to_owned(), root.to_owned());
    surface(&files)
}

#[test]
fn the_templates_list_what_users_start_with() {
    let found = templates();
    assert!(found.unreadable.is_empty(), "{:?}", found.unreadable);
    let text = found
        .sections
        .iter()
        .map(ToString::to_string)
        .collect::<String>();
    let missing: Vec<&str> = [
        "struct ClientBuilder<C> [private fields]",
        "fn ClientBuilder::auth(self, authorizer: impl Authorize) -> Self",
        "fn ClientBuilder::build(self) -> Result<C> where C: ApiClient",
        "fn ClientBuilder::timeout(self, timeout: Duration) -> Self",
        "struct Call<T, P = (), S = ()> [private fields]",
        "struct Error [private fields]",
        "fn Error::new(kind: ErrorKind, message: impl Into<String>) -> Self",
        "enum ErrorKind [non-exhaustive]",
        "variant ErrorKind::RateLimited",
        "struct RateLimiter [private fields]",
        "fn Bearer::new(token: impl Into<Secret>) -> Self",
        "fn Basic::new(user: impl Into<String>, password: impl Into<Secret>) -> Self",
        "fn File::new(name: impl Into<String>, contents: impl Into<Body>) -> Self",
        "fn PageToken::new(text: impl Into<String>) -> Self",
        "variant Patch::Set(T)",
        "fn RetryPolicy::",
        "fn ServerToServer::new(account_id: impl Into<String>, client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self",
        "struct MockTransport [private fields]",
        "fn MockTransport::reply(self, status: u16, json: impl Into<Json>) -> Self",
        "trait Transport: Send + Sync + Debug + 'static",
        "fn Client::for_each_sub_account<T, F, W>(&self, ",
        "fn Tree::new() -> Self",
        "use bytes::Bytes",
        "use http::Method",
    ]
    .into_iter()
    .filter(|line| !text.contains(line))
    .collect();
    assert!(missing.is_empty(), "{missing:#?}\n{text}");
    let testing = found
        .sections
        .iter()
        .find(|section| section.path == "runtime::testing");
    let conditions = testing.map(|section| section.conditions.clone());
    assert_eq!(conditions.unwrap_or_default(), ["feature \"test-util\""]);
}

#[test]
fn no_line_of_the_templates_stands_twice_or_lacks_an_argument_name() {
    for section in templates().sections {
        let mut lines: Vec<String> = section.lines.iter().map(ToString::to_string).collect();
        for line in &lines {
            assert!(!line.contains("(_:") && !line.contains(", _:"), "{line}");
            assert!(!line.contains('\n') && !line.contains("  "), "{line}");
        }
        let count = lines.len();
        lines.sort();
        lines.dedup();
        assert_eq!(lines.len(), count, "{}", section.path);
    }
}
