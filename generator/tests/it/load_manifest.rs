//! Tests of loading manifests and the documents that a manifest lists.

use codegen::diag::{Code, Diagnostics, Format, render};
use codegen::input::{Answers, FileProvider, KeepExtra, Loaded, MemoryFiles, Policy, ReadError};
use codegen::load::{DiskFiles, load, load_api, load_document, sha256};
use codegen::source::Sources;

const SPEC: &str = "openapi: 3.0.3\n";

const FULL: &str = "\
crate:
  name: shop-client
  version: 0.1.0
  description: A client.
  license: MIT
  rust-version: '1.85'
  keywords: [shop]
  categories: [api-bindings]
apis:
  - name: v1
    accessor: v1
    feature: v1
    documents:
      - path: specs/v1.yaml
        sha256: SUM
        overlays: [specs/overlay.yaml]
    errors: crate::shop::errors::v1
    request-id-header: x-request-id
    notice: Old.
    bundle: {path: openapi/v1.json, title: Shop}
    answers: lenient
    extra: sent
    policy: lenient
  - name: v2
    module: second
    documents: [{path: specs/a.yaml}, {path: specs/b.json}]
scopes:
  - {accessor: sub_account, type: SubAccount, api: v2, prefix: '/accounts/{accountId}', id: AccountId, docs: A part.}
pagination:
  token: {request: next_page_token, size: page_size, response: next_page_token}
  number: {request: page_number, response: page_number, count: page_count}
ids:
  AccountId: names an account
error-codes: {file: specs/codes.yaml, type: ShopCode, exported-by: crate::shop}
modules:
  - {from: templates/shop, to: src/shop}
";

const CODES: &str = "\
docs: A code.
codes:
  '7':
    name: TooMany
    statuses: [400]
    class: limit-reached
    class-by-status: {'429': rate-limited}
    docs: Too many.
";

fn files(manifest: &str) -> MemoryFiles {
    MemoryFiles::new()
        .with(
            "codegen.yaml",
            manifest.replace("SUM", &sha256(SPEC.as_bytes())),
        )
        .with("specs/v1.yaml", SPEC)
        .with("specs/overlay.yaml", "overlay: 1.0.0\n")
        .with("specs/a.yaml", SPEC)
        .with("specs/b.json", "{}")
        .with("specs/codes.yaml", CODES)
}

fn run(files: &MemoryFiles) -> (Option<Loaded>, Diagnostics, String) {
    let mut diagnostics = Diagnostics::default();
    let (sources, loaded) = load(files, "codegen.yaml", &mut diagnostics);
    let short = render(&diagnostics, &sources, Format::Short);
    (loaded, diagnostics, short)
}

/// Returns the diagnostics for a manifest with one document and these additional lines.
fn diagnostics(lines: &str) -> String {
    let start =
        "crate: {name: a, version: 0.1.0}\napis: [{name: v1, documents: [{path: specs/a.yaml}]}]\n";
    run(&files(&format!("{start}{lines}"))).2
}

#[test]
fn two_bundles_cannot_have_the_same_path() {
    let manifest = "\
crate: {name: a, version: 0.1.0}
apis:
  - {name: v1, bundle: {path: a/v.json, title: One}, documents: [{path: specs/a.yaml}]}
  - {name: v2, bundle: {path: a/V.json, title: Two}, documents: [{path: specs/a.yaml}]}
";
    let (loaded, _, short) = run(&files(manifest));
    assert!(loaded.is_none());
    let expected = "\
codegen.yaml:4:24: error[E0104]: two bundles have the path `a/V.json`
";
    assert_eq!(short, expected);
}

