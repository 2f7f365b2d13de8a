//! What is wrong with a link, said at its place. Finds nothing itself.

use super::finding::{Finding, Place};
use super::id::NodeId;
use super::target::written_from;
use crate::base::english::{excerpt, ticked_or};
use crate::base::{Code, FilePath, Fix, LanguageId};
use crate::document::{LinkRole, Structure};

/// The place of a link.
pub(super) struct At<'a> {
    pub file: &'a FilePath,
    /// That of its target.
    pub place: Place,
    /// The page it is on.
    pub page: Option<NodeId>,
    /// The language of its readers.
    pub language: LanguageId,
}

/// An id that several documents have.
pub(super) fn which_document<'k>(
    id: &str,
    documents: impl Iterator<Item = &'k Structure>,
    at: &At,
) -> Finding {
    let documents: Vec<&Structure> = documents.collect();
    let of_kind = |kind: &str| documents.iter().filter(|other| other.kind == kind).count();
    let ids: Vec<String> = documents
        .iter()
        .map(|document| match of_kind(&document.kind) {
            1 => format!("[[{}/{id}]]", document.kind),
            // Only the path tells documents of one kind apart.
            _ => format!("[text]({})", written_from(at.file, document.file.as_str())),
        })
        .collect();
    Finding::new(
        Code::BrokenLink,
        format!("several documents are called `{id}`"),
    )
    .at(at.file, at.place.clone(), "which one?")
    .help(format!("write {}", ticked_or(&ids)))
}

/// A name that several files have.
pub(super) fn which_file<'f>(
    name: &str,
    files: impl Iterator<Item = &'f FilePath>,
    at: &At,
) -> Finding {
    let files: Vec<String> = files
        .map(|file| format!("[[{}]]", written_from(at.file, file.as_str())))
        .collect();
    Finding::new(
        Code::BrokenLink,
        format!("several files are called `{name}`"),
    )
    .at(at.file, at.place.clone(), "which one?")
    .help(format!("write {}", ticked_or(&files)))
}

/// A link or a picture with nothing where its target should be.
pub(super) fn no_target(role: LinkRole, at: &At) -> Finding {
    let (message, help) = match role {
        LinkRole::Picture => (
            "this picture has no file",
            "write its path, as in `![What it shows](board.jpg)`",
        ),
        LinkRole::File => (
            "there is no file here",
            "write the path of a file, as in `plan.pdf`",
        ),
        LinkRole::Target | LinkRole::Id | LinkRole::Mention => (
            "this link goes nowhere: there is nothing where its target should be",
            "write the path of a page, a file or an address, as in `[the budget](budget.md)`",
        ),
    };
    Finding::new(Code::BrokenLink, message)
        .at(at.file, at.place.clone(), "empty")
        .help(help)
}

/// A target that leads nowhere, with what is near.
pub(super) fn nothing_there(target: &str, near: Option<String>, at: &At) -> Finding {
    Finding::new(
        Code::BrokenLink,
        format!(
            "`{}` is not a document, file or address of this site",
            excerpt(target, 80)
        ),
    )
    .at(at.file, at.place.clone(), "not found")
    .help(near.unwrap_or_default())
}

/// The same, where it is certain which file is meant: it has moved.
pub(super) fn moved_away(nothing: Finding, target: &str, now: Option<String>, at: &At) -> Finding {
    match now {
        Some(now) => {
            let words = format!("link to `{}`", excerpt(&now, 80));
            nothing.fixed_by(Fix::replacing(
                words,
                at.file,
                at.place.clone(),
                target,
                &now,
            ))
        }
        None => nothing,
    }
}

/// What a link to an address means, and what it would mean as the path of a file.
pub(super) struct Readings<'a> {
    pub target: &'a str,
    /// The address that it leads to.
    pub address: &'a str,
    /// How to write a link that can mean nothing else.
    pub meant: &'a str,
    /// The file of the other reading.
    pub file: &'a FilePath,
}

/// A link to an address that would lead elsewhere if it were the path of a file.
pub(super) fn unclear(readings: &Readings, at: &At) -> Finding {
    let Readings {
        target,
        address,
        meant,
        file,
    } = readings;
    let other = written_from(at.file, file.as_str());
    let message = format!("`{}` can mean two pages", excerpt(target, 80));
    let label = format!("links to `{}`, as in a browser", excerpt(address, 80));
    Finding::new(Code::UnclearLink, message)
        .at(at.file, at.place.clone(), label)
        .help(format!("if you mean that page, write `{meant}`"))
        .help(format!("if you mean {file}, write `{other}`"))
}

