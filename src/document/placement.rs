//! What a source's place in the folders says: its kind, its owner, its name.
//!
//! Looks at paths only, so that each source can then be read on its own.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::base::file_path::INDEX;
use crate::base::site_layout;
use crate::base::{FilePath, LanguageId, date};
use crate::config::{Kind, Kinds, LanguageTags, SharedPath};
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
    /// For the `index.md` of a kind's own folder, which introduces the kind's list: that folder below `content/`.
    pub introduces: Option<String>,
    /// True for a document in a folder of drafts.
    pub in_drafts: bool,
    /// Which of the site's languages it belongs to.
    pub language: LanguageId,
    /// On a site that names languages, what its path has in common with those of its translations: `content/about`.
    pub shared_name: Option<FilePath>,
}

impl Location {
    /// True for a document that is shown as the start of a kind's list.
    pub fn introduces_list(&self) -> bool {
        self.introduces.is_some()
    }
}

/// What is known of a document before its text is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placement {
    /// The kind its folder gives it.
    pub kind: String,
    /// The language that its path names.
    pub language: Option<LanguageId>,
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
pub fn place(sources: &[FilePath], context: &Context) -> Vec<Placement> {
    let languages = context.languages;
    let paths = sources.iter().map(|file| SourcePath::new(file, languages));
    let paths: Vec<SourcePath> = paths.collect();
    let placer = Placer::new(&paths, context.kinds);
    let place = |path: &SourcePath| {
        let mut placement = placer.place(path);
        let location = &mut placement.location;
        location.in_drafts = is_in_drafts(path.file);
        location.language = placer.language(path);
        location.shared_name = languages.are_named().then(|| path.shared_name());
        placement.language = path.named;
        placement
    };
    paths.iter().map(place).collect()
}

/// Where a source is, and where it would be if its path named no language.
struct SourcePath<'p> {
    file: &'p FilePath,
    shared: FilePath,
    named: Option<LanguageId>,
}

impl<'p> SourcePath<'p> {
    fn new(file: &'p FilePath, languages: &LanguageTags) -> SourcePath<'p> {
        let SharedPath { language, path } = languages.split(file.as_str());
        let shared = match path {
            Cow::Borrowed(_) => file.clone(),
            Cow::Owned(path) => FilePath::from(path),
        };
        SourcePath {
            file,
            shared,
            named: language,
        }
    }

    fn language(&self) -> LanguageId {
        self.named.unwrap_or_default()
    }

    /// The shared path without its extension; a folder and its index are one.
    fn shared_name(&self) -> FilePath {
        let path = self.shared.as_str();
        if self.shared.is_index() {
            return FilePath::new(self.shared.folder());
        }
        let extension = self.shared.extension().len();
        let stem = path.len() - extension - usize::from(extension > 0);
        FilePath::new(&path[..stem])
    }
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

/// The sources of a site, by language and shared path.
type ByPath<'p> = BTreeMap<(LanguageId, &'p str), &'p SourcePath<'p>>;

struct Placer<'p> {
    known: ByPath<'p>,
    /// The documents of folders that have another name than a document of a folder should have, by the folder.
    odd: ByPath<'p>,
    /// The languages that there are documents in, in order.
    languages: BTreeSet<LanguageId>,
    kinds: &'p Kinds,
}

impl<'p> Placer<'p> {
    fn new(paths: &'p [SourcePath<'p>], kinds: &'p Kinds) -> Placer<'p> {
        let known = paths
            .iter()
            .map(|path| ((path.language(), path.shared.as_str()), path));
        let odd = paths
            .iter()
            .filter_map(|path| Some(((path.language(), oddly_owned(&path.shared)?), path)));
        Placer {
            known: known.collect(),
            odd: odd.collect(),
            languages: paths.iter().map(SourcePath::language).collect(),
            kinds,
        }
    }
}

