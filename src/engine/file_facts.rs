//! The facts about the site's public files, and the places of those that cannot be
//! read. Looks into no file itself.

use std::path::Path;

use super::pictures::PictureError;
use crate::base::{Cache, Code, Diagnostic, FilePath, Reported, Severity, Span};
use crate::content::{Asset, Facts, FactsReport, Pdf, PictureFault, SeenBefore, look, unreadable};
use crate::graph::{AssetId, Site, Target};
use crate::html::MOST_PIXELS;

/// Finds out the facts about each public file, in their order; `known` says what was seen of those that are
/// still the same.
pub(super) fn look_into(
    root: &Path,
    graph: &Site,
    cache: &Cache,
    known: &SeenBefore,
) -> Reported<FactsReport> {
    let assets: Vec<_> = graph.assets().iter().map(|(asset, _)| asset).collect();
    let looked = look(root, &assets, cache, known);
    let damaged = looked.unreadable.iter();
    let mut diagnostics: Vec<Diagnostic> = damaged
        .filter_map(|(at, pdf)| diagnostic(graph, *at, pdf))
        .collect();
    // A page that leaves out what is known of a file would be another page.
    let refused = looked
        .refused
        .iter()
        .filter_map(|(at, error)| Some(unreadable(&assets.get(*at)?.file, error)));
    diagnostics.extend(refused);
    let pictures = looked.facts.iter().enumerate();
    for (at, facts) in pictures {
        diagnostics.extend(oversized(graph, at, facts));
        diagnostics.extend(no_picture(graph, at, facts));
    }
    Reported {
        value: looked,
        diagnostics,
    }
}

fn diagnostic(graph: &Site, at: usize, pdf: &Pdf) -> Option<Diagnostic> {
    let (asset, _) = graph.assets().get(at)?;
    let name = asset.file.name();
    let (message, label, help) = match pdf {
        Pdf::Readable(_) => return None,
        Pdf::Damaged => (
            format!("`{name}` cannot be read as a PDF, so its pages are not counted"),
            "damaged, or not a PDF",
            "open it: if you can see its pages, save it as PDF once more; if not, replace it",
        ),
        Pdf::Locked => (
            format!(
                "`{name}` is password-protected: readers cannot open it and its pages cannot be counted"
            ),
            "locked",
            "save it without a password",
        ),
        Pdf::TooLarge => (
            format!("`{name}` is too large for its pages to be counted"),
            "larger than 256 MB",
            "few readers can download it; save it with smaller pictures, or split it",
        ),
    };
    let diagnostic = Diagnostic::new(Code::UnreadablePdf, message);
    let diagnostic = match first_named(graph, at) {
        Some((file, span)) => diagnostic.at(file, span, label),
        None => diagnostic.in_file(&asset.file),
    };
    Some(diagnostic.help(help))
}

/// A file with the name of a picture that no browser shows.
fn no_picture(graph: &Site, at: usize, facts: &Facts) -> Option<Diagnostic> {
    let fault = facts.picture.fault?;
    let (asset, _) = graph.assets().get(at)?;
    let name = asset.file.name();
    let (message, help) = match fault {
        PictureFault::Empty => (
            format!("`{name}` is an empty file"),
            "copy the picture to this place again",
        ),
        PictureFault::WebPage => (
            format!("`{name}` is a web page, not a picture"),
            "open the picture on the website it comes from, and save that",
        ),
        PictureFault::LfsPointer => (
            format!("`{name}` is only the pointer to a picture"),
            "run `git lfs pull` before you build",
        ),
        PictureFault::Heic => (
            format!("`{name}` is a HEIC photograph, which most browsers do not show"),
            "open it, and save it as JPEG",
        ),
        PictureFault::NoPicture => (
            format!("`{name}` is not a picture that browsers show"),
            SAVE_ONCE_MORE,
        ),
    };
    let found = Diagnostic::new(Code::DamagedPicture, message);
    Some(at_first_name(found, graph, AssetId::new(at), asset).help(help))
}

