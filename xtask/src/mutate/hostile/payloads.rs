//! Hostile texts. They try to become code, markup or control characters in a generated crate.
//!
//! If the code in a payload is run, it creates a file. Other payloads contain code that does not compile. All of this
//! code contains the identifier `zzEscape`, which the generator never creates: the identifier is neither snake case nor
//! camel case.

/// The identifier in the code of payloads. The file that this code creates has the same name.
pub(crate) const MARKER: &str = "zzEscape";
/// If a template evaluates a payload, this text is printed. No payload contains this text itself.
pub(crate) const RENDERED: &str = "zzRendered";

/// Statements that create a file. They are for places inside of functions.
const RUN: &str = "let zzEscape = std::env::temp_dir().join(\"zzEscape\"); std::fs::write(zzEscape, \"zzEscape\").unwrap();";
/// An item that does not compile. It is for places outside of functions.
const ITEM: &str = "const zzEscape: () = panic!(\"zzEscape\");";

/// A hostile text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Payload {
    /// The name in reports. It consists of a group and a position in the group, such as `html-3`.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// Returns all payloads, in a stable order.
pub(crate) fn payloads() -> Vec<Payload> {
    let groups = [
        ("doctest", DOCTESTS),
        ("code", CODE),
        ("control", CONTROLS),
        ("template", TEMPLATES),
        ("manifest", MANIFESTS),
        ("link", LINKS),
        ("html", HTML),
        ("path", PATHS),
    ];
    let mut found = Vec::new();
    for (group, texts) in groups {
        for (index, text) in texts.iter().enumerate() {
            found.push(Payload {
                name: format!("{group}-{}", index + 1),
                text: text.replace("@RUN@", RUN).replace("@ITEM@", ITEM),
            });
        }
    }
    found.push(Payload {
        name: "long-1".to_owned(),
        text: "A".repeat(20_000),
    });
    found.push(Payload {
        name: "long-2".to_owned(),
        text: "``` ".repeat(3000),
    });
    found
}

/// Texts that try to become code blocks in docs, because `cargo test` runs such code.
const DOCTESTS: &[&str] = &[
    "\n\n```\n@RUN@\n```\n",
    "\n\n```rust\n@RUN@\n```\n",
    "\n\n```rust,should_panic\n@RUN@ panic!();\n```\n",
    "\n\n```rust,no_run\n@RUN@\nzzEscape!();\n```\n",
    "\n\n~~~\n@RUN@\n~~~\n",
    "\n\n~~~~rust\n@RUN@\n~~~~\n",
    "\n\n    @RUN@\n",
    "\n\n\t@RUN@\n",
    "\n\n> ```\n> @RUN@\n> ```\n",
    "\n\n- ```\n  @RUN@\n  ```\n",
    "\n\n- item\n\n      @RUN@\n",
    "\n\n1. item\n\n       @RUN@\n",
    "\n\n````\n```\n@RUN@\n```\n````\n",
    "\n\n```text\n```\n\n```\n@RUN@\n```\n",
    "\n\n```\n@RUN@",
    "```\n@RUN@\n```",
    "\n```\n@RUN@\n```",
    "\n\n``` \t\n@RUN@\n```\n",
    "\n\n```edition2021\n@RUN@\n```\n",
    "\n\n```rust test_harness\n@RUN@\n```\n",
    "\n\n```{.rust}\n@RUN@\n```\n",
    "\n\n```,\n@RUN@\n```\n",
    "\n\n```RUST\n@RUN@\n```\n",
    "\n\n`````rust\n@RUN@\n`````\n",
    "\r\r```\r@RUN@\r```\r",
    "\r\n\r\n```\r\n@RUN@\r\n```\r\n",
    "\u{2028}\u{2028}```\u{2028}@RUN@\u{2028}```\u{2028}",
    "\u{85}\u{85}```\u{85}@RUN@\u{85}```\u{85}",
    "\u{b}\u{c}```\u{b}@RUN@\u{c}```",
    "&#10;&#10;```&#10;@RUN@&#10;```&#10;",
    "<p>text</p>\n\n```\n@RUN@\n```\n",
    "<pre><code>\n@RUN@\n</code></pre>",
    "<pre><code class=\"language-rust\">\n@RUN@\n</code></pre>",
    "<!--\n-->\n\n```\n@RUN@\n```\n",
    "</p>\n<br>\n\n    @RUN@\n",
    "<ul><li>\n\n```\n@RUN@\n```\n</li></ul>",
    "| a |\n|---|\n| ``` |\n\n```\n@RUN@\n```\n",
    "text[^1]\n\n[^1]: note\n\n        @RUN@\n",
    "Title\n===\n\n    @RUN@\n",
    "# Title\n```\n@RUN@\n```\n",
    "***\n```\n@RUN@\n```\n",
    "`\n\n```\n@RUN@\n```\n",
    "\\\n\n```\n@RUN@\n```\n",
    "\\`\\`\\`\n@RUN@\n\\`\\`\\`",
    "\n///\n/// ```\n/// @RUN@\n/// ```\n",
    "\n//!\n//! ```\n//! @RUN@\n//! ```\n",
    "\n\n```rust\u{a0}\n@RUN@\n```\n",
    "\n\n```\u{200b}\n@RUN@\n```\n",
    "a\n\n\n\n\n    @RUN@\n\n\nb",
    "[link]: <x>\n```\n@RUN@\n```\n",
];

