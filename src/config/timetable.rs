//! A kind whose documents are plans for a time, such as a work programme: which of their fields say for how long, for what,
//! and with what money.

use super::field::Field;
use super::field_path::{FieldName, needs};
use super::settings::{Settings, SettingsFile};
use crate::base::Diagnostic;
use crate::yaml::Node;

/// What a plan is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// Its first day: `period.from`.
    pub from: Option<FieldName>,
    /// Its last day: `period.to`.
    pub to: Option<FieldName>,
    /// Groups of the documents in it: `themes.work_streams`.
    pub groups: Option<FieldName>,
    /// The list of the documents that say they belong to it; those in no group come after the groups.
    pub members: Option<String>,
    /// The amounts of its budget: `budget.amount`.
    pub amount: Option<FieldName>,
    /// What an amount is for: `budget.work_stream`.
    pub spent_on: Option<FieldName>,
}

impl Timetable {
    /// Reads `timetable:` of a kind.
    pub fn read(file: &SettingsFile, node: &Node, kind: &str) -> Timetable {
        let settings = Settings::new(
            file,
            node,
            format!("`timetable` of kind `{kind}`"),
            "timetable",
        );
        let field = |key: &'static str| FieldName::read(&settings, key);
        let timetable = Timetable {
            from: field("from"),
            to: field("to"),
            groups: field("groups"),
            members: settings.text("members"),
            amount: field("amount"),
            spent_on: field("spent_on"),
        };
        settings.done();
        timetable
    }

    /// The fields and lists that it is made of.
    pub(super) fn used(&self) -> impl Iterator<Item = &str> {
        let fields = [&self.from, &self.to, &self.groups, &self.amount];
        let fields = fields.into_iter().flatten();
        let names = fields.map(|field| field.parts().0);
        names.chain(self.members.as_deref())
    }

    /// Reports fields that are not there or hold something else.
    pub(super) fn check(&self, kind: &str, fields: &[&Field]) -> Vec<Diagnostic> {
        let asked = [
            ("from", &self.from, needs::DATE),
            ("to", &self.to, needs::DATE),
            ("groups", &self.groups, needs::RELATIONS),
            ("amount", &self.amount, needs::NUMBER),
            ("spent_on", &self.spent_on, needs::RELATION),
        ];
        let found = asked.into_iter().filter_map(|asked| {
            let (key, field, need) = asked;
            let what = format!("`{key}` in `timetable` of kind `{kind}`");
            field.as_ref()?.check(&what, need, fields)
        });
        found.collect()
    }
}
