//! `cargo xtask explain`: the page of a finding.

use anyhow::Result;
use clap::Args;
use codegen::diag::{Code, nearest};

use crate::{End, print, tell};

/// Explain a finding: what it means, what brings it up, and how to mend it
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The code of the finding, such as E0203; letter case does not matter
    #[arg(required_unless_present = "list")]
    code: Option<String>,
    /// List every code with its title
    #[arg(long)]
    list: bool,
}

/// Runs the task.
pub(crate) fn run(arguments: &Arguments) -> Result<End> {
    let Some(text) = arguments.code.as_deref().filter(|_| !arguments.list) else {
        let lines = Code::ALL
            .iter()
            .map(|code| format!("{code}  {}\n", code.title()));
        print(&lines.collect::<String>())?;
        return Ok(End::Fine);
    };
    if let Some(code) = Code::parse(text.trim()) {
        print(code.explain())?;
        return Ok(End::Fine);
    }
    tell(&format!(
        "error: no finding has the code `{text}`{}\n",
        hint(text)
    ))?;
    Ok(End::Usage)
}

fn hint(text: &str) -> String {
    match nearest(text.trim(), Code::ALL.iter().map(|code| code.as_str())) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => "; `cargo xtask explain --list` lists all".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::hint;

    #[test]
    fn a_mistyped_code_gets_the_nearest_one() {
        assert_eq!(hint("E203"), "; did you mean `E0203`?");
        assert!(hint("nonsense").contains("--list"));
    }
}
