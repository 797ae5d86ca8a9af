//! Tests the Markdown that is generated from real and hostile descriptions. rustdoc must not warn about it.

use std::fmt::Write as _;

use codegen::text::Markdown;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

fn rustdoc(text: &str) -> String {
    Markdown::description(text).to_string()
}

fn sentence(text: &str) -> String {
    Markdown::sentence(text).to_string()
}

/// The Markdown extensions that rustdoc enables.
const RUSTDOC: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// Fails if `docs` has a control character, a broken link, or markup that the generator never writes, such as HTML.
fn assert_safe(source: &str, docs: &str) {
    for line in docs.lines() {
        assert_eq!(line, line.trim_end(), "trailing blanks from {source:?}");
        let is_hostile = |char: char| {
            char.is_control() || matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!line.contains(is_hostile), "{line:?} from {source:?}");
    }
    assert_eq!(
        docs,
        docs.trim_matches('\n'),
        "empty lines around {source:?}"
    );
    let mut broken = Vec::new();
    let mut note = |link: pulldown_cmark::BrokenLink<'_>| {
        broken.push(link.reference.to_string());
        None
    };
    for event in Parser::new_with_broken_link_callback(docs, RUSTDOC, Some(&mut note)) {
        let is_fine = match &event {
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Start(
                Tag::Heading { .. } | Tag::Image { .. } | Tag::CodeBlock(CodeBlockKind::Indented),
            ) => false,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(word))) => {
                matches!(word.as_ref(), "text" | "json")
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                dest_url.starts_with("http") || dest_url.contains('@')
            }
            _ => true,
        };
        assert!(is_fine, "{event:?} from {source:?}:\n{docs}");
    }
    assert_eq!(
        broken,
        Vec::<String>::new(),
        "links from {source:?}:\n{docs}"
    );
}

#[track_caller]
fn assert_docs(source: &str, expected: &str) {
    let docs = rustdoc(source);
    assert_eq!(
        docs, expected,
        "\n--- got\n{docs}\n--- expected\n{expected}\n"
    );
    assert_safe(source, &docs);
    assert_eq!(rustdoc(&docs), docs, "reading it again changes it");
}

#[track_caller]
fn assert_sentence(source: &str, expected: &str) {
    let line = sentence(source);
    assert_eq!(line, expected);
    assert_safe(source, &line);
    assert_eq!(sentence(&line), line, "reading it again changes it");
}

#[test]
fn nothing_visible_gives_nothing() {
    for source in [
        "",
        " \n\t\r\n ",
        "<p></p>",
        "<!-- only a comment -->",
        "\u{0}\u{202e}\u{feff}",
        "```\n\n```",
        "[a]: https://b.c",
    ] {
        assert_docs(source, "");
        assert_sentence(source, "");
    }
}

#[test]
fn prose_is_filled_to_112_columns() {
    let docs = rustdoc(&"word ".repeat(100));
    assert!(docs.lines().all(|line| line.chars().count() <= 112));
    assert_eq!(docs.lines().next().map(str::len), Some(109));
    assert_docs("one\ntwo", "one two");
}

#[test]
fn lines_are_never_parted_inside_of_code_and_links() {
    let code = format!("`{}`", "a b ".repeat(40).trim());
    assert_docs(
        &format!("before {code} after"),
        &format!("before\n{code}\nafter"),
    );
    let link = format!("[{}](https://example.com/)", "a b ".repeat(40).trim());
    assert_docs(
        &format!("before {link} after"),
        &format!("before\n{link}\nafter"),
    );
}

#[test]
fn typographic_marks_stay() {
    assert_docs(
        "The account’s “plan” – all of it… 日本 👩‍💻",
        "The account’s “plan” – all of it… 日本 👩‍💻",
    );
}

