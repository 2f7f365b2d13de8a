//! What templates see of a plan for a time, such as a work programme: what is due in it by whom, what is late, and the places
//! of all this in a drawing of its time. Templates only put it there.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;
use tera::Value as TeraValue;

use super::budget::{BudgetView, amounts_by_document};
use super::card::card_value;
use super::deadline::{deadline_value, in_time, is_in_danger, next};
use super::field::{FieldViews, find};
use super::lane::{Lane, LaneView};
use super::reference::reference_value;
use super::value::Entries;
use crate::base::date::day_of;
use crate::base::{Moment, Number};
use crate::config::{FieldName, Timetable};
use crate::document::{Deadline, Value};
use crate::graph::{Node, NodeId};
use crate::layout::context::RenderContext;
use crate::layout::timetable::{Month, PlanSpan, percent};

/// `page.timetable`.
#[derive(Debug, Default, Serialize)]
pub struct TimetableView {
    /// The day for which the page was made.
    day: String,
    from: Option<String>,
    to: Option<String>,
    /// Where that day is; nothing if it is not in the plan's time.
    today: Option<String>,
    months: Vec<MonthView>,
    total: usize,
    done: usize,
    overdue: Vec<OwnedView>,
    at_risk: Vec<OwnedView>,
    next: Vec<OwnedView>,
    groups: Vec<GroupView>,
    /// The documents that are in no group.
    others: Vec<LaneView>,
    /// How high a drawing of all lanes is, in pixels.
    height: usize,
    budget: Option<BudgetView>,
}

#[derive(Debug, Serialize)]
struct MonthView {
    date: String,
    x: String,
    width: String,
    is_first_of_year: bool,
    /// True for the month of `today`.
    is_now: bool,
}

impl MonthView {
    /// A month; `now` is the place of the present day.
    fn new(month: Month, now: Option<f64>) -> MonthView {
        MonthView {
            date: month.start.to_string(),
            x: percent(month.at),
            width: percent(month.width),
            is_first_of_year: month.is_first_of_year,
            is_now: now.is_some_and(|now| month.at <= now && now < month.at + month.width),
        }
    }
}

/// Something that is due, with whose it is.
#[derive(Debug, Serialize)]
struct OwnedView {
    #[serde(flatten)]
    deadline: TeraValue,
    owner: TeraValue,
}

/// A group with all that the author says of it.
#[derive(Debug, Serialize)]
struct GroupView {
    #[serde(flatten)]
    group: TeraValue,
    lanes: Vec<LaneView>,
}

/// The height of the months' names in a drawing of all lanes.
const HEAD: usize = 22;

/// The timetable of a page; nothing for a kind that declares none. `own` are the views of the page's fields so far.
pub fn timetable(context: &RenderContext, node: Node, own: &Entries) -> Option<TimetableView> {
    let declared = context.kind(node).timetable.as_ref()?;
    let plan = Plan::new(context, node, declared);
    Some(plan.view(own))
}

/// What is due of each document.
type Due<'p> = BTreeMap<NodeId, Vec<Deadline<'p>>>;

/// A plan with the documents in it.
struct Plan<'p> {
    context: &'p RenderContext<'p>,
    declared: &'p Timetable,
    day: Date,
    span: Option<PlanSpan>,
    /// The documents of each group, then those in none.
    members: Vec<Vec<NodeId>>,
    /// What is due of each in the plan's time.
    due: Due<'p>,
    amounts: BTreeMap<NodeId, (Number, Option<u32>)>,
}

