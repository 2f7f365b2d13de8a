//! Verdicts as diagnostics: one for each URL, with all places that mention it.

use super::anchor::anchor_of;
use super::probe::Verdict;
use super::targets::{ExternalLink, Mention};
use super::web_url::WebUrl;
use crate::base::english::{count, excerpt};
use crate::base::{Code, Diagnostic, Edit, Fix, Span};
use crate::check::TextOf;

/// The diagnostics for one URL; none if it works, or if nothing is known.
pub fn diagnostics(link: &ExternalLink, verdict: &Verdict, text_of: TextOf) -> Vec<Diagnostic> {
    let url = link.url.shown();
    match verdict {
        Verdict::Fine | Verdict::Unclear => Vec::new(),
        Verdict::Dead(status) => vec![
            at_mentions(
                Diagnostic::new(Code::DeadExternalLink, format!("{url} no longer exists")),
                &link.mentions,
                status_label(*status),
            )
            .help("look for its new address, or for a copy in an archive such as https://web.archive.org"),
        ],
        Verdict::Moved(to) => vec![moved(link, to, text_of)],
        Verdict::MissingAnchors(anchors) => anchors.iter().filter_map(|anchor| missing_anchor(link, anchor)).collect(),
        Verdict::Unreachable(why) => vec![
            at_mentions(
                Diagnostic::new(Code::UnreachableExternalLink, format!("{url} cannot be reached: {why}")),
                &link.mentions,
                "no answer",
            )
            .help("open it in a browser; if it works there, check again later"),
        ],
    }
}

/// The diagnostic for a URL that nobody can request.
pub fn impossible(written: &str, why: &str, mentions: &[Mention]) -> Diagnostic {
    let message = format!("{} cannot be reached: {why}", excerpt(written, 80));
    let diagnostic = Diagnostic::new(Code::UnreachableExternalLink, message);
    at_mentions(diagnostic, mentions, "not an address")
        .help("correct the address; copy it from a browser in which you have the page open")
}

/// The one diagnostic if we are offline.
pub fn offline(first: &ExternalLink, links: usize) -> Diagnostic {
    let message = format!(
        "no other site can be reached, so {} could not be checked",
        count(links, "link")
    );
    let mentions = first.mentions.get(..1).unwrap_or_default();
    at_mentions(
        Diagnostic::new(Code::UnreachableExternalLink, message),
        mentions,
        "this one, for example",
    )
    .help("check again when you are online")
}

fn status_label(status: u16) -> &'static str {
    if status == 410 {
        "its site answers 410, gone for good"
    } else {
        "its site answers 404, not found"
    }
}

fn at_mentions(mut diagnostic: Diagnostic, mentions: &[Mention], first_label: &str) -> Diagnostic {
    for (number, Mention { file, span, .. }) in mentions.iter().enumerate() {
        let label = if number == 0 { first_label } else { "and here" };
        diagnostic = diagnostic.at(file, *span, label);
    }
    diagnostic
}

fn moved(link: &ExternalLink, to: &str, text_of: TextOf) -> Diagnostic {
    let message = format!("{} has moved to {to}", link.url.shown());
    let diagnostic = at_mentions(
        Diagnostic::new(Code::MovedExternalLink, message),
        &link.mentions,
        "its old address",
    );
    let Ok(new) = WebUrl::parse(to) else {
        return diagnostic;
    };
    if new.path() == "/" && link.url.path() != "/" {
        return diagnostic
            .help("it now redirects to the front page of a site, so the page itself may be gone");
    }
    let fix = if link.url.is_same_page_as(&new) {
        replace_all(&link.mentions, to, text_of)
    } else {
        None
    };
    match fix {
        Some(fix) => diagnostic.help(format!("write `{to}`")).fixed_by(fix),
        None => diagnostic.help("open the new address; if it is the same page, link to it"),
    }
}

/// A fix that writes the new URL at every place; `None` if one of them cannot be replaced safely.
fn replace_all(mentions: &[Mention], to: &str, text_of: TextOf) -> Option<Fix> {
    let edits = mentions.iter().map(|mention| replace(mention, to, text_of));
    Some(Fix {
        words: format!("link to {to}"),
        edits: edits.collect::<Option<Vec<Edit>>>()?,
    })
}

fn replace(mention: &Mention, to: &str, text_of: TextOf) -> Option<Edit> {
    let Mention {
        file,
        span,
        written,
    } = mention;
    let text = text_of(file)?;
    let source = text.get(span.range())?;
    let offset = source.find(written)?;
    // Notation twice in one link, it is not clear which one is the target.
    if source.matches(written).count() != 1 {
        return None;
    }
    let anchor = written.find('#').and_then(|at| written.get(at..));
    let start = span.start as usize + offset;
    Some(Edit {
        file: file.clone(),
        span: Span::new(start, start + written.len()),
        was: Some(written.clone()),
        text: format!("{to}{}", anchor.unwrap_or_default()),
    })
}

fn missing_anchor(link: &ExternalLink, anchor: &str) -> Option<Diagnostic> {
    let names_it = |mention: &&Mention| anchor_of(&mention.written).as_deref() == Some(anchor);
    let mentions: Vec<Mention> = link.mentions.iter().filter(names_it).cloned().collect();
    if mentions.is_empty() {
        return None;
    }
    let url = link.url.shown();
    let message = format!("{url} has no heading or anchor called `#{anchor}`");
    let diagnostic = Diagnostic::new(Code::MissingExternalAnchor, message);
    let diagnostic = at_mentions(diagnostic, &mentions, "goes to the top of the page");
    Some(diagnostic.help("open the page, and copy the link to the right section"))
}