#[test]
fn a_notice_becomes_a_quote() {
    assert_docs(
        "Create it.<aside class=\"notice\">Your account must be a master\n account.</aside>",
        "Create it.\n\n> Your account must be a master account.",
    );
    assert_docs(
        "<aside class=\"notice\">\n\nOne.\n\nTwo.\n\n</aside>\n\nAfter.",
        "> One.\n>\n> Two.\n\nAfter.",
    );
}

#[test]
fn html_becomes_the_markdown_that_looks_alike() {
    assert_docs(
        "a <b>b</b> <i>c</i> <code>d_e*f* _g_</code> <del>g</del>",
        "a **b** *c* `d_e*f* _g_` ~~g~~",
    );
    assert_docs(
        "<p>One <strong>two</strong>.</p><p>Three</p>",
        "One **two**.\n\nThree",
    );
    assert_docs("one<br>two<br/>three", "one\\\ntwo\\\nthree");
    assert_docs("one<br><br>two", "one\n\ntwo");
    assert_docs("<h2>Title</h2>\nText", "**Title**\n\nText");
    assert_docs(
        "<ul><li>one<li>two<ol><li>in</ol></ul>",
        "- one\n- two\n  1. in",
    );
    assert_docs(
        "<pre><code>if a &lt; b {\n\n}</code></pre>",
        "```text\nif a < b {\n\n}\n```",
    );
    assert_docs(
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1<td>2 | 3</table>",
        "| A | B |\n| --- | --- |\n| 1 | 2 \\| 3 |",
    );
    assert_docs(
        "<img src=\"a.png\" alt=\"a chart\"><script>alert(1)</script>",
        "a chart",
    );
}

#[test]
fn markdown_between_tags_is_read() {
    assert_docs(
        "<p>Use `a_b` and **bold** or [it](https://a.b).</p>",
        "Use `a_b` and **bold** or [it](https://a.b).",
    );
    assert_docs("<td># of items</td>", "\\# of items");
}

#[test]
fn entities_are_decoded() {
    assert_docs(
        "a &lt;= b &amp;&amp; c&nbsp;d &eacute; &#x41;",
        "a \\<= b && c d é A",
    );
    assert_docs("&amp;lt; stays", "\\&lt; stays");
    assert_docs(
        "<pre>&quot;&rsquo;&#39;&unknown;</pre>",
        "```text\n\"’'&unknown;\n```",
    );
}

#[test]
fn a_placeholder_is_text_and_an_unknown_element_is_dropped() {
    assert_docs(
        "Send <accountId> or <user_id>.",
        "Send \\<accountId> or \\<user_id>.",
    );
    assert_docs("Returns Vec<T>.", "Returns Vec\\<T>.");
    assert_docs(
        "<Say>hello</Say> <SchemaDefinition ref=\"#/a\" />there",
        "hello there",
    );
    assert_docs("<html-free> x < y > z <3", "\\<html-free> x \\< y > z \\<3");
}

#[test]
fn broken_html_stays_inside_of_its_paragraph() {
    assert_docs(
        "- <b>one\n- two </li></ul>\n\n</div>three",
        "- **one**\n- two\n\nthree",
    );
    assert_docs("<b>one\n\ntwo", "**one**\n\ntwo");
    assert_docs("a <a href=\"https://x.y\">b", "a [b](https://x.y)");
}

#[test]
fn links_to_the_web_stay_and_others_become_their_text() {
    assert_docs(
        "[a](https://a.b/c) [b](mailto:x@y.z)",
        "[a](https://a.b/c) [b](mailto:x@y.z)",
    );
    assert_docs(
        "[Plans](#plans) [up](../x) [js](javascript:x) [none]() [code](Vec::new)",
        "Plans up js none code",
    );
    assert_docs(
        "[a] [b][c] [d][]\n\n[a]: https://a.b",
        "[a](https://a.b) \\[b\\]\\[c\\] \\[d\\]\\[\\]",
    );
    assert_docs(
        "<a href='https://a.b?x=1&amp;y=2'>it</a> <a href='/r'>r</a>",
        "[it](https://a.b?x=1&y=2) r",
    );
    assert_docs("![chart](https://a.b/c.png) [![](x)](https://a.b)", "chart");
    assert_docs(
        "[\"Sign in\"](https://a.b) wow\\![a](https://a.b)",
        "\"[Sign in](https://a.b)\" wow\\![a](https://a.b)",
    );
    assert_docs("[a](<https://a.b/(c d>)", "[a](https://a.b/%28c%20d)");
}

