//! A link starts with `http://localhost` or `http://127.0.0.1`: it opens a program on
//! the computer of whoever follows it, and readers have none there. Such addresses are
//! copied from a preview. `copublish check` finds this; it is a warning.
//!
//! ## Example
//!
//! ```text
//! Read [the minutes](http://localhost:3000/minutes/may/).
//! ```
//!
//! ## What to do
//!
//! Link to the page itself, by its path or its address:
//!
//! ```text
//! Read [the minutes](/minutes/may/).
//! ```
//!
//! If readers are to open it on their own computer, as in the instructions of a
//! program, write it as code: then it is no link.
//!
//! ```text
//! Open `http://localhost:3000/` in your browser.
//! ```
//!
//! ## Why it matters
//!
//! The link works for you while your preview runs, and for nobody else.

use crate::base::english::excerpt;
use crate::base::url::{is_on_this_computer, percent_decoded};
use crate::base::{Code, Diagnostic, Fix, Span, Url};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::{LinkForm, LinkRole};

pub(super) const RULE: Rule = Rule::of_text(Code::LocalLink, check);

/// What is written where only the author's computer can open it.
#[derive(Clone, Copy)]
struct Local<'l> {
    target: &'l str,
    span: Span,
    /// True in a text: what readers are to type themselves can be code there.
    can_be_code: bool,
}

/// Finds links and pictures of front matter, of a text and of its HTML that only the author's computer can open.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let told = links(text);
    let of_html = html_links(text).filter(|local| !told.iter().any(|other| other.is_in(local)));
    let all = told.iter().copied().chain(of_html);
    found.extend(all.map(|local| diagnostic(&local, text)));
}

/// The links that copublish resolves.
fn links<'t>(text: &'t CheckedText) -> Vec<Local<'t>> {
    let outline = text.outline();
    let fields = &outline.spots.fields.0;
    let links = outline.links.iter().zip(&outline.spots.links);
    let local = links.filter(|(link, _)| is_on_this_computer(&link.target));
    local
        .filter(|(link, _)| link.role != LinkRole::Mention)
        .map(|(link, span)| Local {
            target: &link.target,
            span: *span,
            can_be_code: link.role == LinkRole::Target
                && !fields.iter().any(|(_, field)| field.holds(*span)),
        })
        .collect()
}

/// Those of HTML, some of which are left as they are.
fn html_links<'t>(text: &'t CheckedText) -> impl Iterator<Item = Local<'t>> {
    let links = text.facts.links.iter();
    let html = links.filter(|link| link.form == LinkForm::Html && !text.is_foreign(link));
    let local = html.filter(|link| is_on_this_computer(&link.target));
    local.map(|link| Local {
        target: &link.target,
        span: link.span,
        can_be_code: true,
    })
}

impl Local<'_> {
    /// True for the target of a link, whose place is that of all its markup.
    fn is_in(&self, whole: &Local) -> bool {
        whole.span.start <= self.span.start && self.span.end <= whole.span.end
    }
}

fn diagnostic(local: &Local, text: &CheckedText) -> Diagnostic {
    let Local { target, span, .. } = *local;
    let message = format!(
        "`{}` is an address of your own computer: readers cannot open it",
        excerpt(target, 80)
    );
    let found = Diagnostic::new(Code::LocalLink, message);
    let found = found.at(text.file(), span, "only on your computer");
    let found = match page_at(target, text) {
        Some(path) => on_this_site(found, &path, local, text),
        None => found.help("write the address that readers have, as in `https://www.example.org/`"),
    };
    if local.can_be_code {
        found.help("if readers are to type it themselves, write it as code, between backticks")
    } else {
        found
    }
}

fn on_this_site(found: Diagnostic, path: &str, local: &Local, text: &CheckedText) -> Diagnostic {
    let write = format!("write `{}`", excerpt(path, 80));
    let found = found.help(format!("for the page of this site, {write}"));
    if text.source_at(local.span) == local.target {
        found.fixed_by(Fix::replacing(
            write,
            text.file(),
            local.span,
            local.target,
            path,
        ))
    } else {
        found
    }
}

/// What to write for the page of this site that a preview has at an address. Any program has a start page.
fn page_at(target: &str, text: &CheckedText) -> Option<String> {
    let (_, after) = target.split_once("://")?;
    let path = after.get(after.find('/')?..)?;
    let path = path
        .strip_prefix(text.site.config.base_path())
        .unwrap_or(path);
    let end = path.find(['?', '#']).unwrap_or(path.len());
    let url = Url::parse(&percent_decoded(path.get(..end)?)?).ok()?;
    let is_page = url != Url::home() && text.site.graph.route(&url).is_some();
    is_page.then(|| path.to_owned())
}
