//! The sections of `API.txt`. Each section lists the items of one public module.

use std::collections::BTreeMap;
use std::fmt;

use super::cfg::Conditions;
use super::line::Line;

/// The title of the section for the crate root.
const ROOT: &str = "crate";
/// The start of a section title.
const TITLE: &str = "## ";

/// The public items of a module.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Section {
    /// The path of the module below the crate; empty for the root.
    pub path: String,
    /// The conditions under which the module exists.
    pub conditions: Vec<String>,
    /// The sorted lines.
    pub lines: Vec<Line>,
}

/// Groups lines by module, and sorts modules and lines.
pub(super) fn sections(
    placed: Vec<(Vec<&str>, Line)>,
    modules: &BTreeMap<Vec<&str>, Conditions>,
) -> Vec<Section> {
    let mut grouped: BTreeMap<Vec<&str>, Vec<Line>> = BTreeMap::new();
    for (module, line) in placed {
        grouped.entry(module).or_default().push(line);
    }
    grouped
        .into_iter()
        .map(|(path, mut lines)| {
            let conditions = modules.get(&path).cloned().unwrap_or_default();
            for line in &mut lines {
                line.conditions
                    .retain(|condition| !conditions.contains(condition));
            }
            // The sort is stable, so fields and variants keep the order of the source code.
            lines.sort_by(|left, right| left.order().cmp(&right.order()));
            Section {
                path: path.join("::"),
                conditions: conditions.into_iter().collect(),
                lines,
            }
        })
        .collect()
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = Some(self.path.as_str()).filter(|path| !path.is_empty());
        write!(f, "{TITLE}{}", path.unwrap_or(ROOT))?;
        if !self.conditions.is_empty() {
            write!(f, " [{}]", self.conditions.join(", "))?;
        }
        writeln!(f, "\n")?;
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        Ok(())
    }
}

/// Merges `sections` into the sections of `emitted`.
///
/// The text before the first section title stays at the start. Sections are sorted by path. If a module has two sections, the
/// lines of `emitted` come first.
#[must_use]
pub fn assemble(emitted: &str, sections: &[Section]) -> String {
    let next = format!("\n{TITLE}");
    let mut parts = emitted.split(next.as_str());
    let preamble = parts.next().unwrap_or_default().trim_end();
    let mut joined: BTreeMap<String, String> = BTreeMap::new();
    let printed: Vec<String> = sections.iter().map(ToString::to_string).collect();
    let own = printed.iter().map(|text| text.trim_start_matches(TITLE));
    for text in parts.chain(own) {
        let (title, lines) = text.split_once('\n').unwrap_or((text, ""));
        let path = title.split(" [").next().unwrap_or(title);
        let path = if path == ROOT { "" } else { path };
        let section = joined.entry(path.to_owned());
        let section = section.or_insert_with(|| format!("\n{TITLE}{title}\n\n"));
        section.push_str(lines.trim_matches('\n'));
        section.push('\n');
    }
    let sections: String = joined.into_values().collect();
    format!("{preamble}\n{sections}")
}