/// What to do about a picture that cannot be decoded.
const SAVE_ONCE_MORE: &str =
    "open it, look whether all of it is there, and save it once more as JPEG or PNG";

/// A picture that is too large to be decoded.
fn oversized(graph: &Site, at: usize, facts: &Facts) -> Option<Diagnostic> {
    facts.picture.format?;
    let (width, height) = facts.picture.size?;
    if u64::from(width) * u64::from(height) <= MOST_PIXELS {
        return None;
    }
    let (asset, _) = graph.assets().get(at)?;
    let message = format!(
        "`{}` is {width} × {height} pixels, which is more than browsers can show",
        asset.file.name()
    );
    // Whoever is not led to it need not be able to see it.
    let (file, span) = first_named(graph, at)?;
    let found = Diagnostic::new(Code::OversizedPicture, message).at(file, span, "this picture");
    Some(found.help("save it with fewer pixels: 4000 across are enough for print"))
}

/// The bytes of a picture, and what is wrong with it; no bytes where they might tell what nobody is to know.
pub(super) fn picture(
    graph: &Site,
    id: AssetId,
    outcome: Result<Vec<u8>, PictureError>,
) -> Reported<Option<Vec<u8>>> {
    let Some(asset) = graph.asset(id) else {
        return Reported::default();
    };
    match outcome {
        Ok(bytes) => Reported::clean(Some(bytes)),
        Err(PictureError::Unreadable(error)) => Reported {
            value: None,
            diagnostics: vec![unreadable(&asset.file, &error)],
        },
        Err(PictureError::Undecodable(Some(bytes))) => {
            let message = format!(
                "`{}` is damaged, so it cannot be made smaller",
                asset.file.name()
            );
            Reported {
                diagnostics: vec![damaged(graph, id, asset, message)],
                value: Some(bytes),
            }
        }
        Err(PictureError::Undecodable(None)) => Reported {
            diagnostics: vec![unpublished(graph, id, asset)],
            value: None,
        },
    }
}

/// A damaged picture that is not published: an error if a page shows it, since there is nothing in its place.
fn unpublished(graph: &Site, id: AssetId, asset: &Asset) -> Diagnostic {
    let name = asset.file.name();
    let message =
        format!("`{name}` is damaged, so it is not published: it may say where it was taken");
    let mut found = damaged(graph, id, asset, message);
    if first_named(graph, id.index()).is_some() {
        found.severity = Severity::Error;
    }
    found
}

fn damaged(graph: &Site, id: AssetId, asset: &Asset, message: String) -> Diagnostic {
    let found = Diagnostic::new(Code::DamagedPicture, message);
    at_first_name(found, graph, id, asset).help(SAVE_ONCE_MORE)
}

fn at_first_name(found: Diagnostic, graph: &Site, id: AssetId, asset: &Asset) -> Diagnostic {
    match first_named(graph, id.index()) {
        Some((file, span)) => found.at(file, span, "this picture"),
        None => found.in_file(&asset.file),
    }
}

/// Where an author first names a file: in a field, else in a text.
fn first_named(graph: &Site, asset: usize) -> Option<(&FilePath, Span)> {
    let is_it = |target: Target| matches!(target, Target::Asset(id) if id.0 as usize == asset);
    let named = graph.nodes().flat_map(|node| {
        let outline = node.outline();
        let links = outline
            .spots
            .links
            .iter()
            .zip(node.links())
            .filter(|(_, resolved)| is_it(resolved.target));
        links.map(move |(link, _)| {
            let in_field = outline
                .spots
                .fields
                .0
                .iter()
                .any(|(_, field)| field.holds(*link));
            (in_field, &outline.file, *link)
        })
    });
    // The first of several that are equal.
    named
        .min_by_key(|(in_field, _, _)| !in_field)
        .map(|(_, file, span)| (file, span))
}
