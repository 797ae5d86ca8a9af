//! Derives method names from the `operationId` or the path of an operation.
//!
//! In: an operation, and the name of its resource. Out: possible method names in snake case. They may equal the names
//! of other methods.

use super::idents::{snake, snake_words};
use super::singular::singular;
use crate::text::own_segments;

/// The word that NestJS adds to the class name in an `operationId`: `UsersController_list`.
const CONTROLLER: &str = "Controller";
/// Articles. An article is dropped together with the noun after it.
const ARTICLES: &[&str] = &["a", "an", "the"];
/// Prepositions. A preposition is dropped together with the noun after it.
const PREPOSITIONS: &[&str] = &[
    "about", "across", "along", "among", "as", "at", "for", "from", "in", "inside", "into", "of",
    "on", "onto", "over", "through", "to", "toward", "towards", "under", "upon", "via", "within",
];
/// Words after which a noun is kept. For example, `find_by_tag` keeps `tag`, even if the resource is `tags`.
const BINDING: &[&str] = &[
    "after", "and", "before", "between", "by", "except", "like", "not", "or", "per", "since",
    "than", "until", "versus", "vs", "with", "without",
];
/// Prepositions that are also nouns: `get_about`, `add_like`.
const NOUNS: &[&str] = &["about", "like"];
/// A preposition, and the verbs to which it belongs: in `sign_in_user`, `in` belongs to `sign`.
const PHRASAL: &[(&str, &[&str])] = &[
    (
        "in",
        &[
            "check", "clock", "fill", "log", "opt", "plug", "sign", "trade",
        ],
    ),
    ("as", &["run", "save"]),
    ("by", &["filter", "group", "order", "sort"]),
    ("on", &["add", "log", "sign", "switch", "turn"]),
    ("over", &["fail", "hand", "roll", "take", "turn"]),
    ("through", &["click", "pass"]),
];

/// Returns the possible method names from an `operationId`. The first names omit parts that frameworks add: the class
/// (NestJS), or the path and the HTTP method (FastAPI). The last name is the whole id.
pub(super) fn of_id(id: &str, method: &str, path: &str, server: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some((class, own)) = controller(id) {
        found.extend(without_version(own).and_then(snake));
        found.extend(snake(own));
        found.extend(snake(&format!("{class} {own}")));
    }
    found.extend(without_place(id, method, path, server));
    found.extend(snake(id));
    found
}

/// Removes the version that NestJS adds to the id of an operation with a version: `findAll_v2`.
fn without_version(own: &str) -> Option<&str> {
    let (own, version) = own.rsplit_once("_v")?;
    let is_number = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && !own.is_empty()).then_some(own)
}

/// Splits `UsersController_list` into the class `Users` and the method `list`.
fn controller(id: &str) -> Option<(&str, &str)> {
    let (class, own) = id.split_once(CONTROLLER)?;
    let own = own.strip_prefix(['_', '.', '-', '#', ':'])?;
    let own = own.trim_start_matches(':');
    (!own.is_empty()).then_some((class, own))
}

/// Removes the path and the HTTP method from the end of an id: `list_parts_api_v1_things__thing_id__parts_get` becomes
/// `list_parts`. The path in the id can also start with the path of the server, or lack a prefix such as `/api/v1`.
fn without_place(id: &str, method: &str, path: &str, server: &str) -> Option<String> {
    let method = method.to_ascii_lowercase();
    let all = snake_words(id);
    let without = |place: &str| {
        let place = snake_words(&format!("{place} {method}"));
        if place.len() == 1 && !id.ends_with(&format!("__{method}")) {
            return None;
        }
        let own = all.strip_suffix(place.as_slice())?;
        snake(&own.join(" "))
    };
    without(&format!("{} {path}", path_of(server)))
        .or_else(|| without(path))
        .or_else(|| without(&own_segments(path).join("/")))
}

/// Returns the path of a URL.
fn path_of(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    let start = after.find('/').unwrap_or(after.len());
    after.get(start..).unwrap_or_default()
}

/// Whether a name ends in a word that needs another word after it, such as `list_for`. The name of a phrasal verb, such as
/// `sign_in`, does not.
pub(super) fn is_dangling(name: &str) -> bool {
    let all = words(name);
    match all.as_slice() {
        [.., before, last] => {
            let is_open = |list: &[&str]| list.contains(last);
            (is_open(ARTICLES) || is_open(PREPOSITIONS) || is_open(BINDING))
                && !is_open(NOUNS)
                && !is_phrasal(before, last)
        }
        _ => false,
    }
}