impl<'p> Plan<'p> {
    fn new(context: &'p RenderContext<'p>, node: Node<'p>, declared: &'p Timetable) -> Plan<'p> {
        let members = members(context, node, declared);
        let period = period(node, declared);
        let due = due_in(context, &members, period);
        Plan {
            context,
            declared,
            day: day_of(context.site.now, &context.site.settings.timezone),
            span: period.or_else(|| PlanSpan::around(&days(&due))),
            amounts: amounts_by_document(context, node, declared),
            members,
            due,
        }
    }

    fn view(&self, own: &Entries) -> TimetableView {
        let lanes = self.lanes();
        let of = |ids: &Vec<NodeId>| -> Vec<LaneView> {
            let lanes = ids.iter().filter_map(|id| lanes.get(id));
            lanes.cloned().collect()
        };
        let height = lanes.values().map(|lane| lane.y + lane.height()).max();
        let groups = self.members.iter().zip(group_views(self, own));
        TimetableView {
            groups: groups
                .map(|(ids, group)| GroupView {
                    group,
                    lanes: of(ids),
                })
                .collect(),
            others: self.members.last().map(of).unwrap_or_default(),
            height: height.unwrap_or(HEAD),
            budget: BudgetView::new(self.declared, own),
            ..self.state()
        }
    }

    /// Where the plan is in its time, and how far.
    fn state(&self) -> TimetableView {
        let all = self.in_time();
        let now = self.context.site.now;
        let soon = next(self.context, all.iter().map(|(_, it)| *it));
        let is_soon = |it: &Deadline| soon.iter().any(|other| std::ptr::eq(*other, it));
        TimetableView {
            total: all.len(),
            done: all.iter().filter(|(_, it)| it.is_met()).count(),
            overdue: self.owned(&all, &|it| it.is_overdue(now)),
            at_risk: self.owned(&all, &|it| is_in_danger(self.context, it)),
            next: self.owned(&all, &is_soon),
            ..self.time()
        }
    }

    /// All that is due, in the order of its days.
    fn in_time(&self) -> Vec<(NodeId, &Deadline<'p>)> {
        let of_each = self.due.iter();
        let all = of_each.flat_map(|(id, due)| due.iter().map(|it| (*id, it)));
        let mut all: Vec<(NodeId, &Deadline)> = all.collect();
        all.sort_by_key(|(_, it)| (it.due.is_none(), it.due.map(|due| due.instant)));
        all
    }

    fn time(&self) -> TimetableView {
        TimetableView {
            day: self.day.to_string(),
            from: self.span.map(|span| span.first().to_string()),
            to: self.span.map(|span| span.last().to_string()),
            today: self
                .span
                .and_then(|span| Some(percent(span.place(self.day)?))),
            months: self.months(),
            ..TimetableView::default()
        }
    }

    /// Some of what is due, each with whose it is.
    fn owned(
        &self,
        all: &[(NodeId, &Deadline)],
        is_shown: &dyn Fn(&Deadline) -> bool,
    ) -> Vec<OwnedView> {
        let shown = all.iter().filter(|(_, it)| is_shown(it));
        let view = |id: NodeId, it: &Deadline| OwnedView {
            deadline: deadline_value(self.context, self.context.node(id), it),
            owner: card_value(self.context, id),
        };
        shown.map(|(id, it)| view(*id, it)).collect()
    }

    fn months(&self) -> Vec<MonthView> {
        let months = self.span.map(|span| span.months()).unwrap_or_default();
        let now = self.span.and_then(|span| span.place(self.day));
        let views = months.into_iter().map(|month| MonthView::new(month, now));
        views.collect()
    }

    /// The lane of each document. Each has one place in the drawing, even if it is in two groups.
    fn lanes(&self) -> BTreeMap<NodeId, LaneView> {
        let mut lanes: BTreeMap<NodeId, LaneView> = BTreeMap::new();
        let mut y = HEAD;
        for id in self.members.iter().flatten() {
            if !lanes.contains_key(id) {
                let lane = self.lane(*id).view(y);
                y += lane.height();
                lanes.insert(*id, lane);
            }
        }
        lanes
    }

    fn lane(&self, id: NodeId) -> Lane<'_> {
        Lane {
            context: self.context,
            id,
            due: self.due.get(&id).map(Vec::as_slice).unwrap_or_default(),
            span: self.span,
            amount: self.amounts.get(&id).copied(),
        }
    }
}

