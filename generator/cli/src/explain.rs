//! The command `explain`: prints the explanation of a diagnostic code.

use anyhow::Result;
use clap::Args;
use codegen::diag::{Code, nearest};

use crate::output::{Outcome, eprint, print};

/// Explain a diagnostic code: what it means, what causes it and how to fix it
#[derive(Args, Debug)]
pub struct Arguments {
    /// The code, such as E0203, in upper or lower case
    #[arg(required_unless_present = "list")]
    code: Option<String>,
    /// List all codes with their titles
    #[arg(long)]
    list: bool,
}

/// Prints the explanation of a code, or the list of all codes.
pub fn run(arguments: &Arguments) -> Result<Outcome> {
    let Some(text) = arguments.code.as_deref().filter(|_| !arguments.list) else {
        let lines = Code::ALL
            .iter()
            .map(|code| format!("{code}  {}\n", code.title()));
        print(&lines.collect::<String>())?;
        return Ok(Outcome::Success);
    };
    if let Some(code) = Code::parse(text.trim()) {
        print(code.explain())?;
        return Ok(Outcome::Success);
    }
    eprint(&format!(
        "error: unknown diagnostic code `{text}`{}\n",
        hint(text)
    ))?;
    Ok(Outcome::UsageError)
}

fn hint(text: &str) -> String {
    match nearest(text.trim(), Code::ALL.iter().map(|code| code.as_str())) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => "; `explain --list` lists all codes".to_owned(),
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