/// Removes `api` and a version from the start or the end of a resource's name: `api20100401_conference` → `conference`.
/// Returns `None` if nothing is removed, or if nothing remains.
pub(super) fn plain_resource(resource: &str) -> Option<String> {
    let all = words(resource);
    let is_noise = |word: &&&str| {
        let rest = word.strip_prefix("api").unwrap_or(word);
        let rest = rest.strip_prefix('v').unwrap_or(rest);
        rest.len() < word.len() && rest.bytes().all(|byte| byte.is_ascii_digit())
    };
    let start = all.iter().take_while(is_noise).count();
    let end = all.len() - all.iter().rev().take_while(is_noise).count();
    let kept = all.get(start..end)?;
    (!kept.is_empty() && kept.len() < all.len()).then(|| kept.join("_"))
}

/// Removes the name of the resource from a method name, and the prepositions and articles before it. Returns `None` if
/// the remaining words cannot be a name.
pub(super) fn without_resource(name: &str, resource: &str) -> Option<String> {
    let all = words(name);
    let of_resource = words(resource).len();
    let one = singular(resource.trim_matches('_'));
    let is_resource = |start: usize| {
        let run = all.get(start..start + of_resource);
        run.is_some_and(|run| singular(&run.join("_")) == one)
    };
    let mut kept: Vec<&str> = Vec::new();
    let mut start = 0;
    while let Some(word) = all.get(start) {
        let next = all.get(start + of_resource).copied().unwrap_or_default();
        let is_bound =
            kept.last().is_some_and(|last| BINDING.contains(last)) || ["and", "or"].contains(&next);
        if is_resource(start) && !is_bound {
            drop_articles(&mut kept);
            if is_end_of_phrase(next) {
                drop_prepositions(&mut kept);
            }
            start += of_resource;
        } else {
            kept.push(word);
            start += 1;
        }
    }
    let is_small = |word: &&str| PREPOSITIONS.contains(word) || BINDING.contains(word);
    let first = kept.first()?;
    (!is_small(first)).then(|| snake(&kept.join(" ")))?
}

/// Removes the name of the resource from a method name, if the name starts with the resource, or with a word before it.
pub(super) fn without_resource_after_verb(name: &str, resource: &str) -> Option<String> {
    let all = words(name);
    let of_resource = words(resource).len();
    let is_there = |start: usize| {
        let run = all.get(start..start + of_resource);
        run.is_some_and(|run| singular(&run.join("_")) == singular(resource))
    };
    (is_there(0) || is_there(1)).then(|| without_resource(name, resource))?
}

/// Whether a phrase ends before the word `next`. In `in_user_for_…`, the phrase `in_user` ends before `for`. In
/// `in_user_settings`, it does not end before `settings`.
fn is_end_of_phrase(next: &str) -> bool {
    next.is_empty() || PREPOSITIONS.contains(&next) || BINDING.contains(&next)
}

fn drop_articles(kept: &mut Vec<&str>) {
    while kept.last().is_some_and(|last| ARTICLES.contains(last)) {
        kept.pop();
    }
}

fn drop_prepositions(kept: &mut Vec<&str>) {
    while let [.., before, last] = kept.as_slice()
        && (PREPOSITIONS.contains(last) || ARTICLES.contains(last))
        && !is_phrasal(before, last)
    {
        kept.pop();
    }
}

fn is_phrasal(verb: &str, preposition: &str) -> bool {
    let mut known = PHRASAL.iter().filter(|(known, _)| *known == preposition);
    known.any(|(_, verbs)| verbs.contains(&verb))
}

/// Returns the possible method names from the HTTP method and the path. The first name omits the path up to the
/// resource: `GET /users/{id}` → `get_by_id`.
pub(super) fn of_place(method: &str, path: &str, resource: &str) -> Vec<String> {
    let method = method.to_ascii_lowercase();
    let one = singular(resource.trim_matches('_'));
    let segments = own_segments(path);
    let is_resource =
        |part: &&str| snake(part).is_some_and(|part| singular(part.trim_matches('_')) == one);
    let is_placeholder = |part: &&str| part.contains('{');
    let position = segments.iter().position(is_resource);
    let rest = position.and_then(|position| segments.get(position + 1..));
    // For `/users/{id}/roles`, the name `get_by_id_roles` does not show whose roles are returned.
    let is_clear =
        |rest: &&[&str]| rest.iter().all(&is_placeholder) || !rest.iter().any(&is_placeholder);
    let named = |parts: &[&str]| {
        let parts = parts.join(" ").replace('{', " by ");
        snake(&format!("{method} {parts}"))
    };
    let short = rest.filter(is_clear).and_then(named);
    short.into_iter().chain(named(&segments)).collect()
}

