//! Ends that cannot be: one before its beginning, which is left out like a date that cannot be read, and one that says no
//! more than its beginning does. Which date ends what is declared by the kind.

use super::at::At;
use super::fields::{FieldReader, written};
use super::value::Value;
use crate::base::english::excerpt;
use crate::base::{Code, Diagnostic, FilePath, Moment, SharedText};
use crate::config::Field;
use crate::yaml::{Entry, Node};

/// The dates of one group of fields, the outermost or an inner one.
struct Dates<'d> {
    root: &'d Node,
    fields: &'d [&'d Field],
    file: &'d FilePath,
    /// What stands before the names of its fields in messages: `period.`.
    prefix: &'d str,
}

/// A beginning or an end, and where it is written.
struct Bound<'d> {
    name: String,
    entry: &'d Entry,
    moment: &'d Moment,
}

impl FieldReader<'_> {
    /// Checks the ends among the outermost fields.
    pub(super) fn check_periods(&mut self, root: &Node, fields: &[&Field]) {
        let dates = Dates {
            root,
            fields,
            file: self.file,
            prefix: "",
        };
        let found = &self.found.fields;
        let (problems, left_out) = dates.problems(&|name| found.moment(name));
        self.diagnostics.extend(problems);
        let fields = &mut self.found.fields.0;
        fields.retain(|field| !left_out.contains(&field.name));
    }

    /// Checks the ends in a group of fields.
    pub(super) fn check_periods_of(
        &mut self,
        at: &At,
        fields: &[&Field],
        values: &mut Vec<(SharedText, Value)>,
    ) {
        let dates = Dates {
            root: at.node,
            fields,
            file: self.file,
            prefix: &format!("{}.", at.name),
        };
        let moment = |name: &str| match values.iter().find(|(known, _)| **known == *name) {
            Some((_, Value::Date(moment))) => Some(moment),
            _ => None,
        };
        let (problems, left_out) = dates.problems(&moment);
        self.diagnostics.extend(problems);
        values.retain(|(name, _)| !left_out.contains(name));
    }
}

impl<'d> Dates<'d> {
    /// What is wrong with the ends, and the fields to leave out.
    fn problems(
        &self,
        moment: &dyn Fn(&str) -> Option<&'d Moment>,
    ) -> (Vec<Diagnostic>, Vec<SharedText>) {
        let (mut problems, mut left_out) = (Vec::new(), Vec::new());
        for field in self.fields {
            let Some(after) = field.after.as_deref() else {
                continue;
            };
            let bounds = self
                .bound(after, moment)
                .zip(self.bound(&field.name, moment));
            let Some((start, end)) = bounds else { continue };
            if is_before(end.moment, start.moment) {
                problems.push(self.end_before_start(&start, &end));
                left_out.push(field.name.clone());
            } else if says_nothing(end.moment, start.moment) {
                problems.push(self.end_without_time(&start, &end));
            }
        }
        (problems, left_out)
    }

    fn bound(&self, name: &str, moment: &dyn Fn(&str) -> Option<&'d Moment>) -> Option<Bound<'d>> {
        let field = self.fields.iter().find(|field| *field.name == *name)?;
        let entry = written(self.root, field)?;
        Some(Bound {
            name: format!("{}{}", self.prefix, entry.key),
            entry,
            moment: moment(name)?,
        })
    }

    fn end_before_start(&self, start: &Bound, end: &Bound) -> Diagnostic {
        let message = format!("`{}` is before `{}`", end.name, start.name);
        let begins = excerpt(start.entry.value.text().unwrap_or_default(), 40);
        Diagnostic::new(Code::EndBeforeStart, message)
            .at(self.file, end.entry.value.span, format!("before {begins}"))
            .at(self.file, start.entry.value.span, "")
            .help(format!(
                "correct one of the two, or delete `{}`; it is not shown until then",
                end.entry.key
            ))
    }

    fn end_without_time(&self, start: &Bound, end: &Bound) -> Diagnostic {
        let message = format!("`{}` has no time, but `{}` has one", end.name, start.name);
        let (key, day) = (&end.entry.key, end.moment.day());
        Diagnostic::new(Code::EndWithoutTime, message)
            .at(
                self.file,
                end.entry.value.span,
                "only the day on which it begins",
            )
            .help(format!(
                "add the time, like `{key}: {day} 16:00`, or delete `{key}` if it is not known"
            ))
    }
}

/// True if an end cannot be that of something that begins then. Days are compared unless both have a time.
fn is_before(end: &Moment, start: &Moment) -> bool {
    if end.has_time && start.has_time {
        end.instant < start.instant
    } else {
        end.day() < start.day()
    }
}

/// True if an end only repeats the day of a beginning that has a time.
fn says_nothing(end: &Moment, start: &Moment) -> bool {
    start.has_time && !end.has_time && end.day() == start.day()
}
