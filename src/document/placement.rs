//! What a source's place in the folders says: its kind, its owner, its name.
//!
//! Looks at paths only, so that each source can then be read on its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::file_path::INDEX;
use crate::base::site_layout;
use crate::base::{FilePath, date};
use crate::config::{Kind, Kinds};
use crate::content::is_in_drafts;
use jiff::civil::Date;

/// Where a document stands on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// The folder below its kind's folder, for `{folder}`: empty, or `2012/spring`.
    pub below: String,
    /// Its name without date, order number and extension.
    pub name: String,
    /// For a folder with an `index.md`: that folder from the site's root. Its assets are the document's.
    pub own_folder: Option<String>,
    /// True for the `index.md` of a kind's own folder, which introduces the kind's list.
    pub introduces_list: bool,
    /// True for a document in a folder of drafts.
    pub in_drafts: bool,
}

/// What is known of a document before its text is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// The kind its folder gives it.
    pub kind: String,
    /// The source of the document it is a part of.
    pub owner: Option<FilePath>,
    /// The id of that document, the start of its own.
    pub owner_id: Option<String>,
    /// Where it stands.
    pub location: Location,
    /// The date in its file's name.
    pub date: Option<Date>,
    /// The number at the start of a part's name: `2` of `02-work-streams.md`.
    pub order: Option<i64>,
}

impl Placement {
    /// The id of the document: a part's starts with that of its owner.
    pub fn id(&self) -> String {
        let name = &self.location.name;
        self.owner_id
            .as_ref()
            .map_or_else(|| name.clone(), |owner| format!("{owner}/{name}"))
    }
}

/// The placement of each source, in their order.
pub fn place(sources: &[FilePath], kinds: &Kinds) -> Vec<Placement> {
    let known: BTreeSet<&str> = sources.iter().map(FilePath::as_str).collect();
    let odd = sources
        .iter()
        .filter_map(|file| Some((oddly_owned(file)?, file)))
        .collect();
    let place = |file: &FilePath| {
        let mut placement = Placer {
            known: &known,
            odd: &odd,
            kinds,
        }
        .place(file);
        placement.location.in_drafts = is_in_drafts(file);
        placement
    };
    sources.iter().map(place).collect()
}

/// A part's name, as in its id, from that of its file: `2012-07-03-thanks.md` is `thanks`.
pub fn part_name(file: &str) -> &str {
    numbered(dated(file.strip_suffix(".md").unwrap_or(file)).1).1
}

/// The folder that a document owns although its name is not as it should be: an index with another extension or in
/// capitals, or a page of another program beside the folder.
fn oddly_owned(file: &FilePath) -> Option<&str> {
    if file.is_index() {
        return (!INDEX.contains(&file.name())).then(|| file.folder());
    }
    let stem = file.name().split('.').next().unwrap_or_default();
    let beside = file.as_str().len() - file.name().len() + stem.len();
    (!file.is_source()).then(|| &file.as_str()[..beside])
}

struct Placer<'p> {
    known: &'p BTreeSet<&'p str>,
    /// The documents of folders that have another name than a document of a folder should have.
    odd: &'p BTreeMap<&'p str, &'p FilePath>,
    kinds: &'p Kinds,
}

