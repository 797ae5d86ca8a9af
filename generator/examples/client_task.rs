//! A task of another project. `cargo xtask client` writes the client crate, and `cargo xtask client --check` checks it.

use std::error::Error;

use codegen::project::Project;

fn main() -> Result<(), Box<dyn Error>> {
    let project = Project::of_manifest("api/codegen.yaml").command("cargo xtask client");
    let generated = project.generate()?;
    if !generated.is_complete() {
        return Err(generated.messages().into());
    }
    let is_check = std::env::args().any(|argument| argument == "--check");
    if is_check && !(generated.check()?.is_clean() && generated.stale_lock().is_none()) {
        return Err("the client is out of date; run `cargo xtask client`".into());
    }
    if !is_check && !generated.write()?.foreign.is_empty() {
        return Err("a file in the folder of the client was not generated".into());
    }
    Ok(())
}
