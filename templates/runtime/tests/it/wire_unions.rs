//! Tests of unions in requests and responses over a real socket.

use serde_json::{Value, json};

use crate::runtime::{Bearer, RetryPolicy};
use crate::support::api::Client;
use crate::support::server::{Server, response};
use crate::v2::shapes::{Oval, RoundBase, Shape, ShapeReplaceResponseAny, Square};

async fn serving(status: &str, body: &Value) -> (Server, Client) {
    let server = Server::start(vec![response(status, "", &body.to_string())]).await;
    let client = Client::builder()
        .auth(Bearer::new("the-token"))
        .base_url(&server.url)
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    (server, client)
}

/// Returns the JSON body of the first request.
fn sent(server: &Server) -> Value {
    let request = &server.requests()[0];
    let (_, body) = request.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap()
}

#[tokio::test]
async fn subtypes_are_sent_with_their_tags_and_read_by_them() {
    let answer = json!([
        {"kind": "oval", "id": 1, "radius": 2.5, "height": 3.5},
        {"kind": "square", "holes": [{"kind": "round", "radius": 0.5}, {"kind": "star", "points": [5]}]},
        {"kind": "star", "points": [{"x": null}], "radius": 1},
    ]);
    let (server, client) = serving("200 OK", &answer).await;
    let shapes = vec![
        RoundBase::new(2.5).into(),
        Oval::new(1.5).height(2.5).into(),
        Square::default().holes([Square::default().id(7)]).into(),
        Shape::Other(json!({"kind": "star", "points": 5})),
    ];
    let read = client.shapes().replace(shapes).await.unwrap();
    assert_eq!(
        sent(&server),
        json!([
            {"kind": "round", "radius": 2.5},
            {"kind": "oval", "radius": 1.5, "height": 2.5},
            {"kind": "square", "holes": [{"kind": "square", "id": 7}]},
            {"kind": "star", "points": 5},
        ])
    );
    let ShapeReplaceResponseAny::Ok(read) = read else {
        panic!("{read:?}");
    };
    assert!(matches!(&read[0], Shape::Oval(oval) if oval.height == Some(3.5)));
    assert!(matches!(&read[1], Shape::Square(square) if square.holes.as_ref().unwrap().len() == 2));
    assert_eq!(read[2], Shape::Other(answer[2].clone()));
    // The client sends back what the response contained.
    let (server, client) = serving("200 OK", &json!([])).await;
    client.shapes().replace(read).await.unwrap();
    assert_eq!(sent(&server), answer);
}

#[tokio::test]
async fn the_status_selects_the_type_of_a_response_whatever_its_body_looks_like() {
    let (_server, client) = serving("202 Accepted", &json!({"kind": "round", "place": 3})).await;
    let read = client.shapes().replace(Vec::new()).await.unwrap();
    assert!(
        matches!(&read, ShapeReplaceResponseAny::Accepted(queued) if queued.place == Some(3)),
        "{read:?}"
    );
    // The OpenAPI document does not define status 203.
    let body = json!({"kind": "round", "place": 3});
    let (_server, client) = serving("203 Other", &body).await;
    let read = client.shapes().replace(Vec::new()).await.unwrap();
    assert_eq!(read, ShapeReplaceResponseAny::Other(body));
}
