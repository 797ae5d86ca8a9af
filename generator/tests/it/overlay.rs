//! Tests of overlays: the changed documents, and the diagnostics of invalid overlays.

use codegen::diag::{Code, Diagnostics, Severity};
use codegen::load::load_text;
use codegen::overlay::{Literal, StepKind, Target, apply_overlay};
use codegen::source::{Node, Pointer, Sources};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: T, version: '1'}
tags:
  - name: a
  - name: b
paths:
  /users:
    get:
      parameters:
        - {name: size, in: query}
        - {name: page, in: query}
      summary: Lists
  /users/{id}:
    get: {summary: Gets}
";

struct Applied {
    root: Node,
    sources: Sources,
    diagnostics: Diagnostics,
}

impl Applied {
    fn at(&self, pointer: &str) -> Option<&Node> {
        self.root.at(&Pointer::parse(pointer).unwrap())
    }

    fn text(&self, pointer: &str) -> Option<&str> {
        self.at(pointer).and_then(Node::as_str)
    }

    fn codes(&self) -> Vec<Code> {
        self.diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code)
            .collect()
    }

    /// Formats the first location of each diagnostic as `path:line:column label`.
    fn places(&self) -> Vec<String> {
        self.diagnostics
            .iter()
            .map(|diagnostic| {
                let label = &diagnostic.labels[0];
                let place = self.sources.line_column(label.span);
                let path = self.sources.path(label.span.source);
                format!("{path}:{}:{} {}", place.line, place.column, label.text)
            })
            .collect()
    }

    fn helps(&self) -> Vec<&str> {
        self.diagnostics
            .iter()
            .filter_map(|diagnostic| diagnostic.help.as_deref())
            .collect()
    }

    fn marked(&self) -> &str {
        let span = self.diagnostics.iter().next().unwrap().labels[0].span;
        &self.sources.file(span.source).unwrap().text[span.start..span.end]
    }
}

fn apply_text(overlay: &str) -> Applied {
    let mut sources = Sources::default();
    let mut diagnostics = Diagnostics::default();
    let mut root = load_text(DOCUMENT, "spec.yaml", &mut sources, &mut diagnostics).unwrap();
    let overlay = load_text(overlay, "overlay.yaml", &mut sources, &mut diagnostics).unwrap();
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    apply_overlay(&mut root, &overlay, &sources, &mut diagnostics);
    Applied {
        root,
        sources,
        diagnostics,
    }
}

/// Applies an overlay with these actions. Each line of `actions` has an indentation of at least two spaces.
fn apply(actions: &str) -> Applied {
    apply_text(&format!(
        "overlay: 1.0.0\ninfo: {{title: O, version: '1'}}\nactions:\n{actions}"
    ))
}

fn clean(actions: &str) -> Applied {
    let applied = apply(actions);
    assert!(applied.diagnostics.is_empty(), "{:?}", applied.diagnostics);
    applied
}

#[test]
fn an_update_merges_maps_and_keeps_what_it_does_not_name() {
    let applied = clean(
        "  - target: $\n    reason: r\n    update:\n      info: {title: New, contact: {name: N}}\n      x-a: 1\n",
    );
    assert_eq!(applied.text("/info/title"), Some("New"));
    assert_eq!(applied.text("/info/version"), Some("1"));
    assert_eq!(applied.text("/info/contact/name"), Some("N"));
    assert!(applied.at("/x-a").is_some());
}

#[test]
fn what_an_overlay_writes_stands_in_the_overlay_and_the_rest_in_the_document() {
    let applied = clean("  - target: $.info\n    reason: r\n    update: {title: New}\n");
    let path = |pointer| {
        applied
            .sources
            .path(applied.at(pointer).unwrap().span.source)
    };
    assert_eq!(path("/info/title"), "overlay.yaml");
    assert_eq!(path("/info/version"), "spec.yaml");
    assert_eq!(path("/info"), "spec.yaml");
    let info = applied.at("/info").unwrap().as_map().unwrap();
    assert_eq!(
        applied.sources.path(info.key_span("title").unwrap().source),
        "overlay.yaml"
    );
}

#[test]
fn an_update_of_a_list_appends_one_entry_or_the_entries_of_a_list() {
    let applied = clean(
        "  - {target: $.tags, reason: r, update: {name: c}}\n  - {target: $.tags, reason: r, update: [{name: d}, {name: e}]}\n",
    );
    let names: Vec<_> = applied
        .at("/tags")
        .unwrap()
        .as_list()
        .unwrap()
        .iter()
        .filter_map(|tag| tag.text("name"))
        .collect();
    assert_eq!(names, ["a", "b", "c", "d", "e"]);
}

