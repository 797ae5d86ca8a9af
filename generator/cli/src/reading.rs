//! The options for how the types of responses are read.

use clap::{Args, ValueEnum};
use codegen::input::{Answers, KeepExtra, Reading};
use codegen::project::Project;

/// How the types of responses are read. Without an option, the manifest decides.
#[derive(Args, Clone, Copy, Debug)]
pub struct ReadingArguments {
    /// Whether a response may lack required properties; with `lenient`, all fields of types that only responses contain are optional
    /// [default: strict]
    #[arg(long, value_enum)]
    answers: Option<AnswersArgument>,
    /// Which types keep properties that the document does not name; `sent` means the types that users read, change and send back
    /// [default without a manifest: sent]
    #[arg(long, value_enum)]
    extra: Option<ExtraArgument>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum AnswersArgument {
    Strict,
    Lenient,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ExtraArgument {
    None,
    Sent,
    All,
}

impl ReadingArguments {
    /// Returns the choices for a document without a manifest.
    #[must_use]
    pub fn reading(self) -> Reading {
        Reading {
            answers: self.answers().unwrap_or_default(),
            extra: self.extra().unwrap_or(KeepExtra::Sent),
        }
    }

    /// Sets the given options in a project.
    pub(crate) fn configure(self, mut project: Project) -> Project {
        if let Some(answers) = self.answers() {
            project = project.answers(answers);
        }
        if let Some(extra) = self.extra() {
            project = project.extra(extra);
        }
        project
    }

    fn answers(self) -> Option<Answers> {
        self.answers.map(|answers| match answers {
            AnswersArgument::Strict => Answers::Strict,
            AnswersArgument::Lenient => Answers::Lenient,
        })
    }

    fn extra(self) -> Option<KeepExtra> {
        self.extra.map(|extra| match extra {
            ExtraArgument::None => KeepExtra::None,
            ExtraArgument::Sent => KeepExtra::Sent,
            ExtraArgument::All => KeepExtra::All,
        })
    }
}