/// A target that names nothing of this site, and certainly means a website or a mail address.
pub(super) fn meant_outside(target: &str, meant: &str, at: &At) -> Finding {
    let write = format!("write `{}`", excerpt(meant, 80));
    nothing_there(target, Some(write.clone()), at).fixed_by(Fix::replacing(
        write,
        at.file,
        at.place.clone(),
        target,
        meant,
    ))
}

/// A target that would lead somewhere without what nobody sees in it.
pub(super) fn hidden_signs(target: &str, meant: &str, at: &At) -> Finding {
    let help = format!("type `{}` anew", excerpt(meant, 80));
    let message = format!(
        "`{}` has signs in it that nobody sees, such as a non-breaking space",
        excerpt(meant, 80)
    );
    Finding::new(Code::BrokenLink, message)
        .at(at.file, at.place.clone(), "not found as it is written")
        .help(help.clone())
        .fixed_by(Fix::replacing(
            help,
            at.file,
            at.place.clone(),
            target,
            meant,
        ))
}

/// A path to something that is written as on Windows.
pub(super) fn backslashes(target: &str, meant: &str, at: &At) -> Finding {
    let write = format!("write `{}`", excerpt(meant, 80));
    let message = format!("`{}` has backslashes", excerpt(target, 80));
    Finding::new(Code::BrokenLink, message)
        .at(at.file, at.place.clone(), "paths in links have slashes")
        .help(write.clone())
        .fixed_by(Fix::replacing(
            write,
            at.file,
            at.place.clone(),
            target,
            meant,
        ))
}

/// An address at which nothing stands any more, and is meant to stand.
pub(super) fn gone(target: &str, at: &At) -> Finding {
    Finding::new(
        Code::BrokenLink,
        format!(
            "`{}` is listed under `gone` in site.yaml",
            excerpt(target, 80)
        ),
    )
    .at(at.file, at.place.clone(), "gone on purpose")
    .help("remove the link, or point it to a page that exists")
}

/// A page where a file is wanted.
pub(super) fn not_a_file(target: &str, at: &At) -> Finding {
    Finding::new(
        Code::BrokenLink,
        format!(
            "`{}` is a page, but this must be a file",
            excerpt(target, 80)
        ),
    )
    .at(at.file, at.place.clone(), "a page")
    .help("write the path of a file, such as a picture or a PDF")
}

/// Something that is there, but that no reader may see now.
pub(super) fn unpublished(target: &str, role: LinkRole, at: &At) -> Finding {
    let written = if role == LinkRole::Id {
        format!("[[{target}]]")
    } else {
        target.to_owned()
    };
    Finding::new(
        Code::LinkToUnpublished,
        format!(
            "`{}` is not public now, so no page can link to it",
            excerpt(&written, 80)
        ),
    )
    .at(at.file, at.place.clone(), "not public")
    .help(
        "it is a draft, is scheduled with `publish_at`, has expired, or belongs to such a document",
    )
}

/// A file in a folder that is called nearly as one of drafts, in which nothing is public.
pub(super) fn in_unclear_folder(target: &str, folder: &str, at: &At) -> Finding {
    let name = excerpt(folder.rsplit('/').next().unwrap_or(folder), 60);
    Finding::new(
        Code::LinkToUnpublished,
        format!(
            "`{}` is in a folder called `{name}`, so it is unclear whether this file is public",
            excerpt(target, 80)
        ),
    )
    .at(at.file, at.place.clone(), "not published")
    .help("if readers may have it, move it to a folder with another name")
    .help("if it is a draft, remove the link until it is public")
}

/// A file that an editor or the system left behind, or a hidden one. It counts as unpublished: its name is shown on no page.
pub(super) fn left_over(target: &str, leftover: &FilePath, at: &At) -> Finding {
    let what = if leftover.name().starts_with('.') {
        "hidden"
    } else {
        "backup or system"
    };
    let name = leftover.name();
    Finding::new(
        Code::LinkToUnpublished,
        format!(
            "`{}` is not published: `{leftover}` has the name of a {what} file",
            excerpt(target, 80)
        ),
    )
    .at(at.file, at.place.clone(), "not published")
    .help(format!(
        "give it another name, or write `include: [\"{name}\"]` in site.yaml"
    ))
}