#[test]
fn a_bare_address_becomes_a_link_without_the_marks_around_it() {
    assert_docs(
        "See https://a.b/c_d. (http://e.f/(g))",
        "See <https://a.b/c_d>. (<http://e.f/(g)>)",
    );
    assert_docs(
        "**https://a.b**, `https://c.d`",
        "**<https://a.b>**, `https://c.d`",
    );
    assert_docs(
        "[https://a.b](https://a.b) <x@y.z> x@y.z",
        "<https://a.b> <x@y.z> x@y.z",
    );
    assert_docs("http:// and https://...", "http:// and https://...");
}

#[test]
fn an_address_with_places_to_fill_in_is_code() {
    assert_docs("GET https://a.b/{id}/c.", "GET `https://a.b/{id}/c`.");
    assert_docs("GET https://a.b/<id>/c", "GET `https://a.b/<id>/c`");
}

#[test]
fn code_blocks_are_fenced_and_never_tests() {
    assert_docs("```rust\nfn main() {}\n```", "```text\nfn main() {}\n```");
    assert_docs("```\n\n\ta  \n```", "```text\n    a\n```");
    assert_docs("~~~JSON\n{}\n~~~", "```json\n{}\n```");
    assert_docs(
        "text\n\n    indented\n     code",
        "text\n\n```text\nindented\n code\n```",
    );
    assert_docs("````\n```\n````", "````text\n```\n````");
}

#[test]
fn fences_and_backticks_that_nothing_closes_are_closed_or_escaped() {
    assert_docs("```json\n{\"a\": 1}", "```json\n{\"a\": 1}\n```");
    assert_docs("an `unbalanced mark", "an \\`unbalanced mark");
    assert_docs("`` a`b `` and <code>`</code>", "``a`b`` and `` ` ``");
    assert_docs("<code>a</code><code>b</code>", "`ab`");
}

#[test]
fn headings_become_bold_lines() {
    assert_docs(
        "# One `two`\ntext\n\nThree\n---\ntext",
        "**One `two`**\n\ntext\n\n**Three**\n\ntext",
    );
}

#[test]
fn lists_keep_their_numbers_depth_and_spacing() {
    assert_docs(
        "* a\n    * b\n      continued\n* c",
        "- a\n  - b continued\n- c",
    );
    assert_docs("3. a\n4. b\n\n   more", "3. a\n\n4. b\n\n   more");
    assert_docs("9. a\n10. b\n    - c", "9. a\n10. b\n    - c");
    assert_docs("- a\n\n* b", "- a\n\n* b");
    assert_docs("text:\n- a\n- \n- b", "text:\n\n- a\n- b");
    assert_docs(
        "1. a\n   ```sh\n   x\n   ```\n2. b",
        "1. a\n\n   ```text\n   x\n   ```\n\n2. b",
    );
    assert_docs("- a\n  7. b", "- a 7. b");
}

#[test]
fn lines_after_the_first_of_an_item_or_quote_are_never_lazy() {
    assert_docs("- one\ntwo\n> three\nfour", "- one two\n\n> three four");
    let item = rustdoc(&format!("- {}", "word ".repeat(40)));
    assert!(
        item.lines().skip(1).all(|line| line.starts_with("  word")),
        "{item}"
    );
    let quote = rustdoc(&format!("> {}", "word ".repeat(40)));
    assert!(
        quote.lines().all(|line| line.starts_with("> word")),
        "{quote}"
    );
}

