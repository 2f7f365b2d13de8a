//! What of a document is due by a day, such as the milestones of a work stream: whether it was reached, and whether it is
//! late. Which fields say so is declared by its kind.

use jiff::Timestamp;

use super::value::{Fields, Value};
use crate::base::{Moment, SharedText};
use crate::config::Deadlines;

/// Something that is due.
#[derive(Clone, Copy, Debug)]
pub struct Deadline<'d> {
    /// Its place in the author's list.
    pub index: usize,
    /// All that is said of it.
    pub item: &'d Value,
    /// By when it is due, if that is said.
    pub due: Option<&'d Moment>,
    /// How far it is, in the author's word.
    pub state: Option<&'d str>,
    declared: &'d Deadlines,
}

/// What is due, in the author's order.
pub fn deadlines<'d>(
    fields: &'d Fields,
    declared: &'d Deadlines,
) -> impl Iterator<Item = Deadline<'d>> {
    let items = fields.list(declared.list()).iter().enumerate();
    items.map(|(index, item)| Deadline {
        index,
        item,
        due: match declared.due.parts().1.and_then(|name| inner(item, name)) {
            Some(Value::Date(moment)) => Some(moment),
            _ => None,
        },
        state: state(item, declared),
        declared,
    })
}

fn state<'d>(item: &'d Value, declared: &Deadlines) -> Option<&'d str> {
    let name = declared.state.as_ref()?.parts().1?;
    inner(item, name)?.text()
}

/// A field of a group.
fn inner<'d>(item: &'d Value, name: &str) -> Option<&'d Value> {
    let is_named = |entry: &&(SharedText, Value)| entry.0 == *name;
    let entry = item.map()?.iter().find(is_named)?;
    Some(&entry.1)
}

impl Deadline<'_> {
    /// True if it was reached.
    pub fn is_met(&self) -> bool {
        self.is_one_of(&self.declared.met)
    }

    /// True if it was not reached, and its day is over.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        !self.is_met() && self.due.is_some_and(|due| due.over() <= now)
    }

    /// True if its author sees it in danger.
    pub fn is_at_risk(&self) -> bool {
        self.is_one_of(&self.declared.at_risk)
    }

    /// True if its author says that it goes as planned.
    pub fn is_said_on_time(&self) -> bool {
        self.is_one_of(&self.declared.on_time)
    }

    fn is_one_of(&self, words: &[String]) -> bool {
        let state = self.state.unwrap_or_default();
        words.iter().any(|word| word == state)
    }
}
