//! Bare URLs in the words of a passage: they are links too.

use std::ops::Range;

use super::parts::{LinkForm, WrittenLink};
use super::passage::Passage;
use crate::document::markdown::autolink::{self, BareLink};

/// The bare URLs in the words of a passage, which will have this number; other links are not looked into.
pub(super) fn bare_links(
    passage: &Passage,
    number: usize,
    links: &[WrittenLink],
) -> Vec<WrittenLink> {
    let own = links.iter().rev().map_while(|link| {
        let (of, range) = link.passage.as_ref()?;
        (*of == number).then_some(range)
    });
    let mut taken: Vec<&Range<usize>> = own.collect();
    taken.sort_by_key(|taken| taken.start);
    autolink::all(&passage.text)
        .filter(|link| !is_inside(&link.range, &taken))
        .map(|link| bare_link(passage, number, link))
        .collect()
}

/// True if the last of `taken` that starts at a range or before it goes on after its start.
fn is_inside(range: &Range<usize>, taken: &[&Range<usize>]) -> bool {
    let before = taken.partition_point(|taken| taken.start <= range.start);
    let last = before.checked_sub(1).and_then(|last| taken.get(last));
    last.is_some_and(|last| last.end > range.start)
}

fn bare_link(passage: &Passage, number: usize, link: BareLink) -> WrittenLink {
    let BareLink { range, form } = link;
    let text = passage.text.get(range.clone()).unwrap_or("");
    WrittenLink {
        text: text.to_owned(),
        has_picture: false,
        target: autolink::target(text, form).into_owned(),
        form: LinkForm::Bare,
        span: passage.place(range.clone()),
        passage: Some((number, range)),
    }
}
