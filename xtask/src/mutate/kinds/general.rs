//! Mutations that change tags, operation ids, servers, extensions and texts.

use serde_json::{Value, json};

use super::super::dice::Dice;
use super::super::sites::{Role, operations, sites};
use super::super::tree::{object, object_mut, remove, set};
use super::kind::Kind;
use super::support::operation;

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "tags",
        apply: tags,
    },
    Kind {
        name: "operation-ids",
        apply: operation_ids,
    },
    Kind {
        name: "servers",
        apply: servers,
    },
    Kind {
        name: "extensions",
        apply: extensions,
    },
    Kind {
        name: "text-markdown",
        apply: markdown,
    },
    Kind {
        name: "text-html",
        apply: html,
    },
    Kind {
        name: "key-missing",
        apply: key_missing,
    },
    Kind {
        name: "value-swapped",
        apply: value_swapped,
    },
];

fn tags(document: &mut Value, dice: &mut Dice) -> bool {
    let lists = [
        json!([]),
        json!(["a", "A", "a-", "a_"]),
        json!(["", " "]),
        json!(["🦀", "中文"]),
        json!(["aux", "con"]),
        json!(["Tag with / slash", "x::y", "a.b"]),
        json!([1, null, {}]),
        json!("tag"),
        json!(["a", "a", "a"]),
    ];
    let list = dice.pick(&lists).cloned().unwrap_or_default();
    let all = operations(document);
    let count = dice.between(1, all.len().max(1));
    let chosen = dice.sample(&all, count);
    for at in &chosen {
        set(document, at, "tags", list.clone());
    }
    if dice.chance(40) {
        let objects = json!([{ "name": "a" }, { "name": "a", "description": "Again." }, { "description": "No name." }, { "name": 1 }, null]);
        set(document, "", "tags", objects);
    }
    !chosen.is_empty()
}

fn operation_ids(document: &mut Value, dice: &mut Dice) -> bool {
    let all = operations(document);
    let count = dice.between(1, all.len().max(1));
    let chosen = dice.sample(&all, count);
    let way = dice.below(5);
    for at in &chosen {
        match way {
            0 => drop(remove(document, &format!("{at}/operationId"))),
            1 => drop(set(document, at, "operationId", json!("same"))),
            2 => drop(set(
                document,
                at,
                "operationId",
                json!(dice.word(&["get", "Get", "GET", "get_", "g-e-t"])),
            )),
            3 => drop(set(document, at, "operationId", json!(null))),
            _ => drop(set(
                document,
                at,
                "operationId",
                json!("getTheThingOf-by_the.Controller[0]"),
            )),
        }
    }
    !chosen.is_empty()
}

fn servers(document: &mut Value, dice: &mut Dice) -> bool {
    let lists = [
        json!([]),
        json!([{ "url": "https://{region}.a.example/{v}", "variables": { "region": { "default": "eu", "enum": ["eu", "us"] }, "v": { "default": "v1" } } }]),
        json!([{ "url": "https://{missing}.a.example" }]),
        json!([{ "url": "https://{a}.example", "variables": { "a": { "enum": ["x"], "default": "y" } } }]),
        json!([{ "url": "https://{a}{b}.example/{", "variables": { "a": {}, "b": { "default": 1 } } }]),
        json!([{ "url": "/v1" }]),
        json!([{ "url": "" }]),
        json!([{ "url": "//a.example" }]),
        json!([{ "url": "https://a.example/?q=1#f" }]),
        json!([{ "url": "https://user:pass@a.example:99999/" }]),
        json!([{ "url": "ws://a.example" }]),
        json!([{ "url": "http://[::1]:80/a b/ü" }]),
        json!([{ "url": "not a url" }]),
        json!([{}]),
        json!([null]),
        json!("https://a.example"),
        json!([{ "url": "https://a.example" }, { "url": "https://b.example", "description": "Second." }]),
    ];
    let list = dice.pick(&lists).cloned().unwrap_or_default();
    if dice.chance(50) {
        return set(document, "", "servers", list);
    }
    operation(document, dice).is_some_and(|at| set(document, &at, "servers", list))
}

/// Extensions that the generator reads, and unknown extensions.
const EXTENSIONS: &[&str] = &[
    "x-rust-name",
    "x-id",
    "x-ids",
    "x-method",
    "x-resource",
    "x-mirror",
    "x-pagination",
    "x-sensitive",
    "x-enum-varnames",
    "x-enum-descriptions",
    "x-keep-unknown",
    "x-emit",
    "x-fields",
    "x-error-codes",
    "x-safety",
    "x-successor",
    "x-rate-limit",
    "x-granular-scopes",
    "x-prerequisites",
    "x-in",
    "x-nullable",
    "x-deprecated",
    "x-unknown",
    "x-",
    "x-\u{1f980}",
    "X-Upper",
];