#[test]
fn every_member_of_a_manifest_is_read() {
    let (loaded, _, short) = run(&files(FULL));
    assert_eq!(short, "");
    let Loaded { manifest, apis } = loaded.unwrap();
    assert_eq!(manifest.crate_.name, "shop-client");
    assert_eq!(manifest.crate_.rust_version.as_deref(), Some("1.85"));
    assert_eq!(manifest.crate_.keywords, ["shop"]);
    let [v1, v2] = manifest.apis.as_slice() else {
        panic!("{manifest:?}")
    };
    assert_eq!((v1.module.as_str(), v2.module.as_str()), ("v1", "second"));
    assert_eq!((v1.policy, v2.policy), (Policy::Lenient, Policy::Strict));
    let kept = (v1.reading.extra, v2.reading.extra);
    assert_eq!(kept, (KeepExtra::Sent, KeepExtra::None));
    let answers = (v1.reading.answers, v2.reading.answers);
    assert_eq!(answers, (Answers::Lenient, Answers::Strict));
    assert_eq!(v1.request_id_header.as_deref(), Some("x-request-id"));
    assert_eq!(v1.errors.as_deref(), Some("crate::shop::errors::v1"));
    assert_eq!(
        (v1.accessor.as_deref(), v2.accessor.as_deref()),
        (Some("v1"), None)
    );
    assert_eq!(manifest.scopes.first().unwrap().type_name, "SubAccount");
    assert_eq!(
        manifest.pagination.token.as_ref().unwrap().size.as_deref(),
        Some("page_size")
    );
    assert_eq!(manifest.pagination.number.as_ref().unwrap().size, None);
    assert_eq!(manifest.ids.get("AccountId").unwrap(), "names an account");
    assert_eq!(manifest.modules.first().unwrap().to, "src/shop");
    let codes = manifest.error_codes.as_ref().unwrap();
    assert_eq!(
        (codes.type_name.as_str(), codes.exported_by.as_deref()),
        ("ShopCode", Some("crate::shop"))
    );
    let code = codes.codes.first().unwrap();
    assert_eq!((code.number, code.name.as_str()), (7, "TooMany"));
    assert_eq!(code.class.as_ref().unwrap().name, "limit-reached");
    assert_eq!(code.class_by_status.first().unwrap().0, 429);

    let paths: Vec<Vec<&str>> = apis
        .iter()
        .map(|api| {
            api.documents
                .iter()
                .map(|document| document.path.as_str())
                .collect()
        })
        .collect();
    assert_eq!(
        paths,
        [vec!["specs/v1.yaml"], vec!["specs/a.yaml", "specs/b.json"]]
    );
    let overlays = &apis.first().unwrap().documents.first().unwrap().overlays;
    assert_eq!(overlays.first().unwrap().path, "specs/overlay.yaml");
    assert_eq!(
        overlays.first().unwrap().root.text("overlay"),
        Some("1.0.0")
    );
}

#[test]
fn all_diagnostics_of_a_manifest_come_at_once() {
    let manifest = "\
crate: {name: a, versoin: 0.1.0}
apis:
  - name: v1
    polcy: strict
    documents: []
  - name: v1
    accessor: Sub-Account
    policy: lenent
    documents: [{path: 12, sha256: abc}, text]
scopes: {}
ids: {AccountId: }
extra: 1
";
    let (loaded, diagnostics, short) = run(&files(manifest));
    assert!(loaded.is_none());
    assert!(
        diagnostics
            .iter()
            .all(|diagnostic| diagnostic.code == Code::ManifestInvalid)
    );
    let expected = "\
codegen.yaml:12:1: error[E0104]: the manifest has no key `extra`
codegen.yaml:1:18: error[E0104]: `crate` has no key `versoin`
codegen.yaml:1:8: error[E0104]: `crate` has no `version`
codegen.yaml:4:5: error[E0104]: an api has no key `polcy`
codegen.yaml:5:16: error[E0104]: `documents` is empty
codegen.yaml:7:15: error[E0104]: `Sub-Account` is not a valid Rust name for `accessor`
codegen.yaml:9:24: error[E0104]: `path` must be text
codegen.yaml:9:36: error[E0104]: `sha256` is not a SHA-256
codegen.yaml:9:42: error[E0104]: a document must be a map
codegen.yaml:8:13: error[E0104]: `lenent` is not a policy
codegen.yaml:10:9: error[E0104]: `scopes` must be a list
codegen.yaml:11:16: error[E0104]: `AccountId` is empty
codegen.yaml:6:11: error[E0104]: duplicate api `v1`
";
    assert_eq!(short, expected);
    let help = |name: &str| {
        let found = diagnostics
            .iter()
            .find(|diagnostic| diagnostic.message.contains(name))
            .unwrap();
        found.help.clone().unwrap_or_default()
    };
    assert_eq!(help("versoin"), "did you mean `version`?");
    assert_eq!(help("polcy"), "did you mean `policy`?");
    assert_eq!(help("lenent"), "did you mean `lenient`?");
    assert_eq!(help("`path` must"), "put it in quotes");
    assert_eq!(
        help("extra"),
        "known keys: `crate`, `out`, `apis`, `scopes`, `pagination`, `ids`, `error-codes`, `modules`, `derives`, `formats`, `into`, `dependencies`"
    );
}

