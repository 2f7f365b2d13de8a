//! A kind whose documents are accessibility statements: which of their fields say how far the site keeps to the standard,
//! what does not work, and when that was looked at.

use super::field::{Field, FieldType};
use super::field_path::{FieldName, Need, needs};
use super::settings::{Settings, SettingsFile};
use crate::base::Diagnostic;
use crate::yaml::Node;

/// What a statement is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The field that says how far the site keeps to the standard.
    pub claim: Option<FieldName>,
    /// The word of `claim` for a site that keeps to all of it.
    pub full: Option<String>,
    /// Its list of what does not work and no check sees.
    pub problems: Option<FieldName>,
    /// Dates on which somebody wrote it or looked at it again: the newest counts.
    pub checked_on: Vec<FieldName>,
}

const LIST: Need = Need {
    fits: |ty| matches!(ty, FieldType::List(_)),
    wanted: "a list",
};

impl Statement {
    /// Reads `statement:` of a kind.
    pub fn read(file: &SettingsFile, node: &Node, kind: &str) -> Statement {
        let settings = Settings::new(
            file,
            node,
            format!("`statement` of kind `{kind}`"),
            "statement",
        );
        let statement = Statement {
            claim: FieldName::read(&settings, "claim"),
            full: settings.text("full"),
            problems: FieldName::read(&settings, "problems"),
            checked_on: FieldName::read_all(&settings, "checked_on"),
        };
        settings.done();
        statement
    }

    /// Reports fields that are not there or hold something else.
    pub(super) fn check(&self, kind: &str, fields: &[&Field]) -> Vec<Diagnostic> {
        let claim = self.claim.iter().map(|it| ("claim", it, needs::CHOICE));
        let problems = self.problems.iter().map(|it| ("problems", it, LIST));
        let dates = self.checked_on.iter();
        let dates = dates.map(|it| ("checked_on", it, needs::DATE));
        let found = claim.chain(problems).chain(dates).filter_map(|asked| {
            let (key, field, need) = asked;
            let what = format!("`{key}` in `statement` of kind `{kind}`");
            field.check(&what, need, fields)
        });
        found.collect()
    }
}