/// Texts that try to end a Rust comment, string or attribute.
const CODE: &[&str] = &[
    "*/ @ITEM@ /*",
    "*/\n@ITEM@\n/*",
    "\n@ITEM@\n",
    "\r@ITEM@\r",
    "\r\n@ITEM@\r\n",
    "\u{2028}@ITEM@\u{2028}",
    "\u{85}@ITEM@\u{85}",
    "\u{b}@ITEM@\u{c}",
    "\"; @ITEM@ //",
    "\"#; @ITEM@ //",
    "\"##; @ITEM@ //",
    "\"###; @ITEM@ //",
    "\"); @ITEM@ //",
    "'; @ITEM@ //",
    "\"]\n@ITEM@\n#[doc = \"",
    "]\n@ITEM@\n#[",
    "}\n@ITEM@\nmod zz {",
    ")\n@ITEM@\n(",
    "\\",
    "\\\"",
    "\\\\\"; @ITEM@ //",
    "\\n@ITEM@\\n",
    "\\u{a}@ITEM@\\u{a}",
    "\\x22; @ITEM@ //",
    "#![feature(zzEscape)]",
    "\n#![feature(zzEscape)]\n",
    "\n#![doc = include_str!(\"/dev/null\")]\n",
    "#[path = \"/dev/null\"] mod zzEscape;",
    "include!(\"/dev/null\")",
    "\ninclude!(\"zzEscape\");\n",
    "\ncompile_error!(\"zzEscape\");\n",
    "\", compile_error!(\"zzEscape\"), \"",
    "env!(\"zzEscape\")",
    "macro_rules! zzEscape { () => {} }",
    "{zzEscape}",
    "{}{0}{:?}{{",
    "}}",
    "$zzEscape ${zzEscape} $crate",
    "r#\"zzEscape\"#",
    "b'z",
    "'zzEscape",
    "/* zzEscape",
    "/** zzEscape",
    "//",
    "/*/ zzEscape",
    "#",
    "##",
    "\"##\"###",
    "#[cfg(any())]",
    "#[derive(zzEscape)]",
    "#[doc(inline)]",
    "#[doc(hidden)]\n",
    "`\"'",
    "zzEscape!{}",
    "::zzEscape::",
    "<zzEscape>",
    "r#zzEscape",
];

/// Characters that change how text is displayed in a terminal or an editor, or how a compiler reads it.
const CONTROLS: &[&str] = &[
    "a\rb",
    "a\r",
    "\u{9b}31mred",
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;https://a.example\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{1b}[2J\u{1b}[H",
    "\u{90}q\u{9c}",
    "\u{0}",
    "a\u{8}b",
    "a\u{7f}b",
    "a\u{1a}b",
    "\u{202e}abc\u{202c}",
    "\u{202a}\u{202b}\u{202d}",
    "\u{2066}a\u{2069}",
    "\u{2067}\u{5e9}\u{5dc}\u{5d5}\u{5dd}\u{2069}",
    "\u{2068}a",
    "\u{200e}a\u{200f}",
    "\u{61c}a",
    "a\u{200b}b",
    "a\u{200c}b\u{200d}c",
    "\u{feff}a",
    "a\u{2060}b",
    "a\u{2028}b",
    "a\u{2029}b",
    "a\u{85}b",
    "a\u{ad}b",
    "a\u{180e}b",
    "a\u{115f}\u{3164}b",
    "a\u{fff9}b\u{fffa}c\u{fffb}",
    "\u{e0041}\u{e0042}a",
    "a\tb",
    "a\u{b}b\u{c}c",
    "\u{300}\u{301}a",
    "*/\u{202e}\u{2066}/* only comments\u{2069}\u{2066}",
];