#[test]
fn a_manifest_that_is_no_map_is_one_diagnostic() {
    let (_, _, short) = run(&files("- a\n"));
    assert_eq!(
        short,
        "codegen.yaml:1:1: error[E0104]: the manifest must be a map\n"
    );
    let (_, _, short) = run(&files("{}"));
    assert_eq!(
        short,
        "codegen.yaml:1:1: error[E0104]: the manifest has no `crate`\n\
         codegen.yaml:1:1: error[E0104]: the manifest has no `apis`\n"
    );
}

#[test]
fn a_scope_must_name_what_there_is() {
    let scope = |text: &str| {
        diagnostics(&format!(
            "ids: {{AccountId: text}}\nscopes: [{{accessor: sub, type: Sub, {text}}}]\n"
        ))
    };
    assert_eq!(scope("api: v1, prefix: '/a/{b}', id: AccountId"), "");
    let short = scope("api: v3, prefix: '/a/{b}', id: AcountId");
    assert_eq!(
        short,
        "codegen.yaml:4:42: error[E0104]: unknown api `v3` in a scope\n\
         codegen.yaml:4:68: error[E0104]: unknown id `AcountId` in a scope\n"
    );
    for prefix in ["a/{b}", "/a", "/a/{b}/{c}"] {
        let short = scope(&format!("api: v1, prefix: '{prefix}', id: AccountId"));
        let expected =
            format!("error[E0104]: `{prefix}` is not a path prefix with one placeholder\n");
        assert!(short.ends_with(&expected), "{short}");
    }
    let missing = scope("api: v1");
    assert_eq!(missing.lines().count(), 2, "{missing}");
}

#[test]
fn a_version_that_yaml_reads_as_a_number_must_be_quoted() {
    let (_, diagnostics, short) = run(&files(&FULL.replace("'1.85'", "1.85")));
    assert_eq!(
        short,
        "codegen.yaml:6:17: error[E0104]: `rust-version` must be text\n"
    );
    assert_eq!(
        diagnostics.iter().next().unwrap().help.as_deref(),
        Some("put it in quotes")
    );
}

#[test]
fn a_pinned_document_that_changed_is_told_with_both_sums() {
    let (loaded, diagnostics, short) = run(&files(FULL).with("specs/v1.yaml", "openapi: 3.0.4\n"));
    assert!(loaded.is_none());
    assert_eq!(
        short,
        "codegen.yaml:15:17: error[E0105]: `specs/v1.yaml` has changed\n"
    );
    let help = diagnostics.iter().next().unwrap().help.clone().unwrap();
    assert!(
        help.contains(&sha256(b"openapi: 3.0.4\n")) && help.contains("overlay"),
        "{help}"
    );
}

#[test]
fn a_pinned_sum_may_be_in_capitals() {
    let manifest = FULL.replace("SUM", &sha256(SPEC.as_bytes()).to_ascii_uppercase());
    assert_eq!(run(&files(&manifest)).2, "");
}

#[test]
fn every_file_that_cannot_be_read_is_told_where_it_is_named() {
    let missing: MemoryFiles = [("codegen.yaml".to_owned(), FULL.as_bytes().to_vec())]
        .into_iter()
        .collect();
    let (loaded, diagnostics, short) = run(&missing);
    // The manifest contains the text `SUM` instead of a checksum.
    assert!(loaded.is_none() && short.contains("E0104"), "{short}");
    assert_eq!(diagnostics.len(), 1);

    let manifest = FULL.replace("        sha256: SUM\n", "");
    let missing: MemoryFiles = [("codegen.yaml".to_owned(), manifest.into_bytes())]
        .into_iter()
        .collect();
    assert_eq!(
        run(&missing).2,
        "codegen.yaml:33:21: error[E0101]: `specs/codes.yaml` cannot be read: no such file\n\
         codegen.yaml:14:15: error[E0101]: `specs/v1.yaml` cannot be read: no such file\n\
         codegen.yaml:15:20: error[E0101]: `specs/overlay.yaml` cannot be read: no such file\n\
         codegen.yaml:25:24: error[E0101]: `specs/a.yaml` cannot be read: no such file\n\
         codegen.yaml:25:46: error[E0101]: `specs/b.json` cannot be read: no such file\n"
    );
    assert_eq!(
        run(&MemoryFiles::new()).2,
        "codegen.yaml: error[E0101]: `codegen.yaml` cannot be read: no such file\n"
    );
}

