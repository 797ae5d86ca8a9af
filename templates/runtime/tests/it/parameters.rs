//! Tests that send parameters and bodies over a real socket. The expected texts are from other libraries.
//!
//! Each line of `parameters.tsv` has four columns: the location, the name of the parameter in `tests/api/styles.yaml`,
//! the value as JSON, and the expected text. `cargo xtask judge styles` writes this file.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use crate::runtime::{Call, ErrorKind, File, RetryPolicy};
use crate::styles::bodies::{
    BodyFormParams, BodyGrantForm, BodyParts, BodyUploadsItem, ByCode, ByPassword,
};
use crate::styles::parameters::{
    ParameterCookiesParams, ParameterHeadersParams, ParameterQueriesParams,
};
use crate::styles::types::Filter;
use crate::support::api::Client;
use crate::support::parts::{RawPart, serve};
use crate::support::server::{Server, response};

const VECTORS: &str = include_str!("parameters.tsv");

fn client(url: &str) -> Client {
    let builder = Client::builder().base_url(url);
    let builder = builder.timeout(Duration::from_secs(10));
    builder.retry(RetryPolicy::none()).build().unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn list(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(text).collect()
}

fn object(value: &Value) -> BTreeMap<String, String> {
    let fields = value.as_object().unwrap().iter();
    fields
        .map(|(name, value)| (name.clone(), text(value)))
        .collect()
}

fn filter(value: &Value) -> Filter {
    serde_json::from_value(value.clone()).unwrap()
}

/// Returns a call with `value` in one of its path parameters, and the index of this parameter's segment in the path.
fn path_call(client: &Client, name: &str, value: &Value) -> (Call<()>, usize) {
    let (style, kind) = name.split_once('/').unwrap();
    let mut arguments = (
        "x".to_owned(),
        vec!["x".to_owned()],
        BTreeMap::from([("x".to_owned(), "x".to_owned())]),
    );
    let index = match kind {
        "text" => {
            arguments.0 = text(value);
            2
        }
        "list" => {
            arguments.1 = list(value);
            3
        }
        _ => {
            arguments.2 = object(value);
            4
        }
    };
    let paths = client.styles().paths();
    let (a, b, c) = arguments;
    let call = match style {
        "simple" => paths.simple(a, b, c),
        "simple_exploded" => paths.simple_exploded(a, b, c),
        "label" => paths.label(a, b, c),
        "label_exploded" => paths.label_exploded(a, b, c),
        "matrix" => paths.matrix(a, b, c),
        _ => paths.matrix_exploded(a, b, c),
    };
    (call, index)
}

fn query(name: &str, value: &Value) -> Option<ParameterQueriesParams> {
    let params = ParameterQueriesParams::default();
    Some(match name {
        "form_text" => params.form_text(text(value)),
        "form_list" => params.form_list(list(value)),
        "form_object" => params.form_object(object(value)),
        "exploded_text" => params.exploded_text(text(value)),
        "exploded_list" => params.exploded_list(list(value)),
        "exploded_object" => params.exploded_object(object(value)),
        "space_list" => params.space_list(list(value)),
        "pipe_list" => params.pipe_list(list(value)),
        "deep_object" => params.deep_object(object(value)),
        "deep_list" => params.deep_list(list(value)),
        "deep_nested" => params.deep_nested(filter(value)),
        "reserved_text" => params.reserved_text(text(value)),
        "reserved_list" => params.reserved_list(list(value)),
        _ => return None,
    })
}

fn header(name: &str, value: &Value) -> Option<ParameterHeadersParams> {
    let params = ParameterHeadersParams::default();
    Some(match name {
        "simple_text" => params.simple_text(text(value)),
        "simple_list" => params.simple_list(list(value)),
        "simple_object" => params.simple_object(object(value)),
        "exploded_list" => params.exploded_list(list(value)),
        "exploded_object" => params.exploded_object(object(value)),
        _ => return None,
    })
}

fn cookie(name: &str, value: &Value) -> Option<ParameterCookiesParams> {
    let params = ParameterCookiesParams::default();
    Some(match name {
        "form_text" => params.form_text(text(value)),
        "form_list" => params.form_list(list(value)),
        "form_object" => params.form_object(object(value)),
        "exploded_list" => params.exploded_list(list(value)),
        "exploded_object" => params.exploded_object(object(value)),
        _ => return None,
    })
}

fn form(name: &str, value: &Value) -> Option<BodyFormParams> {
    let params = BodyFormParams::default();
    Some(match name {
        "form_text" => params.form_text(text(value)),
        "form_list" => params.form_list(list(value)),
        "comma_list" => params.comma_list(list(value)),
        "deep_list" => params.deep_list(list(value)),
        "deep_object" => params.deep_object(object(value)),
        "deep_items" => params.deep_items(value.as_array().unwrap().iter().map(filter)),
        "reserved_text" => params.reserved_text(text(value)),
        _ => return None,
    })
}

/// Makes a call and returns the text of its request.
async fn sent<P>(call: impl FnOnce(&Client) -> Call<(), P>) -> String {
    let server = Server::start(vec![response("204 No Content", "", "")]).await;
    call(&client(&server.url)).await.unwrap();
    server.requests().remove(0)
}

fn target(request: &str) -> &str {
    request.split(' ').nth(1).unwrap()
}

fn header_of<'a>(request: &'a str, name: &str) -> &'a str {
    let head = request.split("\r\n\r\n").next().unwrap();
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .unwrap()
        .1
}