impl Placer<'_> {
    fn place(&self, path: &SourcePath) -> Placement {
        if let Some((kind, owner)) = self.part_of(path) {
            return part(&path.shared, kind, owner);
        }
        let folder = below_content(path.shared.folder());
        if path.shared.is_index() {
            self.index(path, folder)
        } else {
            self.plain(&path.shared, folder)
        }
    }

    /// The language of a source: a part that does not say its own is in that of its owner.
    fn language(&self, path: &SourcePath) -> LanguageId {
        let owners = || self.part_of(path).map(|part| part.1.language());
        path.named.or_else(owners).unwrap_or_default()
    }

    /// The part kind and the owner of a source that is a part of another document.
    fn part_of(&self, path: &SourcePath) -> Option<(&Kind, &SourcePath<'_>)> {
        let file = &path.shared;
        self.kinds.of_parts().find_map(|kind| {
            let part = kind.part.as_ref()?;
            let owner_folder = match part.folder.as_str() {
                "" if file.is_index() => return None,
                "" => file.folder(),
                inner => file.folder().strip_suffix(inner)?.strip_suffix('/')?,
            };
            let owner = self.document_of(owner_folder, path.language())?;
            let owner_kind = self.kinds.of_folder(below_content(owner_folder));
            let fits = part.of.is_empty() || part.of.contains(&owner_kind.name);
            let introduced = self.kinds.claiming(below_content(owner_folder));
            let is_list = introduced.is_some_and(|kind| kind.list.is_some());
            (fits && !is_list).then_some((kind, owner))
        })
    }

    /// The document of a folder in a language, else in the first one that has it: its `index.md`, or the file beside it with
    /// its name. So what is in the folder of a document that is not public is never taken for a page.
    fn document_of(&self, folder: &str, language: LanguageId) -> Option<&SourcePath<'_>> {
        let inside = INDEX.map(|index| format!("{folder}/{index}"));
        let paths: Vec<String> = inside.into_iter().chain([format!("{folder}.md")]).collect();
        let in_language = |language: LanguageId| {
            let mut paths = paths.iter();
            let found = paths.find_map(|path| self.known.get(&(language, path.as_str())));
            found.or_else(|| self.odd.get(&(language, folder))).copied()
        };
        let others = || self.languages.iter().copied();
        in_language(language).or_else(|| others().find_map(in_language))
    }

    /// A folder's `index.md`: the document that the folder is, or the start of a kind's list.
    fn index(&self, path: &SourcePath, folder: &str) -> Placement {
        let claiming = self.kinds.claiming(folder);
        let introduces_list = claiming.is_some_and(|kind| kind.list.is_some());
        let kind = match folder {
            "" => self.kinds.find("home").unwrap_or_else(|| self.kinds.page()),
            _ if introduces_list => self.kinds.page(),
            _ => self.kinds.of_folder(folder),
        };
        let (date, name) = dated(last_part(folder));
        let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
        let name = if folder.is_empty() { "home" } else { name };
        Placement {
            kind: kind.name.clone(),
            location: Location {
                below: below_kind(kind, above),
                name: name.to_owned(),
                own_folder: self
                    .owns_folder(path)
                    .then(|| path.file.folder().to_owned()),
                introduces: introduces_list.then(|| folder.to_owned()),
                ..Location::default()
            },
            date,
            ..Placement::default()
        }
    }

    /// False for a translation beside the page that it translates: the files of the folder belong to that page.
    fn owns_folder(&self, path: &SourcePath) -> bool {
        let mut before = (0..path.language().0).map(LanguageId);
        !before.any(|language| {
            let other = self.known.get(&(language, path.shared.as_str()));
            other.is_some_and(|other| other.file.folder() == path.file.folder())
        })
    }

    fn plain(&self, file: &FilePath, folder: &str) -> Placement {
        let kind = self.kinds.of_folder(folder);
        let (date, name) = dated(file.stem());
        Placement {
            kind: kind.name.clone(),
            location: Location {
                below: below_kind(kind, folder),
                name: name.to_owned(),
                ..Location::default()
            },
            date,
            ..Placement::default()
        }
    }
}

fn part(file: &FilePath, kind: &Kind, owner: &SourcePath) -> Placement {
    let owner_name = if owner.shared.is_index() {
        last_part(owner.shared.folder())
    } else {
        owner.shared.stem()
    };
    let (date, name) = dated(file.stem());
    let (order, name) = numbered(name);
    Placement {
        kind: kind.name.clone(),
        owner: Some(owner.file.clone()),
        owner_id: Some(dated(owner_name).1.to_owned()),
        location: Location {
            name: name.to_owned(),
            ..Location::default()
        },
        date,
        order,
        ..Placement::default()
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
    use crate::config::{Layer, SiteConfig};

    fn placements(files: &[&str]) -> Vec<(String, String, Option<String>)> {
        let kinds = Kinds::from_layers(&[Layer::of_text(
            "report: {folder: reports, list: {per_page: 20}}\nblog: {folder: blogs, list: {}}\n\
             chapter: {part: {of: report}}\ncomment: {part: {folder: comments}}\n",
        )])
        .value;
        let site = SiteConfig::parse(&FilePath::new("site.yaml"), None).value;
        let context = Context::of(&kinds, &site);
        let files: Vec<FilePath> = files.iter().map(|file| FilePath::new(*file)).collect();
        let row = |p: Placement| {
            (
                p.kind,
                p.location.name,
                p.owner.map(|owner| owner.to_string()),
            )
        };
        place(&files, &context).into_iter().map(row).collect()
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
