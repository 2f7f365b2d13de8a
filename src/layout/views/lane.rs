//! What templates see of a document in a plan: what is due of it, with its place in the plan's time, and its money.

use serde::Serialize;
use tera::Value as TeraValue;

use super::card::{card_value, own_fields};
use super::deadline::deadline_value;
use super::value::Entries;
use crate::base::Number;
use crate::document::Deadline;
use crate::graph::{Node, NodeId};
use crate::layout::context::RenderContext;
use crate::layout::number::to_view;
use crate::layout::timetable::{Mark, PlanSpan, percent, place_marks};

/// A document with what is due of it in the plan's time.
#[derive(Clone, Debug, Serialize)]
pub struct LaneView {
    #[serde(flatten)]
    card: TeraValue,
    /// Its fields, in which the documents that it names are cards: its people with their portraits.
    #[serde(flatten)]
    fields: Entries,
    /// What the budget has for it, and how many per cent of the whole that is.
    amount: Option<TeraValue>,
    share: Option<u32>,
    overdue: usize,
    marks: Vec<MarkView>,
    /// What has no place in the plan's time: what is left from before, and what has no day.
    unplaced: Vec<TeraValue>,
    /// How many marks are above each other, at most; none is 0.
    levels: usize,
    /// Its top in a drawing of all lanes, in pixels.
    pub y: usize,
}

/// Something that is due, with the places of its mark and its label.
#[derive(Clone, Debug, Serialize)]
struct MarkView {
    #[serde(flatten)]
    deadline: TeraValue,
    x: String,
    column: usize,
    width: usize,
    is_before: bool,
    level: usize,
}

/// What a lane is made of.
#[derive(Clone, Copy)]
pub struct Lane<'l> {
    pub context: &'l RenderContext<'l>,
    pub id: NodeId,
    /// What is due of it in the plan's time, in order.
    pub due: &'l [Deadline<'l>],
    pub span: Option<PlanSpan>,
    /// What the budget has for it, and its share.
    pub amount: Option<(Number, Option<u32>)>,
}

/// In a drawing of all lanes: a lane, and what each level of marks adds to it.
const LANE: usize = 42;
const LEVEL: usize = 15;

impl Lane<'_> {
    /// The view of the lane; `y` is its top in a drawing of all lanes.
    pub fn view(&self, y: usize) -> LaneView {
        let (placed, unplaced) = self.split();
        let places: Vec<f64> = placed.iter().filter_map(|it| self.place(it)).collect();
        let marks = place_marks(&places);
        LaneView {
            card: card_value(self.context, self.id),
            fields: own_fields(self.context, self.node(), card_value),
            amount: self.amount.map(|(amount, _)| to_view(amount)),
            share: self.amount.and_then(|(_, share)| share),
            overdue: self.overdue(),
            levels: marks.iter().map(|mark| mark.level).max().unwrap_or(0),
            marks: self.marks(&placed, &marks),
            unplaced: unplaced.iter().map(|it| self.deadline(it)).collect(),
            y,
        }
    }

    /// What has a place in the plan's time, and what has none.
    fn split(&self) -> (Vec<&Deadline<'_>>, Vec<&Deadline<'_>>) {
        let due = self.due.iter();
        due.partition(|it| self.place(it).is_some())
    }

    fn overdue(&self) -> usize {
        let now = self.context.site.now;
        let due = self.due.iter();
        due.filter(|it| it.is_overdue(now)).count()
    }

    fn marks(&self, placed: &[&Deadline], marks: &[Mark]) -> Vec<MarkView> {
        let both = placed.iter().zip(marks);
        let view = |(it, mark): (&&Deadline, &Mark)| MarkView {
            deadline: self.deadline(it),
            x: percent(self.place(it).unwrap_or(0.0)),
            column: mark.column,
            width: mark.width,
            is_before: mark.is_before,
            level: mark.level,
        };
        both.map(view).collect()
    }

    fn node(&self) -> Node<'_> {
        self.context.node(self.id)
    }

    fn deadline(&self, deadline: &Deadline) -> TeraValue {
        deadline_value(self.context, self.node(), deadline)
    }

    fn place(&self, deadline: &Deadline) -> Option<f64> {
        self.span?.place(deadline.due?.day())
    }
}

impl LaneView {
    /// How high it is in a drawing of all lanes.
    pub fn height(&self) -> usize {
        LANE + LEVEL * self.levels
    }
}