#[test]
fn a_list_within_an_update_is_appended_and_entries_that_are_there_are_not_doubled() {
    let applied = clean("  - {target: $, reason: r, update: {tags: [{name: b}, {name: c}]}}\n");
    assert_eq!(applied.at("/tags").unwrap().as_list().unwrap().len(), 3);
}

#[test]
fn a_value_of_another_kind_is_replaced() {
    let applied = clean("  - {target: $, reason: r, update: {tags: none}}\n");
    assert_eq!(applied.text("/tags"), Some("none"));
}

#[test]
fn remove_takes_out_members_and_entries_even_several_of_one_list() {
    let applied = clean(
        "  - {target: '$.tags[*]', reason: r, remove: true}\n  - {target: $.info.title, reason: r, remove: true}\n",
    );
    assert_eq!(applied.at("/tags").unwrap().as_list().unwrap().len(), 0);
    assert!(applied.at("/info/title").is_none());
}

#[test]
fn later_actions_see_what_earlier_ones_did() {
    let applied = clean(
        "  - {target: $, reason: r, update: {components: {}}}\n  - {target: $.components, reason: r, update: {schemas: {A: {}}}}\n",
    );
    assert!(applied.at("/components/schemas/A").is_some());
}

#[test]
fn a_wildcard_and_a_filter_select_all_that_fit() {
    let applied = clean(
        "  - {target: '$.paths.*.get', reason: r, update: {x-mirror: true}}\n  \
         - {target: \"$.paths['/users'].get.parameters[?(@.name == 'page')]\", reason: r, update: {required: true}}\n",
    );
    assert!(applied.at("/paths/~1users/get/x-mirror").is_some());
    assert!(applied.at("/paths/~1users~1{id}/get/x-mirror").is_some());
    assert!(
        applied
            .at("/paths/~1users/get/parameters/1/required")
            .is_some()
    );
    assert!(
        applied
            .at("/paths/~1users/get/parameters/0/required")
            .is_none()
    );
}

