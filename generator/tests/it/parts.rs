//! Tests which fields of a `multipart/form-data` body are files, and how all other fields are sent.

use codegen::diag::{Format, render};
use codegen::input::{MemoryFiles, Policy, Reading};
use codegen::model::{
    Alphabet, Encoding, Field, Input, ParamLocation, Presence, Shape, Success, Ty,
};
use codegen::pipeline::{Outcome, Single, run_single};

fn run(version: &str, operation: &str, schemas: &str) -> Outcome {
    let text = format!(
        "openapi: {version}\ninfo: {{title: T, version: '1'}}\npaths: {{/a: {{post: {operation}}}}}\ncomponents: {{schemas: {{{schemas}}}}}\n"
    );
    let files = MemoryFiles::new().with("spec.yaml", &*text);
    run_single(&Single {
        files: &files,
        templates: &MemoryFiles::new(),
        path: "spec.yaml",
        name: Some("case"),
        policy: Policy::Lenient,
        examples: false,
        reading: Reading::default(),
    })
}

/// Returns the fields of a body whose schema has these properties.
fn parts(version: &str, properties: &str, encoding: &str) -> Vec<Field> {
    let operation = format!(
        "{{requestBody: {{content: {{multipart/form-data: {{schema: {{type: object, required: [z], properties: {{z: {{type: string}}, {properties}}}}}, encoding: {{{encoding}}}}}}}}}, responses: {{'204': {{description: d}}}}}}"
    );
    let schemas = "Upload: {type: string, format: binary}, Kind: {type: string, enum: [a, b]}";
    let outcome = run(version, &operation, schemas);
    let said = render(&outcome.diagnostics, &outcome.sources, Format::Short);
    let model = outcome.stages.model.unwrap_or_else(|| panic!("{said}"));
    let mut fields = model.types.iter().filter_map(|def| match &def.shape {
        Shape::Struct { fields, .. } if fields.iter().any(|field| field.wire == "z") => {
            Some(fields.clone())
        }
        _ => None,
    });
    let fields = fields.next().unwrap();
    assert!(
        fields
            .iter()
            .all(|field| field.location == Some(ParamLocation::Part))
    );
    // A request body is optional only if the document sets `required: false`.
    assert_eq!(fields[0].presence, Presence::Required);
    fields
}

/// Returns the type and the encoding of the field `x`, whose schema is `schema`.
fn part(version: &str, schema: &str, encoding: &str) -> (Ty, Encoding) {
    let fields = parts(version, &format!("x: {schema}"), encoding);
    let field = fields.into_iter().find(|field| field.wire == "x").unwrap();
    (field.ty, field.encoding)
}

#[test]
fn a_member_of_bytes_is_a_file_however_that_is_said() {
    for schema in [
        "{type: string, format: binary}",
        "{$ref: '#/components/schemas/Upload'}",
        "{allOf: [{$ref: '#/components/schemas/Upload'}], description: d}",
        "{type: string, format: binary, nullable: true}",
        "{oneOf: [{$ref: '#/components/schemas/Upload'}, {type: string, format: binary}]}",
    ] {
        assert_eq!(
            part("3.0.3", schema, ""),
            (Ty::File, Encoding::Text),
            "{schema}"
        );
    }
    for schema in [
        "{type: string, contentMediaType: application/octet-stream}",
        "{contentMediaType: image/png}",
        "{type: [string, 'null'], format: binary}",
        "{anyOf: [{type: string, format: binary}, {type: 'null'}]}",
    ] {
        assert_eq!(
            part("3.1.0", schema, ""),
            (Ty::File, Encoding::Text),
            "{schema}"
        );
    }
    let images = Encoding::Typed {
        json: false,
        content_types: vec!["image/png".to_owned(), "image/jpeg".to_owned()],
    };
    for schema in ["{type: string}", "{}"] {
        let said = "x: {contentType: 'image/png, image/jpeg'}";
        assert_eq!(
            part("3.0.3", schema, said),
            (Ty::File, images.clone()),
            "{schema}"
        );
    }
}

