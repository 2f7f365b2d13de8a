//! An argument that a block does not have, and the one that its author means by it: a block that lacks what it needs is
//! told at the argument that was written in place of it.

use tera::ComponentInfo;

use super::blocks::{LINKS, authors, choices};
use crate::base::suggest::Candidates;
use crate::document::{Argument, Call};

/// What people call an argument that leads to a file or a page, besides its names here.
const OTHER_LINKS: [&str; 6] = ["csv", "data", "path", "source", "target", "url"];

/// A value without quotes may have so many words. Nobody means more, and each would be looked for anew.
const MOST_WORDS: usize = 64;

/// True for a bare word after another one: what is wrong with the first is wrong with both.
pub(super) fn is_further_word(call: &Call, argument: &Argument) -> bool {
    let before = place(call, argument).checked_sub(1);
    let before = before.and_then(|at| call.arguments.get(at));
    argument.value.is_none() && before.is_some_and(|before| before.value.is_none())
}

/// Where an argument is among those of its block, which are in order.
fn place(call: &Call, argument: &Argument) -> usize {
    let is_before = |one: &Argument| one.span.start < argument.span.start;
    call.arguments.partition_point(is_before)
}

/// `label=People helped`: a bare word after a value is more of it, if that has no quotes.
pub(super) fn more_of_value(call: &Call, argument: &Argument) -> Option<String> {
    let at = place(call, argument);
    let nearest = at.saturating_sub(MOST_WORDS);
    let before = call.arguments.get(nearest..at)?;
    let start = nearest + before.iter().rposition(|one| one.value.is_some())?;
    let (first, more) = call.arguments.get(start..)?.split_first()?;
    let value = unquoted(first)?;
    if argument.value.is_some() {
        return None;
    }
    let more = more.iter().take(MOST_WORDS);
    let more = more.take_while(|one| one.value.is_none());
    let words = std::iter::once(value).chain(more.map(|one| one.name.as_str()));
    let words = words.collect::<Vec<_>>().join(" ");
    Some(format!(
        "put a text of several words in quotes: `{}=\"{words}\"`",
        first.name
    ))
}

/// The value of an argument that has no quotes.
fn unquoted(argument: &Argument) -> Option<&str> {
    let value = argument.value.as_deref()?;
    let length = argument.name.len() + "=".len() + value.len();
    (argument.span.range().len() == length).then_some(value)
}

/// The argument that is meant for `name`, which the block lacks.
pub(super) fn meant_for<'c>(
    call: &'c Call,
    name: &str,
    signature: &ComponentInfo,
) -> Option<&'c Argument> {
    let is_declared = |argument: &Argument| {
        let written = argument.name.replace('-', "_");
        authors(signature).any(|declared| declared.name() == written)
    };
    let choices = choices(signature, name);
    let means_it = |argument: &Argument| {
        let written = argument.name.as_str();
        let both_lead_somewhere = LINKS.contains(&name) && leads_somewhere(written);
        let is_choice = argument.value.is_none() && choices.iter().any(|choice| choice == written);
        both_lead_somewhere || is_choice || !Candidates::new([name]).nearest(written).is_empty()
    };
    let mut arguments = call.arguments.iter();
    arguments.find(|argument| !is_declared(argument) && means_it(argument))
}

fn leads_somewhere(name: &str) -> bool {
    LINKS.contains(&name) || OTHER_LINKS.contains(&name)
}