fn extensions(document: &mut Value, dice: &mut Dice) -> bool {
    let all = sites(document);
    let mut places: Vec<String> = all.into_iter().map(|site| site.at).collect();
    places.push(String::new());
    places.push("/info".to_owned());
    let count = dice.between(1, 4);
    let chosen = dice.sample(&places, count);
    for at in &chosen {
        let value = match dice.below(9) {
            0 => json!(null),
            1 => json!(true),
            2 => json!(-1),
            3 => json!("a"),
            4 => json!(["A", "A", "self", ""]),
            5 => json!({ "a": { "b": [1, null] }, "": "" }),
            6 => json!("\u{0}*/\"#"),
            7 => json!([]),
            _ => json!("Self"),
        };
        set(document, at, dice.word(EXTENSIONS), value);
    }
    !chosen.is_empty()
}

const MARKDOWN: &[&str] = &[
    "# Title\n\n* one\n  * two\n    1. three\n\n> quote\n\n| a | b |\n|---|---|\n| `x|y` | \\| |\n",
    "```json\n{\"a\": 1}\n```\nand\n~~~\ncode\n~~~",
    "    indented code\n\n\tmore",
    "[link](https://a.example/(x)) ![image](data:x) <https://b.example> [ref]\n\n[ref]: https://c.example \"t\"",
    "[`Client`](crate::Client) [Vec] [self] [`Self::x`] [a](#b)",
    "*a **b* c** _d __e_ f__ ~~g~~ ``h ` i``",
    "Line  \nbreak\\\nagain\r\nand again",
    "- [ ] to do\n- [x] done\n\n---\n***\n___",
    "`unclosed *and [more](",
    "Footnote[^1]\n\n[^1]: Text\n\nTerm\n: Definition",
    "\u{feff}Start and {{ mustache }} {% tag %} ${dollar} %s",
    "A line that is longer than any other. A line that is longer than any other. A line that is longer than any other. A line that is longer than any other.",
];

const HTML: &[&str] = &[
    "<p>One</p><p>Two <b>bold <i>both</b></i>",
    "<table><tr><td>a</td><td>b</td></tr></table>",
    "<ul><li>a<li>b<ul><li>c</ul></ul>",
    "<pre><code>let x = 1;</code></pre>",
    "<script>alert(1)</script><style>*{}</style>",
    "<a href=\"javascript:alert(1)\">x</a><img src=x onerror=alert(1)>",
    "a < b && c > d &amp; &lt;e&gt; &nbsp; &#0; &#x202e; &unknown;",
    "<!-- comment --> <![CDATA[ x ]]> <?xml?> <!DOCTYPE html>",
    "<br><br/><hr></p></div>",
    "<details><summary>s</summary>d</details>",
    "Vec<String> and Option<<T>>",
    "<div markdown=1>\n\n*x*\n\n</div>",
];

fn markdown(document: &mut Value, dice: &mut Dice) -> bool {
    describe(document, dice, MARKDOWN)
}

fn html(document: &mut Value, dice: &mut Dice) -> bool {
    describe(document, dice, HTML)
}

fn describe(document: &mut Value, dice: &mut Dice, texts: &[&str]) -> bool {
    let mut places: Vec<String> = sites(document).into_iter().map(|site| site.at).collect();
    places.push("/info".to_owned());
    let count = dice.between(1, 6);
    let chosen = dice.sample(&places, count);
    for at in &chosen {
        let mut text = dice.word(texts).to_owned();
        if dice.chance(30) {
            text.push_str(dice.word(texts));
        }
        let key = dice.word(&["description", "description", "summary", "title"]);
        set(document, at, key, json!(text));
    }
    !chosen.is_empty()
}

/// Removes a key from a random object.
fn key_missing(document: &mut Value, dice: &mut Dice) -> bool {
    let all = sites(document);
    let Some(site) = dice.pick(&all) else {
        return false;
    };
    let keys: Vec<String> = object(document, &site.at)
        .map(|it| it.keys().cloned().collect())
        .unwrap_or_default();
    let Some(key) = dice.pick(&keys) else {
        return false;
    };
    object_mut(document, &site.at).is_some_and(|object| object.shift_remove(key).is_some())
}

/// Swaps two objects with the same role.
fn value_swapped(document: &mut Value, dice: &mut Dice) -> bool {
    let roles = [
        Role::Schema,
        Role::Schema,
        Role::Parameter,
        Role::Response,
        Role::RequestBody,
        Role::MediaType,
    ];
    let Some(role) = dice.pick(&roles) else {
        return false;
    };
    let mut places: Vec<String> = sites(document)
        .into_iter()
        .filter(|site| site.role == *role)
        .map(|site| site.at)
        .collect();
    places.dedup();
    let chosen = dice.sample(&places, 2);
    let [first, second] = chosen.as_slice() else {
        return false;
    };
    let (Some(left), Some(right)) = (
        document.pointer(first).cloned(),
        document.pointer(second).cloned(),
    ) else {
        return false;
    };
    // The first object can contain the second one. Then the second pointer is not valid after the first change.
    if let Some(place) = document.pointer_mut(first) {
        *place = right;
    }
    if let Some(place) = document.pointer_mut(second) {
        *place = left;
    }
    true
}