/// Texts that a template engine would evaluate as a template.
const TEMPLATES: &[&str] = &[
    "{{ \"zz\" ~ \"Rendered\" }}",
    "{% for zz in range(2) %}{{ \"zz\" ~ \"Rendered\" }}{% endfor %}",
    "{# comment #}",
    "{% raw %}",
    "{% endraw %}",
    "{% include \"/dev/null\" %}",
    "}} {{",
    "{%",
];

/// Texts that try to end a string of TOML, YAML or JSON.
const MANIFESTS: &[&str] = &[
    "\"\nzzEscape = true\n",
    "\"\n\n[dependencies]\nzzEscape = \"*\"\n#",
    "\"\"\"\nzzEscape = true\n\"\"\"",
    "'''\nzzEscape = true\n'''",
    "\\\"\nzzEscape = true #",
    "\\u0022\\nzzEscape = true",
    "\"\nbuild = \"zzEscape.rs\"\n#",
    "a = \"b\" # c",
    "[package]",
    "a: b: c",
    "- a\n- b",
    "&a *a !!binary x",
    "---\nzzEscape: 1\n...",
    "\", \"zzEscape\": \"",
    "\"}}]}",
    "? a\n: b",
    "| \n  a",
    "%YAML 1.2",
    "@zzEscape",
    "a\\",
    "a\\\\",
];

/// Links in Markdown, for example to scripts and to Rust items.
const LINKS: &[&str] = &[
    "[a](javascript:zzEscape)",
    "[a](JaVaScRiPt:zzEscape)",
    "[a](&#106;avascript:zzEscape)",
    "<javascript:zzEscape>",
    "[a]\n\n[a]: javascript:zzEscape",
    "[a](data:text/html,zzEscape)",
    "[zzEscape]",
    "[`zzEscape`]",
    "[a](crate::zzEscape)",
    "[a][crate::zzEscape]",
    "[`crate::zzEscape`](std::zzEscape)",
    "[struct@zzEscape] [fn@zzEscape] [zzEscape!] [zzEscape()]",
    "[a](#zzEscape)",
    "[Client](zzEscape)",
    "<https://a.example/\"><b>",
    "https://a.example/\"onmouseover=zzEscape",
    "![a](x\" onerror=\"zzEscape)",
    "[a](b\nc)",
    "[[[[[[a]]]]]]",
    "[a](((b)",
    "](x)",
    "[",
    "[]()",
];

/// HTML that runs scripts, or that changes the page around it.
const HTML: &[&str] = &[
    "<script>zzEscape</script>",
    "<ScRiPt >zzEscape",
    "<img src=x onerror=zzEscape>",
    "<svg/onload=zzEscape>",
    "<iframe srcdoc=zzEscape></iframe>",
    "<a href=\"javascript:zzEscape\">a</a>",
    "<style>* { display: none } /* zzEscape */</style>",
    "</div></section></body><zzEscape>",
    "<details open ontoggle=zzEscape>",
    "<!-- zzEscape",
    "<![CDATA[ zzEscape",
    "<?zzEscape",
    "<zzEscape",
    "&lt;script&gt;zzEscape&lt;/script&gt;",
    "<b>a",
    "</b>",
    "<p title=\"",
    "<table><tr><td>",
    "<input autofocus onfocus=zzEscape>",
    "<math><mi xlink:href=\"data:x,zzEscape\">",
];

/// File names that try to leave the folder of the crate.
const PATHS: &[&str] = &[
    "../../../zzEscape",
    "/zzEscape",
    "..\\..\\zzEscape",
    "zzEscape\u{0}.rs",
    "~/zzEscape",
    "%2e%2e%2fzzEscape",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{RENDERED, payloads};

    #[test]
    fn there_are_at_least_a_hundred_payloads_and_none_is_there_twice() {
        let all = payloads();
        assert!(all.len() >= 100, "{}", all.len());
        let texts: BTreeSet<&str> = all.iter().map(|payload| payload.text.as_str()).collect();
        assert_eq!(texts.len(), all.len());
        assert!(texts.iter().all(|text| !text.contains(RENDERED)));
    }
}
