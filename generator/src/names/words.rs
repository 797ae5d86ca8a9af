//! Derives method names from the `operationId` or the path of an operation.
//!
//! In: an operation, and the name of its resource. Out: possible method names in snake case. They may equal the names
//! of other methods.

use super::idents::snake;
use super::singular::singular;

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
/// A preposition, and the verbs to which it belongs: in `sign_in_user`, `in` belongs to `sign`.
const PHRASAL: &[(&str, &[&str])] = &[
    (
        "in",
        &[
            "check", "clock", "fill", "log", "opt", "plug", "sign", "trade",
        ],
    ),
    ("on", &["log", "sign", "switch", "turn"]),
    ("over", &["fail", "hand", "roll", "take", "turn"]),
    ("through", &["click", "pass"]),
];

/// Returns the possible method names from an `operationId`. The first names omit parts that frameworks add: the class
/// (NestJS), or the path and the HTTP method (FastAPI). The last name is the whole id.
pub(super) fn of_id(id: &str, method: &str, path: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some((class, own)) = controller(id) {
        found.extend(snake(own));
        found.extend(snake(&format!("{class} {own}")));
    }
    found.extend(without_place(id, method, path));
    found.extend(snake(id));
    found
}

/// Splits `UsersController_list` into the class `Users` and the method `list`.
fn controller(id: &str) -> Option<(&str, &str)> {
    let (class, own) = id.split_once(CONTROLLER)?;
    let own = own.strip_prefix(['_', '.', '-', '#', ':'])?;
    let own = own.trim_start_matches(':');
    (!own.is_empty()).then_some((class, own))
}

/// Removes the path and the HTTP method from the end of an id: `list_parts_api_v1_things__thing_id__parts_get` becomes
/// `list_parts`.
fn without_place(id: &str, method: &str, path: &str) -> Option<String> {
    let id_words = snake(id)?;
    let place = snake(&format!("{path} {method}"))?;
    let (place, method) = (words(&place), method.to_ascii_lowercase());
    if place.len() == 1 && !id.ends_with(&format!("__{method}")) {
        return None;
    }
    let own = words(&id_words);
    let own = own.strip_suffix(place.as_slice())?;
    snake(&own.join(" "))
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
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
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
    use super::{of_id, of_place, without_resource};

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
            of_id(id, "GET", path).first().map(String::as_str),
            Some("list_parts")
        );
        let id = "read_root__get";
        assert_eq!(
            of_id(id, "GET", "/").first().map(String::as_str),
            Some("read_root")
        );
        // An id that consists only of a path and an HTTP method is not shortened. An id that ends in an HTTP method by
        // chance is not shortened either.
        assert_eq!(of_id("things_get", "GET", "/things"), ["things_get"]);
        assert_eq!(of_id("budget_get", "GET", "/"), ["budget_get"]);
        let found = of_id("UserApiKeysController_list", "GET", "/keys");
        assert_eq!(
            found,
            [
                "list",
                "user_api_keys_list",
                "user_api_keys_controller_list"
            ]
        );
        assert_eq!(
            of_id("getController", "GET", "/controllers"),
            ["get_controller"]
        );
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
            of_place("GET", "/users/{id}/roles", "users"),
            ["get_users_by_id_roles"]
        );
        assert_eq!(of_place("GET", "/users/{id}", "type_"), ["get_users_by_id"]);
    }
}
