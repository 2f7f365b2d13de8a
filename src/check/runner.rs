//! Runs all rules over a site: those of texts file by file, in parallel, then those of the site.

use rayon::prelude::*;

use super::checked_site::{CheckedSite, CheckedText};
use super::rule::{Check, SiteCheck, TextCheck};
use super::rules::RULES;
use crate::base::english::count;
use crate::base::{Code, Diagnostic, FilePath, Level};
use crate::document;
use crate::graph::Node;

/// The most findings of one rule that are shown for one text. A text that was pasted from elsewhere may have a hundred
/// thousand.
const MAX_FINDINGS: usize = 100;

/// Everything that the rules find, with the severities of their codes. Rules that the site turns off do not run.
pub fn run_rules(site: &CheckedSite) -> Vec<Diagnostic> {
    let (mut of_texts, mut of_site) = (Vec::new(), Vec::new());
    for check in wanted_rules(site) {
        match check {
            Check::Text(check) => of_texts.push(check),
            Check::Site(check) => of_site.push(check),
        }
    }
    let mut found: Vec<Diagnostic> = Vec::new();
    if !of_texts.is_empty() {
        let nodes: Vec<Node> = site.graph.nodes().collect();
        found.par_extend(
            nodes
                .par_iter()
                .flat_map_iter(|node| check_text(site, *node, &of_texts)),
        );
    }
    found.par_extend(
        of_site
            .par_iter()
            .flat_map_iter(|check| check_site(site, *check)),
    );
    found
}

/// What the rules of texts find in one document, and nothing that takes a look at others.
pub fn check_document(site: &CheckedSite, file: &FilePath) -> Vec<Diagnostic> {
    let checks = wanted_rules(site).filter_map(|check| match check {
        Check::Text(check) => Some(check),
        Check::Site(_) => None,
    });
    let checks: Vec<TextCheck> = checks.collect();
    let mut nodes = site.graph.nodes();
    let node = nodes.find(|node| node.outline().file == *file);
    node.map_or_else(Vec::new, |node| check_text(site, node, &checks))
}

/// What the rules find that look at the whole site.
pub fn check_whole_site(site: &CheckedSite) -> Vec<Diagnostic> {
    let checks = wanted_rules(site).filter_map(|check| match check {
        Check::Site(check) => Some(check),
        Check::Text(_) => None,
    });
    let checks: Vec<SiteCheck> = checks.collect();
    let found = checks.par_iter();
    found
        .flat_map_iter(|check| check_site(site, *check))
        .collect()
}

/// The rules that the site does not turn off.
fn wanted_rules(site: &CheckedSite) -> impl Iterator<Item = Check> {
    let wanted = RULES.iter().filter(|rule| is_wanted(site, rule.code));
    wanted.map(|rule| rule.check)
}

fn is_wanted(site: &CheckedSite, code: Code) -> bool {
    let level = site.config.levels.get(&code).copied();
    level.unwrap_or(code.level()) != Level::Allow
}

fn check_site(site: &CheckedSite, check: SiteCheck) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    check(site, &mut found);
    found
}

fn check_text(site: &CheckedSite, node: Node, checks: &[TextCheck]) -> Vec<Diagnostic> {
    let outline = node.outline();
    let mut found = Vec::new();
    let kind = site.kinds.find(&outline.kind);
    let kind = kind.unwrap_or_else(|| site.kinds.page());
    // Comments of readers are left alone: no author of the site can improve them.
    if kind.thread().is_some() {
        return found;
    }
    let Some(source) = (site.text_of)(&outline.file) else {
        return found;
    };
    let facts = document::facts(node.document(), &source, kind, site.config.raw_html);
    let Some(facts) = facts else { return found };
    let text = CheckedText {
        site,
        node,
        source: &source,
        facts: &facts,
    };
    for check in checks {
        let before = found.len();
        check(&text, &mut found);
        shorten(&mut found, before);
    }
    found
}

/// If a rule found more in a text than is shown, the last finding says how many more there are.
fn shorten(found: &mut Vec<Diagnostic>, before: usize) {
    let more = (found.len() - before).saturating_sub(MAX_FINDINGS);
    if more > 0 {
        found.truncate(before + MAX_FINDINGS);
        let last = found.pop();
        let counted = format!(
            "the same applies to {} in this file",
            count(more, "other place")
        );
        found.extend(last.map(|last| last.help(counted)));
    }
}