#[test]
fn a_list_of_files_is_one_part_for_each() {
    let files = (Ty::List(Box::new(Ty::File)), Encoding::Text);
    for schema in [
        "{type: array, items: {type: string, format: binary}}",
        "{type: array, items: {$ref: '#/components/schemas/Upload'}}",
        "{anyOf: [{$ref: '#/components/schemas/Upload'}, {type: array, items: {type: string, format: binary}}]}",
    ] {
        assert_eq!(part("3.0.3", schema, ""), files, "{schema}");
    }
}

#[test]
fn other_members_are_text_or_json_as_their_types_ask_for() {
    let texts = Ty::List(Box::new(Ty::Str));
    for (schema, encoding, wanted) in [
        ("{type: string}", "", (Ty::Str, Encoding::Text)),
        (
            "{type: string, format: byte}",
            "",
            (Ty::Base64(Alphabet::Standard), Encoding::Text),
        ),
        (
            "{type: string}",
            "x: {contentType: text/csv}",
            (
                Ty::Str,
                Encoding::Typed {
                    json: false,
                    content_types: vec!["text/csv".to_owned()],
                },
            ),
        ),
        (
            "{type: string}",
            "x: {contentType: application/json}",
            (Ty::Str, Encoding::Json),
        ),
        (
            "{type: array, items: {type: string}}",
            "",
            (texts.clone(), Encoding::Text),
        ),
        (
            "{type: array, items: {type: string}}",
            "x: {style: form, explode: false}",
            (texts, Encoding::CommaDelimited),
        ),
        (
            "{type: object, additionalProperties: {type: integer}}",
            "",
            (
                Ty::Map(Box::new(Ty::Int(codegen::model::IntKind::I64))),
                Encoding::ByValue,
            ),
        ),
        ("{}", "", (Ty::Json, Encoding::ByValue)),
    ] {
        assert_eq!(
            part("3.0.3", schema, encoding),
            wanted,
            "{schema} {encoding}"
        );
    }
    let (ty, encoding) = part("3.0.3", "{$ref: '#/components/schemas/Kind'}", "");
    assert!(matches!(ty, Ty::Named(_)) && encoding == Encoding::Text);
    let (ty, encoding) = part(
        "3.0.3",
        "{type: array, items: {type: object, properties: {a: {type: string}}}}",
        "",
    );
    assert!(matches!(ty, Ty::List(_)) && encoding == Encoding::ByValue);
}

#[test]
fn bytes_within_json_stay_text() {
    let binary = "{type: string, format: binary}";
    let operation = format!(
        "{{requestBody: {{content: {{multipart/form-data: {{schema: {{properties: {{x: {{properties: {{y: {binary}}}}}}}}}}}}}}}, responses: {{'204': {{description: d}}}}}}"
    );
    let model = run("3.0.3", &operation, "").stages.model.unwrap();
    let fields = model.types.iter().filter_map(|def| match &def.shape {
        Shape::Struct { fields, .. } => Some(fields),
        _ => None,
    });
    let mut found = fields.flatten().filter(|field| field.wire == "y");
    assert_eq!(found.next().unwrap().ty, Ty::Str);
}

#[test]
fn a_body_without_properties_takes_any_parts() {
    for media in ["{}", "{schema: {type: object}}"] {
        let operation = format!(
            "{{requestBody: {{content: {{multipart/form-data: {media}}}}}, responses: {{'204': {{description: d}}}}}}"
        );
        let model = run("3.0.3", &operation, "").stages.model.unwrap();
        let inputs: Vec<&Input> = model
            .operations
            .iter()
            .flat_map(|one| &one.inputs)
            .collect();
        assert_eq!(inputs.len(), 1, "{media}: {inputs:?}");
    }
}

#[test]
fn an_answer_of_bytes_is_a_stream() {
    for content in [
        "application/octet-stream: {}",
        "image/png: {schema: {type: string, format: binary}}",
        "application/zip: {}",
        "'*/*': {schema: {type: string, format: binary}}",
        "multipart/form-data: {schema: {type: object}}",
    ] {
        let operation =
            format!("{{responses: {{'200': {{description: d, content: {{{content}}}}}}}}}");
        let outcome = run("3.0.3", &operation, "");
        let model = outcome.stages.model.unwrap();
        assert_eq!(model.operations[0].success, Success::Bytes, "{content}");
    }
}
