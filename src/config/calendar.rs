//! What of a kind's documents a calendar shows: which of their fields say when and where.

use super::field::{Field, FieldType};
use super::field_path::{FieldName, Need, needs};
use super::settings::{Settings, SettingsFile};
use crate::base::Diagnostic;
use crate::yaml::Node;

/// The fields that a calendar reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// When it begins; a document without it is in no calendar.
    pub start: FieldName,
    /// When it ends.
    pub end: Option<FieldName>,
    /// Where it is.
    pub location: Option<FieldName>,
    /// Where to join it or to learn more; its page where absent.
    pub url: Option<FieldName>,
    /// Whether it will not take place.
    pub cancelled: Option<FieldName>,
}

const PLACE: Need = Need {
    fits: |ty| {
        matches!(
            ty,
            FieldType::Text | FieldType::Choice(_) | FieldType::Relation { .. }
        )
    },
    wanted: "text",
};
const LINK: Need = Need {
    fits: |ty| *ty == FieldType::Url,
    wanted: "a link",
};
const FLAG: Need = Need {
    fits: |ty| *ty == FieldType::Boolean,
    wanted: "`true` or `false`",
};

impl Calendar {
    /// Reads `calendar:` of a kind; one that does not say when things begin is reported.
    pub fn read(file: &SettingsFile, node: &Node, kind: &str) -> Option<Calendar> {
        let settings = Settings::new(
            file,
            node,
            format!("`calendar` of kind `{kind}`"),
            "calendar",
        );
        let field = |key: &'static str| FieldName::read(&settings, key);
        let start = field("start");
        let (end, location) = (field("end"), field("location"));
        let (url, cancelled) = (field("url"), field("cancelled"));
        settings.done();
        if start.is_none() && !node.entries().is_empty() {
            let message = format!("`calendar` of kind `{kind}` does not say when things begin");
            file.wrong(
                node.span,
                message,
                "add `start:` with the name of a field that holds a date",
            );
        }
        Some(Calendar {
            start: start?,
            end,
            location,
            url,
            cancelled,
        })
    }

    /// Reports fields that are not there or hold something else.
    pub(super) fn check(&self, kind: &str, fields: &[&Field]) -> Vec<Diagnostic> {
        let asked = [
            ("start", Some(&self.start), needs::DATE),
            ("end", self.end.as_ref(), needs::DATE),
            ("location", self.location.as_ref(), PLACE),
            ("url", self.url.as_ref(), LINK),
            ("cancelled", self.cancelled.as_ref(), FLAG),
        ];
        let found = asked.into_iter().filter_map(|asked| {
            let (key, field, need) = asked;
            field?.check(
                &format!("`{key}` in `calendar` of kind `{kind}`"),
                need,
                fields,
            )
        });
        found.collect()
    }
}
