//! What templates see of a budget: its lines with the largest first, shares that add up, and the places of all in a strip.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value as TeraValue;

use super::value::Entries;
use crate::base::Number;
use crate::config::Timetable;
use crate::document::Value;
use crate::graph::{Node, NodeId};
use crate::layout::context::RenderContext;
use crate::layout::number::{of_view, to_view};
use crate::layout::timetable::{percent, shares};

/// A budget.
#[derive(Debug, Serialize)]
pub struct BudgetView {
    total: TeraValue,
    lines: Vec<LineView>,
    /// True if there are shares: if no amount is below zero.
    has_shares: bool,
}

/// A line of a budget, with all that the author says of it.
#[derive(Debug, Serialize)]
struct LineView {
    #[serde(flatten)]
    line: TeraValue,
    /// In whole per cents.
    share: Option<u32>,
    /// True if it is so little of the whole that its share is 0.
    is_small: bool,
    /// How long its bar is; that of the largest amount is as long as there is room.
    bar: String,
    /// Where it begins in a strip of all amounts, and how wide it is.
    x: String,
    width: String,
}

impl BudgetView {
    /// The budget of a plan; nothing if it has no amounts. `own` are the views of the page's fields.
    pub fn new(declared: &Timetable, own: &Entries) -> Option<BudgetView> {
        let (list, inner) = declared.amount.as_ref()?.parts();
        let amount_of = |line: &TeraValue| of_view(line.get_from_path(inner?)?);
        let lines = own.get(list)?.as_array()?.iter();
        let mut lines: Vec<(&TeraValue, Number)> = lines
            .filter_map(|line| Some((line, amount_of(line)?)))
            .collect();
        if lines.is_empty() {
            return None;
        }
        lines.sort_by(|a, b| largest_first(a.1, b.1));
        let amounts: Vec<Number> = lines.iter().map(|(_, amount)| *amount).collect();
        let strip = Strip::of(&amounts);
        let lines = lines.into_iter().map(|(line, _)| line);
        Some(BudgetView {
            total: to_view(sum(&amounts)),
            has_shares: strip.shares.is_some(),
            lines: strip.lines(lines),
        })
    }
}

/// Amounts beside one another.
struct Strip {
    amounts: Vec<f64>,
    shares: Option<Vec<u32>>,
}

impl Strip {
    fn of(amounts: &[Number]) -> Strip {
        let amounts: Vec<f64> = amounts.iter().map(|amount| amount.get()).collect();
        Strip {
            shares: shares(&amounts),
            amounts,
        }
    }

    fn lines<'l>(&self, lines: impl Iterator<Item = &'l TeraValue>) -> Vec<LineView> {
        let numbered = lines.enumerate();
        numbered.map(|(at, line)| self.line(at, line)).collect()
    }

    fn line(&self, at: usize, line: &TeraValue) -> LineView {
        let total: f64 = self.amounts.iter().sum();
        let largest = self.amounts.iter().copied().fold(0.0, f64::max);
        let before: f64 = self.amounts[..at].iter().sum();
        let amount = self.amounts[at].max(0.0);
        let share = self.shares.as_ref().map(|shares| shares[at]);
        LineView {
            line: line.clone(),
            share,
            is_small: share == Some(0) && amount > 0.0,
            bar: part(amount, largest),
            x: part(before, total),
            width: part(amount, total),
        }
    }
}

/// A part of a whole, for a drawing.
fn part(amount: f64, whole: f64) -> String {
    percent(if whole > 0.0 { amount / whole } else { 0.0 })
}

/// What a plan's budget has for each document, and its share.
pub fn amounts_by_document(
    context: &RenderContext,
    node: Node,
    declared: &Timetable,
) -> BTreeMap<NodeId, (Number, Option<u32>)> {
    let lines = lines(context, node, declared);
    let amounts: Vec<f64> = lines.iter().map(|(amount, _)| amount.get()).collect();
    let shares = shares(&amounts);
    let mut by_document: BTreeMap<NodeId, (Number, Option<u32>)> = BTreeMap::new();
    for (at, (amount, spent_on)) in lines.iter().enumerate() {
        let share = shares.as_ref().map(|shares| shares[at]);
        let Some(id) = spent_on else { continue };
        let entry = by_document
            .entry(*id)
            .or_insert((Number::ZERO, share.map(|_| 0)));
        entry.0 = entry.0.plus(*amount);
        entry.1 = entry.1.zip(share).map(|(sum, share)| sum + share);
    }
    by_document
}

/// The amounts of a budget, the largest first as in its view, each with the document that it is for.
fn lines(
    context: &RenderContext,
    node: Node,
    declared: &Timetable,
) -> Vec<(Number, Option<NodeId>)> {
    let Some((list, Some(amount))) = declared.amount.as_ref().map(|name| name.parts()) else {
        return Vec::new();
    };
    let spent_on = declared.spent_on.as_ref().and_then(|name| name.parts().1);
    let document = |item| match inner(item, spent_on?)? {
        Value::Relation(id) => context.relation(node, *id),
        _ => None,
    };
    let items = node.outline().fields.list(list).iter();
    let mut lines: Vec<(Number, Option<NodeId>)> = items
        .filter_map(|item| Some((number(inner(item, amount)?)?, document(item))))
        .collect();
    lines.sort_by(|a, b| largest_first(a.0, b.0));
    lines
}

/// A field of a group.
fn inner<'i>(item: &'i Value, name: &str) -> Option<&'i Value> {
    let entry = item.map()?.iter().find(|(key, _)| *key == *name)?;
    Some(&entry.1)
}

fn largest_first(a: Number, b: Number) -> Ordering {
    b.get().total_cmp(&a.get())
}

fn number(value: &Value) -> Option<Number> {
    match value {
        Value::Integer(whole) => Some(i128::from(*whole).into()),
        Value::Number(number) => Some(*number),
        _ => None,
    }
}

fn sum(amounts: &[Number]) -> Number {
    amounts
        .iter()
        .fold(Number::ZERO, |sum, amount| sum.plus(*amount))
}