/// What is due of each document in a period; all of it if there is none.
fn due_in<'p>(
    context: &RenderContext<'p>,
    members: &[Vec<NodeId>],
    period: Option<PlanSpan>,
) -> Due<'p> {
    let is_shown = |it: &Deadline| period.is_none_or(|period| is_of_period(it, period));
    let of = |id: NodeId| {
        let mut due = in_time(context, context.node(id));
        due.retain(is_shown);
        (id, due)
    };
    members.iter().flatten().map(|id| of(*id)).collect()
}

/// All days on which something is due.
fn days(due: &Due) -> Vec<Date> {
    let due = due.values().flatten().filter_map(|it| it.due);
    due.map(Moment::day).collect()
}

/// True for what is due in a period, has no day, or is left from before it.
fn is_of_period(deadline: &Deadline, period: PlanSpan) -> bool {
    deadline.due.is_none_or(|due| {
        let is_left = due.day() < period.first() && !deadline.is_met();
        is_left || period.contains(due.day())
    })
}

/// The days that a plan names as its first and its last.
fn period(node: Node, declared: &Timetable) -> Option<PlanSpan> {
    PlanSpan::new(
        day(node, declared.from.as_ref()?)?,
        day(node, declared.to.as_ref()?)?,
    )
}

fn day(node: Node, field: &FieldName) -> Option<Date> {
    match (node.outline().fields.get(field.parts().0)?, field.parts().1) {
        (Value::Date(moment), None) => Some(moment.day()),
        (Value::Map(entries), Some(inner)) => match find(entries, inner)? {
            Value::Date(moment) => Some(moment.day()),
            _ => None,
        },
        _ => None,
    }
}

/// The documents of each group that is shown, then those that say they belong to the plan and are in no group.
fn members(context: &RenderContext, node: Node, declared: &Timetable) -> Vec<Vec<NodeId>> {
    let mut members: Vec<Vec<NodeId>> = groups(context, node, declared)
        .into_iter()
        .map(|group| in_group(context, node, declared, group))
        .collect();
    let name = declared.members.as_deref().unwrap_or_default();
    let mut others: Vec<NodeId> = Vec::new();
    for inverse in node.inverses().get(name).into_iter().flatten() {
        let is_placed = members.iter().flatten().any(|id| *id == inverse.from);
        if !is_placed && !others.contains(&inverse.from) {
            others.push(inverse.from);
        }
    }
    members.push(others);
    members
}

/// The groups of a plan that readers see.
fn groups<'n>(context: &RenderContext, node: Node<'n>, declared: &Timetable) -> Vec<&'n Value> {
    let Some(list) = declared.groups.as_ref().map(|groups| groups.parts().0) else {
        return Vec::new();
    };
    let Some(field) = context.fields_of(node).field(list) else {
        return Vec::new();
    };
    let views = FieldViews {
        context,
        node,
        language: None,
        related: reference_value,
        markdown: None,
    };
    let groups = node.outline().fields.list(list).iter();
    groups
        .filter(|group| views.shows_item(group, &field.ty))
        .collect()
}

fn in_group(
    context: &RenderContext,
    node: Node,
    declared: &Timetable,
    group: &Value,
) -> Vec<NodeId> {
    let inner = declared.groups.as_ref().and_then(|groups| groups.parts().1);
    let relations = inner.and_then(|inner| find(group.map()?, inner));
    let Some(Value::List(relations)) = relations else {
        return Vec::new();
    };
    let ids = relations.iter().filter_map(|relation| match relation {
        Value::Relation(id) => context.relation(node, *id),
        _ => None,
    });
    ids.collect()
}

/// The views of the groups that readers see.
fn group_views(plan: &Plan, own: &Entries) -> Vec<TeraValue> {
    let list = plan.declared.groups.as_ref().map(|groups| groups.parts().0);
    let views = list.and_then(|list| own.get(list)?.as_array());
    views.map(<[TeraValue]>::to_vec).unwrap_or_default()
}