#[test]
fn tables_are_kept_on_one_line_a_row() {
    assert_docs(
        "a|b\n:-|-:\n`x\\|y`|<b>z</b><br>w\n1",
        "| a | b |\n| --- | --- |\n| `x\\|y` | **z** w |\n| 1 |",
    );
}

#[test]
fn marks_that_would_not_be_read_as_such_are_left_out() {
    assert_docs(
        "a<b>(b)</b>c <b> d </b>e <i>f</i><b>g</b>",
        "a(b)c **d** e *f*g",
    );
    assert_docs(
        "a * b _ c * d snake_case __x",
        "a \\* b \\_ c \\* d snake_case \\_\\_x",
    );
}

#[test]
fn no_line_begins_a_block_by_accident() {
    for word in [
        "-", "+", "1.", "2)", "#", "###", ">", "=", "===", "---", "|", "|a", ":-:", "-|-", "```",
        "~~~", "***", "___",
    ] {
        for filler in [108, 109, 110, 111, 112] {
            let entities = word.chars().fold(String::new(), |mut all, char| {
                let _ = write!(all, "&#{};", u32::from(char));
                all
            });
            for source in [
                format!("{} {entities} rest", "x".repeat(filler)),
                format!("{entities} rest"),
                entities.clone(),
            ] {
                let docs = rustdoc(&source);
                assert_safe(&source, &docs);
                assert_eq!(rustdoc(&docs), docs);
                let blocks = Parser::new_ext(&docs, RUSTDOC)
                    .filter(|event| matches!(event, Event::Start(_)))
                    .count();
                assert_eq!(blocks, 1, "{docs}");
            }
        }
    }
}

#[test]
fn hostile_characters_are_removed() {
    assert_docs(
        "a\u{0}b\u{202e}c\u{200f}\u{2066}d\u{feff}\u{1b}[31m\u{200b}",
        "abcd\\[31m",
    );
    assert_docs("a&#x202e;b&#10;c&#0;", "ab c\u{fffd}");
    assert_docs("`a\u{202e}\tb`", "`a b`");
    assert_docs(
        "one\rtwo\u{2028}three\r\nfour\u{85}five",
        "one two three four five",
    );
}

#[test]
fn hostile_text_stays_text() {
    assert_docs("*/ \"] #![allow(x)] */", "\\*/ \"\\] #!\\[allow(x)\\] \\*/");
    assert_docs(
        "\"]\npub fn x() {}\n#[doc = \"",
        "\"\\] pub fn x() {} #\\[doc = \"",
    );
    assert_docs(
        "[^1] - [ ] task\n\n[^1]: a note",
        "\\[^1\\] - \\[ \\] task\n\n\\[^1\\]: a note",
    );
    assert_docs("<!-- never closed <script>", "");
    assert_docs("--flag and a -- b", "-\\-flag and a -- b");
}

#[test]
fn long_text_is_cut_between_words() {
    let docs = rustdoc(&"word ".repeat(10_000));
    assert!(
        docs.ends_with("word…") && docs.chars().count() <= 20_001,
        "{}",
        docs.len()
    );
    assert!(rustdoc(&"é".repeat(30_000)).ends_with("é…"));
    let fence = rustdoc(&format!("```\n{}\n```", "word ".repeat(10_000)));
    assert!(fence.ends_with("word…\n```"));
}

#[test]
fn deep_nesting_and_repetition_take_neither_stack_nor_time() {
    let units = [
        "> ",
        "- ",
        "1. ",
        "[",
        "](",
        "![",
        "<",
        "<b>",
        "<ul><li>",
        "<table><tr><td>",
        "<a \"",
        "`",
        "` ",
        "*",
        "*a ",
        "_",
        "_a",
        "&",
        "~~a",
        "|",
        "a|b\n-|-\n",
        "https://",
        "https://a)",
        "<!",
        "<!--",
        "<?",
        "[a]: b\n",
        "```\n",
        "<pre>",
        "\n",
        "  - a\n",
    ];
    for unit in units {
        let source = unit.repeat(20_000 / unit.len());
        let docs = rustdoc(&source);
        assert_safe(unit, &docs);
        assert!(
            docs.len() < 20 * source.len(),
            "{unit:?} grows to {} bytes",
            docs.len()
        );
        assert!(!sentence(&source).contains('\n'));
    }
}