#[test]
fn one_document_is_read_without_a_manifest() {
    let files = MemoryFiles::new().with("a.json", "{\"openapi\": \"3.0.0\"}");
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let document = load_document(&files, "a.json", &mut sources, &mut diagnostics).unwrap();
    assert_eq!(document.root.text("openapi"), Some("3.0.0"));
    assert_eq!(sources.path(document.source), "a.json");
    assert!(document.overlays.is_empty());
    assert!(load_document(&files, "b.json", &mut sources, &mut diagnostics).is_none());
    assert!(diagnostics.has_errors());
}

#[test]
fn bytes_that_are_no_utf_8_text_are_told_at_the_first_wrong_one() {
    let cases: [(&[u8], &str); 6] = [
        (
            b"a: 1\nb: \xff\n",
            "a.yaml:2:4: error[E0102]: `a.yaml` is not UTF-8 text\n",
        ),
        (
            b"\xff\xfea\0:\0",
            "a.yaml:1:1: error[E0102]: `a.yaml` is not YAML or JSON, but UTF-16 text\n",
        ),
        (
            b"\x1f\x8b\x08\xff",
            "a.yaml:1:1: error[E0102]: `a.yaml` is not YAML or JSON, but a gzip archive\n",
        ),
        (
            b"PK\x03\x04\xff",
            "a.yaml:1:1: error[E0102]: `a.yaml` is not YAML or JSON, but a ZIP archive\n",
        ),
        (
            b"\x89PNG\r\n",
            "a.yaml:1:1: error[E0102]: `a.yaml` is not YAML or JSON, but an image\n",
        ),
        (
            b"\xf0\0\0",
            "a.yaml:1:1: error[E0102]: `a.yaml` is not YAML or JSON, but binary data\n",
        ),
    ];
    for (bytes, expected) in cases {
        let files = MemoryFiles::new().with("a.yaml", bytes);
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        assert!(load_document(&files, "a.yaml", &mut sources, &mut diagnostics).is_none());
        assert_eq!(render(&diagnostics, &sources, Format::Short), expected);
    }
}

#[test]
fn files_of_a_disk_are_read_and_listed_below_the_root_only() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("root/b/c")).unwrap();
    for (path, text) in [
        ("outside.yaml", "1"),
        ("root/z.yaml", "2"),
        ("root/b/a.yaml", "3"),
        ("root/b/c/d.yaml", "4"),
    ] {
        std::fs::write(folder.path().join(path), text).unwrap();
    }
    let files = DiskFiles::new(folder.path().join("root"));
    assert_eq!(files.read("b/a.yaml"), Ok(b"3".to_vec()));
    assert_eq!(files.read("./z.yaml"), Ok(b"2".to_vec()));
    assert_eq!(files.read("none.yaml"), Err(ReadError::NotFound));
    assert_eq!(files.read("b"), Err(ReadError::IsFolder));
    assert_eq!(files.read("../outside.yaml"), Err(ReadError::OutsideRoot));
    assert_eq!(
        files.read("b/../../outside.yaml"),
        Err(ReadError::OutsideRoot)
    );
    let absolute = folder.path().join("outside.yaml");
    assert_eq!(
        files.read(absolute.to_str().unwrap()),
        Err(ReadError::OutsideRoot)
    );
    assert_eq!(
        files.list(""),
        Ok(vec![
            "b/a.yaml".to_owned(),
            "b/c/d.yaml".to_owned(),
            "z.yaml".to_owned()
        ])
    );
    assert_eq!(
        files.list("b/"),
        Ok(vec!["b/a.yaml".to_owned(), "b/c/d.yaml".to_owned()])
    );
    assert_eq!(files.list("none"), Err(ReadError::NotFound));
    assert_eq!(files.list(".."), Err(ReadError::OutsideRoot));
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_neither_opened_nor_ignored() {
    assert_eq!(
        DiskFiles::new("/dev").read("zero"),
        Err(ReadError::NotAFile)
    );
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let made = std::process::Command::new("mkfifo")
        .args([at("pipe.yaml"), at("x.lock")])
        .status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink("pipe.yaml", at("link.yaml")).unwrap();
    std::fs::write(
        at("spec.yaml"),
        format!("{SPEC}info: {{$ref: pipe.yaml}}\n"),
    )
    .unwrap();
    let files = DiskFiles::new(folder.path());
    for name in ["pipe.yaml", "link.yaml"] {
        assert_eq!(files.read(name), Err(ReadError::NotAFile));
    }
    let mut sources = Sources::default();
    let mut found = Diagnostics::default();
    load_api(&files, "spec.yaml", &mut sources, &mut found).unwrap();
    assert_eq!(
        render(&found, &sources, Format::Short),
        "spec.yaml:2:14: warning[E0101]: `pipe.yaml` cannot be read: it is a named pipe, a socket or a device, not a file\n"
    );
}

