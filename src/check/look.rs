//! All rules over a site: those of texts file by file, in parallel, then those of the site.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::rule::{SiteRule, TextRule};
use super::rules::{OF_SITE, OF_TEXTS};
use super::subject::{Subject, Text};
use crate::base::wording::count;
use crate::base::{Code, Diagnostic, Level};
use crate::document;
use crate::graph::Node;

/// Nobody reads more of one kind in one text; a text that was pasted from elsewhere may hold a hundred thousand.
const MOST_OF_A_KIND: usize = 100;

/// Everything that the rules find, at the codes' own severities; rules that the site does not want are not asked.
pub fn look(subject: &Subject) -> Vec<Diagnostic> {
    let of_texts: Vec<&TextRule> = OF_TEXTS
        .iter()
        .filter(|rule| is_wanted(&subject.site.levels, rule.code))
        .collect();
    let of_site: Vec<&SiteRule> = OF_SITE
        .iter()
        .filter(|rule| is_wanted(&subject.site.levels, rule.code))
        .collect();
    let in_texts = || {
        subject
            .graph
            .par_nodes()
            .map(|node| in_text(subject, node, &of_texts))
    };
    let mut found: Vec<Diagnostic> = if of_texts.is_empty() {
        Vec::new()
    } else {
        in_texts().flatten_iter().collect()
    };
    let in_site = |rule: &&SiteRule| {
        let mut found = Vec::new();
        (rule.look)(subject, &mut found);
        found
    };
    found.extend(
        of_site
            .par_iter()
            .map(in_site)
            .flatten_iter()
            .collect::<Vec<_>>(),
    );
    found
}

fn is_wanted(levels: &BTreeMap<Code, Level>, code: Code) -> bool {
    levels.get(&code).copied().unwrap_or(code.level()) != Level::Allow
}

fn in_text(subject: &Subject, node: Node, rules: &[&TextRule]) -> Vec<Diagnostic> {
    let outline = node.outline();
    let mut found = Vec::new();
    let kind = subject
        .kinds
        .find(&outline.kind)
        .unwrap_or_else(|| subject.kinds.page());
    // What a reader sent is theirs: nobody here writes it better.
    if kind.thread().is_some() {
        return found;
    }
    let Some(source) = (subject.text_of)(&outline.file) else {
        return found;
    };
    let anatomy = document::anatomy(node.document(), &source, (kind, subject.site.raw_html));
    let Some(anatomy) = anatomy else { return found };
    let text = Text {
        subject,
        node,
        source: &source,
        anatomy: &anatomy,
    };
    for rule in rules {
        let before = found.len();
        (rule.look)(&text, &mut found);
        shorten(&mut found, before);
    }
    found
}

/// Counts what a rule found in a text beyond the first so many, instead of showing it.
fn shorten(found: &mut Vec<Diagnostic>, before: usize) {
    let more = (found.len() - before).saturating_sub(MOST_OF_A_KIND);
    if more > 0 {
        found.truncate(before + MOST_OF_A_KIND);
        let last = found.pop();
        let counted = format!(
            "the same applies to {} in this file",
            count(more, "other place")
        );
        found.extend(last.map(|last| last.help(counted)));
    }
}