fn body_of(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}

#[tokio::test]
async fn parameters_are_sent_as_other_libraries_send_them() {
    for line in VECTORS.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [location, name, json, expected] = columns.try_into().unwrap();
        let value: Value = serde_json::from_str(json).unwrap();
        let found = match location {
            "path" => {
                let mut index = 0;
                let request = sent(|client| {
                    let (call, segment) = path_call(client, name, &value);
                    index = segment;
                    call
                })
                .await;
                target(&request).split('/').nth(index).unwrap().to_owned()
            }
            "query" => {
                let params = query(name, &value).unwrap();
                let request =
                    sent(|client| client.styles().parameters().queries().params(params)).await;
                let target = target(&request);
                target.split_once('?').unwrap().1.to_owned()
            }
            "header" => {
                let params = header(name, &value).unwrap();
                let request =
                    sent(|client| client.styles().parameters().headers().params(params)).await;
                header_of(&request, name).to_owned()
            }
            "cookie" => {
                let params = cookie(name, &value).unwrap();
                let request =
                    sent(|client| client.styles().parameters().cookies().params(params)).await;
                header_of(&request, "cookie").to_owned()
            }
            "form" => {
                let params = form(name, &value).unwrap();
                let request = sent(|client| client.styles().bodies().form().params(params)).await;
                body_of(&request).to_owned()
            }
            _ => {
                let request = sent(|client| client.styles().bodies().map(object(&value))).await;
                body_of(&request).to_owned()
            }
        };
        assert_eq!(found, expected, "{line}");
    }
}

#[tokio::test]
async fn a_delimiter_within_a_value_is_an_error_if_the_style_has_no_encoding_for_it() {
    let client = client("http://127.0.0.1:9");
    let styles = client.styles().parameters();
    let paths = client.styles().paths();
    let x = || BTreeMap::from([("x".to_owned(), "x".to_owned())]);
    let query = ParameterQueriesParams::default;
    let lists = ParameterHeadersParams::default().simple_list(["a,b", "c"]);
    let errors = [
        error(styles.queries().params(query().space_list(["a b", "c"]))).await,
        error(styles.queries().params(query().pipe_list(["a|b", "c"]))).await,
        error(styles.headers().params(lists)).await,
        error(paths.label_exploded("x", ["1.5", "2"], x())).await,
    ];
    for error in errors {
        assert!(error.contains("which separates its values"), "{error}");
    }
}

async fn error<P>(call: Call<(), P>) -> String {
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    error.to_string()
}

#[tokio::test]
async fn reserved_characters_that_change_a_query_are_encoded_even_if_allowed() {
    let params = ParameterQueriesParams::default().reserved_text("a&b=c#d+e%2F");
    let request = sent(|client| client.styles().parameters().queries().params(params)).await;
    let query = target(&request).split_once('?').unwrap().1;
    assert_eq!(query, "reserved_text=a%26b=c%23d%2Be%252F");
}