impl Placer<'_> {
    fn place(&self, file: &FilePath) -> Placement {
        if let Some((kind, owner)) = self.part_of(file) {
            return self.part(file, kind, &owner);
        }
        let folder = below_content(file.folder());
        if file.is_index() {
            self.index(file, folder)
        } else {
            self.plain(file, folder)
        }
    }

    /// The part kind and the owner of a source that is a part of another document.
    fn part_of(&self, file: &FilePath) -> Option<(&Kind, FilePath)> {
        self.kinds.of_parts().find_map(|kind| {
            let part = kind.part.as_ref()?;
            let owner_folder = match part.folder.as_str() {
                "" if file.is_index() => return None,
                "" => file.folder(),
                inner => file.folder().strip_suffix(inner)?.strip_suffix('/')?,
            };
            let owner = self.document_of(owner_folder)?;
            let owner_kind = self.kinds.of_folder(below_content(owner_folder));
            let fits = part.of.is_empty() || part.of.contains(&owner_kind.name);
            let is_list = owner_kind.folder.as_deref() == Some(below_content(owner_folder));
            (fits && !is_list).then_some((kind, owner))
        })
    }

    /// The document of a folder: its `index.md`, or the file beside it with its name.
    fn document_of(&self, folder: &str) -> Option<FilePath> {
        let inside = INDEX.map(|index| format!("{folder}/{index}"));
        inside
            .into_iter()
            .chain([format!("{folder}.md")])
            .find(|path| self.known.contains(path.as_str()))
            .map(FilePath::new)
            .or_else(|| self.odd.get(folder).copied().cloned())
    }

    fn part(&self, file: &FilePath, kind: &Kind, owner: &FilePath) -> Placement {
        let owner_name = if owner.is_index() {
            last_part(owner.folder())
        } else {
            owner.stem()
        };
        let (date, name) = dated(file.stem());
        let (order, name) = numbered(name);
        Placement {
            kind: kind.name.clone(),
            owner: Some(owner.clone()),
            owner_id: Some(dated(owner_name).1.to_owned()),
            location: Location {
                name: name.to_owned(),
                ..Location::default()
            },
            date,
            order,
        }
    }

    /// A folder's `index.md`: the document that the folder is, or the start of a kind's list.
    fn index(&self, file: &FilePath, folder: &str) -> Placement {
        let claiming = self.kinds.claiming(folder);
        let introduces_list = claiming.is_some_and(|kind| kind.list.is_some());
        let kind = match folder {
            "" => self.kinds.find("home").unwrap_or_else(|| self.kinds.page()),
            _ if introduces_list => self.kinds.page(),
            _ => self.kinds.of_folder(folder),
        };
        let (date, name) = dated(last_part(folder));
        let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
        Placement {
            kind: kind.name.clone(),
            owner: None,
            owner_id: None,
            location: Location {
                below: below_kind(kind, above),
                name: if folder.is_empty() {
                    "home".to_owned()
                } else {
                    name.to_owned()
                },
                own_folder: Some(file.folder().to_owned()),
                introduces_list,
                ..Location::default()
            },
            date,
            order: None,
        }
    }

    fn plain(&self, file: &FilePath, folder: &str) -> Placement {
        let kind = self.kinds.of_folder(folder);
        let (date, name) = dated(file.stem());
        Placement {
            kind: kind.name.clone(),
            owner: None,
            owner_id: None,
            location: Location {
                below: below_kind(kind, folder),
                name: name.to_owned(),
                ..Location::default()
            },
            date,
            order: None,
        }
    }
}

fn below_content(folder: &str) -> &str {
    folder
        .strip_prefix(site_layout::CONTENT)
        .unwrap_or(folder)
        .trim_start_matches('/')
}

fn below_kind(kind: &Kind, folder: &str) -> String {
    let claimed = kind.folder.as_deref().unwrap_or("");
    folder
        .strip_prefix(claimed)
        .unwrap_or("")
        .trim_matches('/')
        .to_owned()
}

fn last_part(folder: &str) -> &str {
    folder.rsplit('/').next().unwrap_or(folder)
}

/// A name's date, and the name without it; a name that is only a date keeps it.
fn dated(name: &str) -> (Option<Date>, &str) {
    match date::at_start(name) {
        Some((date, "")) => (Some(date), name),
        Some((date, rest)) => (Some(date), rest),
        None => (None, name),
    }
}

/// `02-work-streams` → 2 and `work-streams`.
fn numbered(name: &str) -> (Option<i64>, &str) {
    let digits = name.bytes().take_while(u8::is_ascii_digit).count();
    let rest = name[digits..].strip_prefix(['-', '_', '.', ' ']);
    match rest {
        Some(rest) if (1..=3).contains(&digits) && !rest.is_empty() => {
            (name[..digits].parse().ok(), rest)
        }
        _ => (None, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layer;

    fn placements(files: &[&str]) -> Vec<(String, String, Option<String>)> {
        let kinds = Kinds::from_layers(&[Layer::of_text(
            "report: {folder: reports, list: {per_page: 20}}\nblog: {folder: blogs, list: {}}\n\
             chapter: {part: {of: report}}\ncomment: {part: {folder: comments}}\n",
        )])
        .value;
        let files: Vec<FilePath> = files.iter().map(|file| FilePath::new(*file)).collect();
        let row = |p: Placement| {
            (
                p.kind,
                p.location.name,
                p.owner.map(|owner| owner.to_string()),
            )
        };
        place(&files, &kinds).into_iter().map(row).collect()
    }

    #[test]
    fn folders_give_kinds_owners_and_names() {
        let owner = |path: &str| Some(path.to_owned());
        let row = |kind: &str, name: &str, owner| (kind.to_owned(), name.to_owned(), owner);
        assert_eq!(
            placements(&[
                "content/index.md",
                "content/about/board.md",
                "content/about/index.md",
                "content/blogs/2012-06-29-regional.md",
                "content/blogs/2012-06-29-regional/comments/2012-07-01-a.md",
                "content/blogs/_index.md",
                "content/reports/progress-2012/02-work-streams.md",
                "content/reports/progress-2012/index.md",
                "content/reports/index.md",
                "content/reports/flat.md",
            ]),
            [
                row("home", "home", None),
                row("page", "board", None),
                row("page", "about", None),
                row("blog", "regional", None),
                row(
                    "comment",
                    "a",
                    owner("content/blogs/2012-06-29-regional.md")
                ),
                row("page", "blogs", None),
                row(
                    "chapter",
                    "work-streams",
                    owner("content/reports/progress-2012/index.md")
                ),
                row("report", "progress-2012", None),
                row("page", "reports", None),
                row("report", "flat", None),
            ]
        );
    }
}
