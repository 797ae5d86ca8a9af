use zoom_accounts::fake::probe;

#[test]
fn every_answer_is_valid_for_the_schema_of_its_endpoint() {
    assert!(probe::endpoint_count() > 500, "the documents are missing");
    let problems = probe::self_check();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