#[test]
fn targets_are_read_in_every_spelling_of_the_subset() {
    let target =
        Target::parse(r#"$.a['b c']["d"][0][*].*[?(@.x-y=='z')][?@['n'].m == 3]"#).unwrap();
    let kinds: Vec<_> = target.steps.into_iter().map(|step| step.kind).collect();
    let name = |text: &str| StepKind::Name(text.to_owned());
    let filter = |path: &[&str], value| StepKind::Filter {
        path: path.iter().map(|name| (*name).to_owned()).collect(),
        value,
    };
    assert_eq!(
        kinds,
        [
            name("a"),
            name("b c"),
            name("d"),
            StepKind::Index(0),
            StepKind::Every,
            StepKind::Every,
            filter(&["x-y"], Literal::Text("z".to_owned())),
            filter(&["n", "m"], Literal::Number("3".to_owned())),
        ]
    );
    assert_eq!(
        Target::parse(r"$['it\'s']").unwrap().steps[0].kind,
        name("it's")
    );
    assert!(Target::parse("$").unwrap().steps.is_empty());
}

#[test]
fn what_is_beyond_the_subset_is_told_where_it_stands() {
    for (text, column, length) in [
        ("", 0, 0),
        ("info", 0, 1),
        ("$..a", 1, 2),
        ("$.", 2, 0),
        ("$.x-a.b", 2, 3),
        ("$.paths./users", 8, 6),
        ("$a", 1, 1),
        ("$[a]", 2, 1),
        ("$[-1]", 2, 1),
        ("$[0,1]", 3, 1),
        ("$[0:2]", 3, 1),
        ("$['a'", 5, 0),
        ("$['a]", 2, 3),
        ("$[99999999999999999999999]", 2, 23),
        ("$[?(@.a != 'x')]", 8, 1),
        ("$[?(@.a == x)]", 11, 1),
        ("$[?(@.a == 'x'", 14, 0),
        ("$[?(@ == 'x')]", 5, 1),
        ("$[?(@.a == 'x' && @.b == 'y')]", 15, 1),
        ("$.ü[ü]", 5, 2),
    ] {
        let error = Target::parse(text).expect_err(text);
        assert_eq!(
            (error.range.start, error.range.len()),
            (column, length),
            "{text}: {error:?}"
        );
    }
}

#[test]
fn a_bad_target_is_located_inside_its_text_whatever_the_quotes() {
    for target in [
        "$.paths..get",
        "'$.paths..get'",
        "\"$.paths..get\"",
        "'$.tags[?(@.name != ''a'')]'",
    ] {
        let applied = apply(&format!(
            "  - target: {target}\n    reason: r\n    remove: true\n"
        ));
        assert_eq!(applied.codes(), [Code::OverlayTargetInvalid], "{target}");
        assert!(
            ["..", "!"].contains(&applied.marked()),
            "{target}: {}",
            applied.marked()
        );
    }
}

#[test]
fn a_target_that_matches_nothing_names_the_nearest_sibling_and_its_place() {
    let applied = apply("  - target: $.paths['/user'].get\n    reason: r\n    remove: true\n");
    assert_eq!(applied.codes(), [Code::OverlayUnmatched]);
    assert_eq!(
        applied.places(),
        ["overlay.yaml:4:20 no such path in `spec.yaml`"]
    );
    assert_eq!(applied.marked(), "['/user']");
    assert_eq!(applied.helps(), ["did you mean `/users` (spec.yaml:7:3)?"]);
}

#[test]
fn the_step_that_fails_is_the_one_that_is_marked() {
    for (target, marked, label) in [
        ("$.tags[2]", "[2]", "the list has 2 entries"),
        ("$.tags.name", ".name", "this is a list"),
        ("$.info.title.x", ".x", "this is text"),
        ("$.info[0]", "[0]", "not a list"),
        ("$.info.title.*", ".*", "without entries"),
        (
            "$.tags[?(@.name == 'z')]",
            "[?(@.name == 'z')]",
            "matches the filter",
        ),
        ("$.paths.*.post", ".post", "no such name"),
    ] {
        let applied = apply(&format!(
            "  - target: {target}\n    reason: r\n    remove: true\n"
        ));
        assert_eq!(applied.codes(), [Code::OverlayUnmatched], "{target}");
        assert_eq!(applied.marked(), marked);
        assert!(
            applied.places()[0].contains(label),
            "{:?}",
            applied.places()
        );
    }
}

#[test]
fn an_action_needs_a_reason_that_says_something() {
    for reason in ["", "    reason:\n", "    reason: '  '\n", "    reason: 5\n"] {
        let applied = apply(&format!("  - target: $.tags\n{reason}    remove: true\n"));
        assert_eq!(applied.codes(), [Code::OverlayReasonMissing], "{reason:?}");
        // An action without a reason is applied anyway, so that later actions have correct diagnostics.
        assert!(applied.at("/tags").is_none());
    }
}

#[test]
fn an_update_that_does_not_fit_its_target_is_told_with_both_places() {
    for action in [
        "{target: $.info.title, reason: r, update: X}",
        "{target: $.info, reason: r, update: X}",
    ] {
        let applied = apply(&format!("  - {action}\n"));
        assert_eq!(applied.codes(), [Code::OverlayKindMismatch], "{action}");
        assert_eq!(applied.diagnostics.iter().next().unwrap().labels.len(), 2);
    }
    let applied = apply("  - {target: $, reason: r, remove: true}\n");
    assert_eq!(applied.codes(), [Code::OverlayKindMismatch]);
}

#[test]
fn an_action_that_changes_nothing_is_a_warning() {
    for action in [
        "{target: $.info, reason: r, update: {title: T}}",
        "{target: $.tags, reason: r, update: {name: a}}",
        "{target: $, reason: r, update: {}}",
    ] {
        let applied = apply(&format!("  - {action}\n"));
        assert_eq!(applied.codes(), [Code::OverlayKindMismatch], "{action}");
        assert_eq!(applied.diagnostics.count(Severity::Warning), 1);
    }
}

#[test]
fn keys_that_an_overlay_does_not_have_are_told_with_the_near_miss() {
    let applied = apply("  - {target: $.tags, reason: r, udpate: {name: c}, x-note: fine}\n");
    assert_eq!(applied.codes(), [Code::OverlayInvalid]);
    assert_eq!(applied.helps(), ["did you mean `update`?"]);
}

#[test]
fn all_that_is_wrong_with_an_overlay_is_told_at_once() {
    let applied = apply_text(
        "overlay: 2.0.0\ninfo: {title: O}\nactions:\n  - 5\n  - reason: r\n  - target: $\n",
    );
    let invalid = applied
        .codes()
        .iter()
        .filter(|code| **code == Code::OverlayInvalid)
        .count();
    assert_eq!(invalid, 6, "{:?}", applied.places());
    assert_eq!(applied.codes().len(), 7);
}

#[test]
fn an_overlay_of_another_shape_is_a_diagnostic_and_not_a_panic() {
    for text in [
        "[]",
        "text",
        "overlay: 1.0.0",
        "overlay: 1.0.0\nactions: {}\ninfo: 3",
        "actions: []",
    ] {
        let applied = apply_text(text);
        assert!(!applied.diagnostics.is_empty(), "{text}");
        assert!(
            applied
                .codes()
                .iter()
                .all(|code| *code == Code::OverlayInvalid),
            "{text}"
        );
    }
    let both = apply("  - {target: $.tags, reason: r, update: {name: x}, remove: true}\n");
    assert_eq!(both.codes(), [Code::OverlayInvalid]);
    let no_bool = apply("  - {target: $.tags, reason: r, remove: 'yes'}\n");
    assert_eq!(no_bool.codes(), [Code::OverlayInvalid]);
}
