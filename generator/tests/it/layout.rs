//! Tests which file contains which type. A new type must not move other types to other files, and no file may be too
//! long.

use std::fmt::Write;
use std::path::Path;

use codegen::assets::OutputTree;
use codegen::diag::{Format, render};
use codegen::input::{MemoryFiles, Policy, Reading};
use codegen::load::DiskFiles;
use codegen::pipeline::{Single, run_single};

/// Creates a document with a schema and an operation for each name. The operations belong to six resources. Every third
/// schema refers to another schema, and every fourth schema has 80 fields.
fn document(names: &[String]) -> String {
    let mut paths = String::new();
    let mut schemas = String::new();
    for name in names {
        // The name alone determines the resource and the fields of a schema. Thus, a new name does not change the other
        // schemas.
        let number: usize = name
            .trim_start_matches(char::is_alphabetic)
            .parse()
            .unwrap_or(61);
        let resource = ["birds", "cats", "dogs", "fish", "mice", "zebras"][number % 6];
        let lower = name.to_lowercase();
        let _ = write!(
            paths,
            "  /{resource}/{lower}:
    get:
      operationId: get{name}
      tags: [{resource}]
      summary: Gets it.
      responses:
        '200': {{description: It., content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}}}
"
        );
        let fields = if number.is_multiple_of(4) { 80 } else { 5 };
        let _ = write!(
            schemas,
            "    {name}:\n      type: object\n      properties:\n"
        );
        for field in 0..fields {
            let _ = writeln!(
                schemas,
                "        field_{field}: {{type: string, description: A field.}}"
            );
        }
        if number.is_multiple_of(3) {
            let next = format!("Animal{:02}", (number + 6) % 60);
            let _ = writeln!(
                schemas,
                "        next: {{$ref: '#/components/schemas/{next}'}}"
            );
        }
        let _ = writeln!(
            schemas,
            "        own: {{type: object, properties: {{of_{lower}: {{type: string}}}}}}"
        );
    }
    format!(
        "openapi: 3.0.3\ninfo: {{title: Zoo, version: '1'}}\nservers: [{{url: 'https://zoo.example'}}]\npaths:\n{paths}components:\n  schemas:\n{schemas}"
    )
}

fn generated(text: &str) -> OutputTree {
    let files = MemoryFiles::new().with("zoo.yaml", text);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let outcome = run_single(&Single {
        files: &files,
        templates: &DiskFiles::new(root),
        path: "zoo.yaml",
        name: None,
        policy: Policy::Lenient,
        examples: false,
        reading: Reading::default(),
    });
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Human);
    outcome
        .tree
        .unwrap_or_else(|| panic!("the run stops:\n{said}"))
}

fn changed(before: &OutputTree, after: &OutputTree) -> Vec<String> {
    let all = before.keys().chain(after.keys());
    let mut changed: Vec<String> = all
        .filter(|path| before.get(*path) != after.get(*path))
        .cloned()
        .collect();
    changed.sort();
    changed.dedup();
    changed
}

fn animals() -> Vec<String> {
    (0..60).map(|number| format!("Animal{number:02}")).collect()
}

#[test]
fn a_new_type_at_the_front_changes_one_file_of_types() {
    let before = generated(&document(&animals()));
    for (new, file) in [
        // `Aardvark64` has many fields, so it has its own file. `Aardvark65` has few fields, so it is in the file of
        // its resource.
        ("Aardvark64", Some("src/mice/aardvark64.rs")),
        ("Aardvark65", None),
    ] {
        let mut names = animals();
        names.insert(0, new.to_owned());
        let after = generated(&document(&names));
        let resource = if file.is_some() { "mice" } else { "zebras" };
        let mut expected: Vec<String> = ["API.txt", "README.md", "src/ops.rs"]
            .map(str::to_owned)
            .to_vec();
        expected.push(format!("src/{resource}/mod.rs"));
        expected.push(format!("src/ops/{resource}.rs"));
        expected.extend(file.map(str::to_owned));
        expected.sort();
        assert_eq!(changed(&before, &after), expected, "{new}");
    }
}

#[test]
fn a_new_field_changes_the_file_of_its_type() {
    let text = document(&animals());
    let longer = text.replacen("field_79:", "added: {type: string}\n        field_79:", 1);
    let changed = changed(&generated(&text), &generated(&longer));
    assert_eq!(changed, ["API.txt", "src/birds/animal00.rs"]);
}

#[test]
fn no_function_that_writes_parameters_is_too_long() {
    let parameters: String = (0..90).fold(String::new(), |mut parameters, number| {
        let _ = writeln!(
            parameters,
            "        - {{name: a_filter_with_quite_a_long_name_{number}, in: query, style: pipeDelimited, explode: false, schema: {{type: array, items: {{type: string}}}}}}"
        );
        parameters
    });
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: Zoo, version: '1'}}\nservers: [{{url: 'https://zoo.example'}}]\npaths:\n  /cats:\n    get:\n      operationId: listCats\n      tags: [cats]\n      parameters:\n{parameters}      responses:\n        '204': {{description: Nothing.}}\n"
    );
    let tree = generated(&text);
    let files = tree.iter().filter(|(path, _)| path.starts_with("src/cats"));
    let code: String = files
        .map(|(_, text)| String::from_utf8_lossy(text))
        .collect();
    let written = (0..90)
        .filter(|number| code.contains(&format!("\"a_filter_with_quite_a_long_name_{number}\"")));
    assert_eq!(written.count(), 90);
    let functions: Vec<&str> = code.split("fn apply").skip(1).collect();
    assert!(functions.len() > 2, "one function writes all parameters");
    for function in functions {
        let lines = function.split("\n    }\n").next().unwrap().lines().count();
        assert!(lines <= 100, "{lines} lines:\n{function}");
    }
}
