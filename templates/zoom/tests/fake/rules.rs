//! The rules of the fake select operations by their ids. A wrong id would turn a rule off without an error.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use zoom_accounts::ops;

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

#[test]
fn every_operation_id_in_the_rules_exists() -> Result<(), Box<dyn Error>> {
    let ids: BTreeSet<&str> = ops::ALL.iter().map(|operation| operation.id).collect();
    let resources: BTreeSet<&str> = ids
        .iter()
        .filter_map(|id| id.rsplit_once('.'))
        .map(|(resource, _)| resource)
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fake/rules");
    let mut paths = Vec::new();
    files(&folder, &mut paths)?;
    let mut seen = 0;
    for path in paths {
        let text = fs::read_to_string(&path)?;
        // Every second part is inside of quotes.
        for quoted in text.split('"').skip(1).step_by(2) {
            let Some((resource, _)) = quoted.rsplit_once('.') else {
                continue;
            };
            // The names of events look like ids, but their resource is in the singular.
            if resources.contains(resource) {
                seen += 1;
                assert!(ids.contains(quoted), "{}: {quoted}", path.display());
            }
        }
    }
    assert!(seen > 50, "only {seen} ids were found");
    Ok(())
}