/// Random texts consist of these fragments. `¦` separates the fragments.
const TOKENS: &str = "a¦word¦foo_bar¦_¦__¦*¦**¦`¦``¦```¦```rust\n¦~~¦\n¦\n\n¦\n\n¦    ¦\t¦- ¦* ¦1. ¦7) ¦\
    > ¦# ¦---¦\n---\n¦|¦| a | b |\n|---|---|\n¦<br>¦<b>¦</b>¦<code>¦</code>¦<pre>¦\
    </pre>¦<p>¦</p>¦<ul>¦<li>¦</li>¦</ul>¦<table>¦<tr>¦<td>¦</table>¦<aside>¦</aside>¦\
    <accountId>¦<a href=\"https://x.com\">¦<a href='#rel'>¦</a>¦<!-- c -->¦<?¦<script>¦\
    &lt;¦&#x202e;¦&#10;¦&copy;¦&#96;¦[¦]¦[word]¦[l](https://x.com/a)¦[r](/rel)¦](¦(¦)¦\
    ![i](https://i)¦!¦[^1]¦[x]: https://y.com\n¦https://x.com/a_b¦https://x.com/{id}/y.¦\
    <m@x.com>¦*/¦\"]¦#![foo]¦\\¦\\\n¦\u{0}¦\u{202e}¦\u{2028}¦\r¦’¦é¦\"¦.¦#¦=¦- [ ] t";

#[test]
fn any_mixture_of_markup_is_safe_and_reads_back_the_same() {
    let tokens: Vec<&str> = TOKENS.split('¦').collect();
    assert_eq!(tokens.len(), 89);
    let mut state: u64 = 88_172_645_463_325_252;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % below
    };
    let (mut changed, cases) = (0, 3_000);
    for _ in 0..cases {
        let mut source = String::new();
        for _ in 0..=random(24) {
            source.push_str(tokens[random(tokens.len())]);
            source.push_str(["", "", " "][random(3)]);
        }
        let docs = rustdoc(&source);
        assert_safe(&source, &docs);
        let line = sentence(&source);
        assert!(!line.contains('\n'));
        assert_safe(&source, &line);
        changed += usize::from(rustdoc(&docs) != docs) + usize::from(sentence(&line) != line);
    }
    // Converting the result again should not change it. For unusual texts, it may change the result in fewer than one
    // of 500 cases.
    assert!(
        changed * 500 < cases,
        "{changed} of {cases} change when read again"
    );
}

#[test]
fn a_sentence_is_the_first_paragraph_with_a_full_stop() {
    assert_sentence("Create an account", "Create an account.");
    assert_sentence("Create it.\nNow.\n\nMore", "Create it. Now.");
    assert_sentence("# Users API\n\ntext", "Users API.");
    assert_sentence("<p>a<br>b</p>", "a b.");
    assert_sentence("- one\n- two", "one two.");
    assert_sentence("1. one", "one.");
    assert_sentence("`a.`", "`a.`");
    assert_sentence("See https://a.b", "See <https://a.b>.");
    assert_sentence(
        "**Note**: <userId> in `code`",
        "**Note**: \\<userId> in `code`.",
    );
}

#[test]
fn a_sentence_that_ends_in_punctuation_gets_no_full_stop() {
    for source in [
        "Is it?",
        "It is!",
        "As follows:",
        "And so on…",
        "(It is.)",
        "He said “yes.”",
        "完了。",
    ] {
        assert_sentence(source, source);
    }
    assert_sentence("It is (all of it)", "It is (all of it).");
    assert_sentence("- ", "");
}
