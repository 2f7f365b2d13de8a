//! Which list of a kind's documents holds what is to be reached by a day, such as the milestones of a work stream, and how
//! its items say that they are.

use super::field::{Field, FieldType};
use super::field_path::{FieldName, Need, needs};
use super::settings::{Settings, SettingsFile};
use crate::base::Diagnostic;
use crate::yaml::Node;

/// How documents of a kind say what is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// The field of an item that says by when: `milestones.due`.
    pub due: FieldName,
    /// The field of an item that says how far it is: `milestones.status`.
    pub state: Option<FieldName>,
    /// The words of `state` for what has been reached: no day makes it overdue.
    pub met: Vec<String>,
    /// The words for what is in danger.
    pub at_risk: Vec<String>,
    /// The words for what goes as planned, which nothing overdue does.
    pub on_time: Vec<String>,
    /// The field of the document that says how far it is as a whole.
    pub overall: Option<FieldName>,
}

const DATE_IN_LIST: Need = Need {
    fits: needs::DATE.fits,
    wanted: "a date, in a list of groups",
};

impl Deadlines {
    /// Reads `deadlines:` of a kind; one that does not say when things are due is reported.
    pub fn read(file: &SettingsFile, node: &Node, kind: &str) -> Option<Deadlines> {
        let settings = Settings::new(
            file,
            node,
            format!("`deadlines` of kind `{kind}`"),
            "deadlines",
        );
        let due = FieldName::read(&settings, "due");
        let words = |key: &'static str| settings.texts(key).unwrap_or_default();
        let (met, at_risk, on_time) = (words("met"), words("at_risk"), words("on_time"));
        let state = FieldName::read(&settings, "state");
        let overall = FieldName::read(&settings, "overall");
        settings.done();
        let due = due.filter(|due| due.parts().1.is_some());
        if due.is_none() && !node.entries().is_empty() {
            let message = format!("`deadlines` of kind `{kind}` does not say when things are due");
            let help = "add `due:` with a list and the date in it, like `due: milestones.due`";
            file.wrong(node.span, message, help);
        }
        Some(Deadlines {
            due: due?,
            state,
            met,
            at_risk,
            on_time,
            overall,
        })
    }

    /// The field that lists what is due.
    pub fn list(&self) -> &str {
        self.due.parts().0
    }

    /// Reports fields that are not there or hold something else.
    pub(super) fn check(&self, kind: &str, fields: &[&Field]) -> Vec<Diagnostic> {
        let asked = [
            ("due", Some(&self.due), DATE_IN_LIST),
            ("state", self.state.as_ref(), needs::CHOICE),
            ("overall", self.overall.as_ref(), needs::CHOICE),
        ];
        let found = asked.into_iter().filter_map(|asked| {
            let (key, field, need) = asked;
            field?.check(
                &format!("`{key}` in `deadlines` of kind `{kind}`"),
                need,
                fields,
            )
        });
        found.collect()
    }
}

/// A colour of their own for the documents of a kind, the same wherever they are shown.
pub(super) fn check_strand(
    kind: &str,
    strand: &FieldName,
    fields: &[&Field],
) -> Option<Diagnostic> {
    let need = Need {
        fits: |ty| matches!(ty, FieldType::Choice(_)),
        wanted: "one of some words, a word for each colour",
    };
    strand.check(&format!("`strand` of kind `{kind}`"), need, fields)
}