#[tokio::test]
async fn an_empty_list_is_sent_only_if_empty_values_are_allowed() {
    let params = ParameterQueriesParams::default();
    let params = params
        .exploded_list([""; 0])
        .empty_list([""; 0])
        .empty_text("");
    let request = sent(|client| client.styles().parameters().queries().params(params)).await;
    let query = target(&request).split_once('?').unwrap().1;
    assert_eq!(query, "empty_text=&empty_list=");
}

#[tokio::test]
async fn a_form_has_additional_fields_and_one_of_two_shapes() {
    let mut params = BodyFormParams::default().form_text("x");
    params.extra.insert("a b".to_owned(), "&".to_owned());
    let request = sent(|client| client.styles().bodies().form().params(params)).await;
    assert_eq!(body_of(&request), "form_text=x&a+b=%26");
    for (form, body) in [
        (BodyGrantForm::from(ByCode::new("c")), "code=c"),
        (
            BodyGrantForm::from(ByPassword::new("u", "p")),
            "user=u&password=p",
        ),
    ] {
        let request = sent(|client| client.styles().bodies().grant(form)).await;
        assert_eq!(
            header_of(&request, "content-type"),
            "application/x-www-form-urlencoded"
        );
        assert_eq!(body_of(&request), body);
    }
}

/// Makes a call and returns the parts that the server decodes.
async fn parts(call: impl FnOnce(&Client) -> Call<()>) -> Vec<RawPart> {
    let (url, server) = serve(usize::MAX, std::sync::Arc::default()).await;
    call(&client(&url)).await.unwrap();
    server.await.unwrap().parts()
}

fn part(head: &[&str], body: &str) -> RawPart {
    RawPart {
        head: head.iter().map(|&line| line.to_owned()).collect(),
        body: body.as_bytes().to_vec(),
    }
}

#[tokio::test]
async fn parts_have_the_content_types_and_headers_of_the_document() {
    let picture = |name: &str| File::new(name, "P");
    let request = BodyParts::new(File::new("a.txt", "1,2").header("x-rows", "1"))
        .pictures([
            picture("a.JPG"),
            picture("b"),
            picture("c.gif").content_type("image/gif"),
        ])
        .note("*n*")
        .linked(Filter::default().seats(2))
        .page("<a/>");
    let found = parts(|client| client.styles().bodies().parts(request)).await;
    let file = |name: &str, file: &str| {
        format!("content-disposition: form-data; name=\"{name}\"; filename=\"{file}\"")
    };
    let field = |name: &str| format!("content-disposition: form-data; name=\"{name}\"");
    let expected = [
        part(
            &[
                &file("table", "a.txt"),
                "content-type: text/csv",
                "x-rows: 1",
            ],
            "1,2",
        ),
        part(
            &[&file("pictures", "a.JPG"), "content-type: image/jpeg"],
            "P",
        ),
        part(&[&file("pictures", "b"), "content-type: image/png"], "P"),
        part(
            &[&file("pictures", "c.gif"), "content-type: image/gif"],
            "P",
        ),
        part(&[&field("note"), "content-type: text/markdown"], "*n*"),
        part(
            &[&field("linked"), "content-type: application/ld+json"],
            r#"{"seats":2}"#,
        ),
        part(&[&field("page"), "content-type: application/xml"], "<a/>"),
    ];
    assert_eq!(found, expected);
}

#[tokio::test]
async fn each_item_of_a_multipart_list_is_sent() {
    let uploads = [
        BodyUploadsItem::new(File::new("a.bin", "A")).label("first"),
        BodyUploadsItem::new(File::new("b.bin", "B")),
    ];
    let found = parts(|client| client.styles().bodies().uploads(uploads)).await;
    let bodies: Vec<_> = found
        .iter()
        .map(|part| String::from_utf8(part.body.clone()).unwrap())
        .collect();
    assert_eq!(bodies, ["first", "A", "B"]);
}

#[tokio::test]
async fn a_header_of_a_file_cannot_break_its_part() {
    for (name, value) in [("x", "a\r\nb: c"), ("x y", "a"), ("Content-Type", "a/b")] {
        let request = BodyParts::new(File::new("a", "b").header(name, value));
        let error = client("http://127.0.0.1:9")
            .styles()
            .bodies()
            .parts(request)
            .await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Build, "{name}");
    }
}
