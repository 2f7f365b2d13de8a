//! Verdicts as diagnostics: each address once, with all places it stands at.

use super::anchor;
use super::collect::{Outside, Place};
use super::journey::Verdict;
use super::web_url::WebUrl;
use crate::base::wording::count;
use crate::base::{Code, Diagnostic, Edit, Fix, Span};
use crate::check::TextOf;

/// What is to be said of an address; nothing where all is well, or nothing is known.
pub fn diagnostics(one: &Outside, verdict: &Verdict, text_of: TextOf) -> Vec<Diagnostic> {
    let url = &one.url;
    match verdict {
        Verdict::Fine | Verdict::Unclear => Vec::new(),
        Verdict::Dead(status) => vec![
            everywhere(
                Diagnostic::new(Code::DeadExternalLink, format!("nothing stands at {url} any more")),
                &one.places,
                said(*status),
            )
            .help("look for its new address, or for a copy in an archive such as https://web.archive.org"),
        ],
        Verdict::Moved(to) => vec![moved(one, to, text_of)],
        Verdict::Without(anchors) => anchors.iter().filter_map(|missing| without(one, missing)).collect(),
        Verdict::Unreachable(why) => vec![
            everywhere(
                Diagnostic::new(Code::UnreachableExternalLink, format!("{url} cannot be reached: {why}")),
                &one.places,
                "no answer",
            )
            .help("open it in a browser; if it works there, check again later"),
        ],
    }
}

/// What is to be said once where no other site can be reached.
pub fn offline(first: &Outside, asked: usize) -> Diagnostic {
    let message = format!(
        "no other site can be reached, so {} could not be checked",
        count(asked, "link")
    );
    let places = first.places.get(..1).unwrap_or_default();
    everywhere(
        Diagnostic::new(Code::UnreachableExternalLink, message),
        places,
        "this one, for example",
    )
    .help("check again once there is a network")
}

fn said(status: u16) -> &'static str {
    if status == 410 {
        "its site answers 410, gone for good"
    } else {
        "its site answers 404, not found"
    }
}

fn everywhere(diagnostic: Diagnostic, places: &[Place], label: &str) -> Diagnostic {
    places
        .iter()
        .enumerate()
        .fold(diagnostic, |all, (number, place)| {
            all.at(
                &place.file,
                place.span,
                if number == 0 { label } else { "and here" },
            )
        })
}

fn moved(one: &Outside, to: &str, text_of: TextOf) -> Diagnostic {
    let message = format!("{} has moved to {to}", one.url);
    let diagnostic = everywhere(
        Diagnostic::new(Code::MovedExternalLink, message),
        &one.places,
        "its former address",
    );
    let Some(new) = WebUrl::parse(to) else {
        return diagnostic;
    };
    if new.path() == "/" && one.url.path() != "/" {
        return diagnostic
            .help("it leads to the front page of a site now, so the page itself may be gone");
    }
    let fix = one
        .url
        .is_same_page_as(&new)
        .then(|| replaced(&one.places, to, text_of))
        .flatten();
    match fix {
        Some(fix) => diagnostic.help(format!("write `{to}`")).fixed_by(fix),
        None => diagnostic.help("open the new address; if it is the same page, link to it"),
    }
}

/// The new address at every place, where each is written so that it can be exchanged.
fn replaced(places: &[Place], to: &str, text_of: TextOf) -> Option<Fix> {
    let edit = |place: &Place| {
        let text = text_of(&place.file)?;
        let shown = text.get(place.span.range())?;
        let (start, end) = (shown.find(&place.written)?, place.written.len());
        let is_once = shown.matches(&place.written).count() == 1;
        let start = place.span.start as usize + start;
        let anchor = place
            .written
            .split_once('#')
            .map(|(_, anchor)| format!("#{anchor}"))
            .unwrap_or_default();
        let text = format!("{to}{anchor}");
        is_once.then(|| Edit {
            file: place.file.clone(),
            span: Span::new(start, start + end),
            was: Some(place.written.clone()),
            text,
        })
    };
    let edits: Option<Vec<Edit>> = places.iter().map(edit).collect();
    Some(Fix {
        words: format!("link to {to}"),
        edits: edits?,
    })
}

fn without(one: &Outside, missing: &str) -> Option<Diagnostic> {
    let is_meant = |place: &&Place| anchor::of(&place.written).as_deref() == Some(missing);
    let places: Vec<Place> = one.places.iter().filter(is_meant).cloned().collect();
    let message = format!("{} has no place called `#{missing}`", one.url);
    let diagnostic = Diagnostic::new(Code::MissingExternalAnchor, message);
    let diagnostic = everywhere(diagnostic, &places, "leads to the top of the page");
    (!places.is_empty())
        .then(|| diagnostic.help("open the page, and copy the address of the place from there"))
}
