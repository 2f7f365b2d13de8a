//! What templates see of what is due: the milestones of a work stream, in the order of their days, and how many were
//! reached.

use serde::Serialize;
use tera::Value as TeraValue;

use super::field::FieldViews;
use super::reference::reference_value;
use super::value::to_value;
use crate::base::Moment;
use crate::config::Deadlines;
use crate::document::{Deadline, deadlines};
use crate::graph::Node;
use crate::layout::context::RenderContext;

/// All that is due of a document.
#[derive(Debug, Default, Serialize)]
pub struct DeadlinesView {
    /// In the order of their days; those without a day last.
    items: Vec<TeraValue>,
    done: usize,
    overdue: usize,
    at_risk: usize,
    /// The first ones that are still to come: several if they are due on one day.
    next: Vec<TeraValue>,
}

/// Something that is due, with all that its author says of it.
#[derive(Serialize)]
struct DeadlineView {
    #[serde(flatten)]
    item: TeraValue,
    is_done: bool,
    is_overdue: bool,
    /// `overdue`, or the author's word; empty if there is none.
    state: String,
}

/// The field with what is due, as its kind declares it.
fn declared<'c>(context: &RenderContext<'c>, node: Node) -> Option<&'c Deadlines> {
    context.kind(node).deadlines.as_ref()
}

/// What is due of a document, in the order of its days; what is not said to be due on a day comes last.
pub fn in_time<'c>(context: &RenderContext<'c>, node: Node<'c>) -> Vec<Deadline<'c>> {
    let Some(declared) = declared(context, node) else {
        return Vec::new();
    };
    let Some(field) = context.fields_of(node).field(declared.list()) else {
        return Vec::new();
    };
    let all = deadlines(&node.outline().fields, declared);
    let views = field_views(context, node);
    let mut sorted: Vec<Deadline> = all
        .filter(|deadline| views.shows_item(deadline.item, &field.ty))
        .collect();
    sorted.sort_by_key(|deadline| (deadline.due.is_none(), day_and_time(deadline.due)));
    sorted
}

fn day_and_time(due: Option<&Moment>) -> Option<(jiff::civil::Date, jiff::Timestamp)> {
    due.map(|due| (due.day(), due.instant))
}

fn field_views<'f>(context: &'f RenderContext<'f>, node: Node<'f>) -> FieldViews<'f> {
    FieldViews {
        context,
        node,
        language: None,
        related: reference_value,
        markdown: None,
    }
}

/// The view of something that is due.
pub fn deadline_value(context: &RenderContext, node: Node, deadline: &Deadline) -> TeraValue {
    let declared = declared(context, node);
    let field = declared.and_then(|declared| context.fields_of(node).field(declared.list()));
    let is_overdue = deadline.is_overdue(context.site.now);
    let item = field.map_or_else(TeraValue::none, |field| {
        let mut views = field_views(context, node).within(&field.name);
        views.item(deadline.item, &field.ty)
    });
    to_value(&DeadlineView {
        item,
        is_done: deadline.is_met(),
        is_overdue,
        state: match is_overdue {
            true => "overdue".to_owned(),
            false => deadline.state.unwrap_or_default().to_owned(),
        },
    })
}

/// What is due of a document; nothing for a kind that does not declare it.
pub fn deadlines_view(context: &RenderContext, node: Node) -> Option<DeadlinesView> {
    declared(context, node)?;
    let all = in_time(context, node);
    let view = |deadline: &Deadline| deadline_value(context, node, deadline);
    let shown = |deadlines: Vec<&Deadline>| -> Vec<TeraValue> {
        let views = deadlines.into_iter().map(view);
        views.collect()
    };
    Some(DeadlinesView {
        done: all.iter().filter(|it| it.is_met()).count(),
        overdue: all
            .iter()
            .filter(|it| it.is_overdue(context.site.now))
            .count(),
        at_risk: all.iter().filter(|it| is_in_danger(context, it)).count(),
        next: shown(next(context, &all)),
        items: shown(all.iter().collect()),
    })
}

/// True for what is at risk and not overdue already.
pub fn is_in_danger(context: &RenderContext, deadline: &Deadline) -> bool {
    deadline.is_at_risk() && !deadline.is_met() && !deadline.is_overdue(context.site.now)
}

/// Those that are due next, on the same day.
pub fn next<'n, 'd>(
    context: &RenderContext,
    sorted: impl IntoIterator<Item = &'n Deadline<'d>>,
) -> Vec<&'n Deadline<'d>>
where
    'd: 'n,
{
    let is_open = |it: &&Deadline| !it.is_met() && !it.is_overdue(context.site.now);
    let mut open = sorted.into_iter().filter(is_open).peekable();
    let day = open.peek().and_then(|first| first.due).map(Moment::day);
    let is_that_day = |it: &&Deadline| day.is_some() && it.due.map(Moment::day) == day;
    open.take_while(is_that_day).collect()
}