#[test]
fn files_in_memory_are_listed_like_those_of_a_disk() {
    let files = MemoryFiles::new()
        .with("z.yaml", "2")
        .with("b/a.yaml", "3")
        .with("bc.yaml", "4");
    assert_eq!(
        files.list(""),
        Ok(vec![
            "b/a.yaml".to_owned(),
            "bc.yaml".to_owned(),
            "z.yaml".to_owned()
        ])
    );
    assert_eq!(files.list("b"), Ok(vec!["b/a.yaml".to_owned()]));
    assert_eq!(files.list("none"), Err(ReadError::NotFound));
    assert_eq!(files.read("b"), Err(ReadError::NotFound));
}

#[test]
fn the_crate_is_written_where_the_manifest_says_or_beside_it() {
    let manifest = |head: &str| {
        let text = format!(
            "{head}crate: {{name: case, version: 0.1.0}}\napis: [{{name: v1, documents: [{{path: a.json}}]}}]\n"
        );
        let files = MemoryFiles::new()
            .with("codegen.yaml", text)
            .with("a.json", "{}");
        let (loaded, _, said) = run(&files);
        loaded.unwrap_or_else(|| panic!("{said}")).manifest
    };
    let beside = manifest("");
    assert_eq!(beside.output_folder("specs/mine.yaml"), "specs/generated");
    assert_eq!(beside.output_folder("mine.yaml"), "generated");
    let named = manifest("out: clients/mine/\n");
    assert_eq!(named.output_folder("specs/mine.yaml"), "clients/mine");
    for out in ["/tmp", ".", "..", "a/../..", "''", "a//b", "'C:'"] {
        let text = FULL.replacen("crate:", &format!("out: {out}\ncrate:"), 1);
        let files = MemoryFiles::new().with("codegen.yaml", text);
        let (loaded, _, said) = run(&files);
        assert!(
            loaded.is_none() && said.contains("codegen.yaml:1:6: error[E0104]"),
            "{out}: {said}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_is_followed_only_below_the_root() {
    let folder = tempfile::tempdir().unwrap();
    let (root, outside) = (folder.path().join("root"), folder.path().join("outside"));
    for folder in [&root, &outside] {
        std::fs::create_dir(folder).unwrap();
        std::fs::write(folder.join("a.yaml"), "a: 1").unwrap();
    }
    let link = |from: &str, to: &std::path::Path| {
        std::os::unix::fs::symlink(to, root.join(from)).unwrap();
    };
    link("inside.yaml", &root.join("a.yaml"));
    link("file.yaml", &outside.join("a.yaml"));
    link("folder", &outside);
    let files = DiskFiles::new(&root);
    assert_eq!(files.read("inside.yaml").unwrap(), b"a: 1");
    assert_eq!(files.read("file.yaml"), Err(ReadError::OutsideRoot));
    assert_eq!(files.read("folder/a.yaml"), Err(ReadError::OutsideRoot));
    assert_eq!(files.list("folder"), Err(ReadError::OutsideRoot));
}