fn words(name: &str) -> Vec<&str> {
    name.split('_').filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_dangling, of_id, of_place, plain_resource, without_resource};

    fn short(name: &str, resource: &str) -> String {
        without_resource(name, resource).unwrap_or_default()
    }

    #[test]
    fn no_preposition_or_article_loses_its_object() {
        assert_eq!(short("update_a_link", "links"), "update");
        assert_eq!(short("add_contact_to_account", "accounts"), "add_contact");
        assert_eq!(short("add_to_the_account", "accounts"), "add");
        assert_eq!(
            short("flows_export_flow_as_admin", "admin"),
            "flows_export_flow"
        );
        assert_eq!(
            short("list_files_in_folder_for_user", "folders"),
            "list_files_for_user"
        );
        assert_eq!(short("list_all_of_the_users", "users"), "list_all");
    }

    #[test]
    fn a_preposition_with_another_object_stays() {
        assert_eq!(
            short("list_items_in_account_folder", "accounts"),
            "list_items_in_folder"
        );
        assert_eq!(short("find_pets_by_status", "pet"), "find_by_status");
        assert_eq!(short("sign_in_user", "users"), "sign_in");
        assert_eq!(short("user_sign_in", "users"), "sign_in");
    }

    #[test]
    fn a_noun_stays_where_the_name_would_mean_something_else() {
        assert_eq!(short("find_item_by_tag", "tags"), "find_item_by_tag");
        assert_eq!(short("get_user_and_roles", "users"), "get_user_and_roles");
        assert_eq!(short("users", "users"), "");
        assert_eq!(short("for_user", "users"), "");
    }

    #[test]
    fn a_resource_of_several_words_is_cut_as_a_whole() {
        assert_eq!(short("api_operations_list", "api_operations"), "list");
        assert_eq!(short("get_api_operation", "api_operations"), "get");
        assert_eq!(short("list_api_keys", "api_operations"), "list_api_keys");
    }

    #[test]
    fn the_place_and_the_class_that_frameworks_add_are_cut() {
        let path = "/api/v1/things/{thing_id}/parts";
        let id = "list_parts_api_v1_things__thing_id__parts_get";
        assert_eq!(
            of_id(id, "GET", path, "").first().map(String::as_str),
            Some("list_parts")
        );
        let id = "read_root__get";
        assert_eq!(
            of_id(id, "GET", "/", "").first().map(String::as_str),
            Some("read_root")
        );
        // An id that consists only of a path and an HTTP method is not shortened. An id that ends in an HTTP method by
        // chance is not shortened either.
        assert_eq!(of_id("things_get", "GET", "/things", ""), ["things_get"]);
        assert_eq!(of_id("budget_get", "GET", "/", ""), ["budget_get"]);
        let found = of_id("UserApiKeysController_list", "GET", "/keys", "");
        assert_eq!(
            found,
            [
                "list",
                "user_api_keys_list",
                "user_api_keys_controller_list"
            ]
        );
        assert_eq!(
            of_id("getController", "GET", "/controllers", ""),
            ["get_controller"]
        );
    }

    #[test]
    fn the_place_in_an_id_may_have_another_prefix_than_the_path() {
        for (id, path, server) in [
            ("list_api_v1_tags_get", "/tags", "https://x.example/api/v1"),
            ("list_tags_get", "/api/v1/tags", ""),
            ("list_2fa_tags_get", "/2fa/tags", ""),
        ] {
            let found = of_id(id, "GET", path, server);
            assert_eq!(found.first().map(String::as_str), Some("list"), "{id}");
        }
        assert_eq!(
            of_id("UsersController_find_v2", "GET", "/v2", "")[0],
            "find"
        );
    }

    #[test]
    fn a_name_that_ends_in_an_open_word_is_dangling() {
        for name in [
            "get_by",
            "list_for",
            "create_a",
            "list_in",
            "find_all_of_the",
        ] {
            assert!(is_dangling(name), "{name}");
        }
        for name in ["sign_in", "hand_over", "get", "in", "list_forms", "log_on"] {
            assert!(!is_dangling(name), "{name}");
        }
    }

    #[test]
    fn a_version_is_not_part_of_the_name_of_a_resource() {
        for (resource, plain) in [
            ("api20100401_conference", Some("conference")),
            ("users_api", Some("users")),
            ("v2_tags", Some("tags")),
            ("api_keys", Some("keys")),
            ("api", None),
            ("vendors", None),
        ] {
            assert_eq!(plain_resource(resource).as_deref(), plain, "{resource}");
        }
    }

    #[test]
    fn an_operation_without_an_id_is_named_by_its_place() {
        assert_eq!(
            of_place("POST", "/system/restart", "system")
                .first()
                .map(String::as_str),
            Some("post_restart")
        );
        assert_eq!(
            of_place("GET", "/api/v1/users/{id}", "users")
                .first()
                .map(String::as_str),
            Some("get_by_id")
        );
        assert_eq!(
            of_place("GET", "/rest/2.0/users/{id}/roles", "users"),
            ["get_users_by_id_roles"]
        );
        assert_eq!(of_place("GET", "/users/{id}", "type_"), ["get_users_by_id"]);
    }
}
