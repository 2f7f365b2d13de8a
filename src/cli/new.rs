//! `copublish new`: one new Markdown file where its kind belongs. Changes no file that is there.

#![expect(
    clippy::disallowed_methods,
    reason = "this verb makes content, and must see what is there already"
)]

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use jiff::civil::Date;

use super::document_name::{free_name, period, same_but_for_date, short};
use super::document_skeleton::{self, Answers, DocumentPlace, NewDocument};
use super::scalar::one_line;
use crate::base::english::{article, ticked_and, ticked_or};
use crate::base::file_error;
use crate::base::file_path::INDEX;
use crate::base::site_layout;
use crate::base::slug::slugify;
use crate::base::suggest::did_you_mean;
use crate::config::kind::Part;
use crate::config::{FieldType, Kind, Kinds, Pattern};
use crate::content::disk;

/// What is wanted.
pub struct Request<'r> {
    /// The name of the kind.
    pub kind: &'r str,
    /// The title, as typed; for a comment, the name of who wrote it.
    pub title: &'r str,
    /// The folder of `content/` to put it in, or of the document it is a part of.
    pub inside: Option<&'r str>,
    /// Today, or the day to take for today.
    pub today: Date,
    /// What its fields say, as far as that is known.
    pub answers: &'r Answers,
}

/// What was made.
#[derive(Debug, PartialEq, Eq)]
pub struct Made {
    /// The file, from the site's root.
    pub file: String,
    /// The fields that have to be filled in before the site builds.
    pub to_fill_in: Vec<String>,
}

impl Made {
    /// What to do next.
    pub fn next(&self) -> String {
        if self.to_fill_in.is_empty() {
            return "next: open it and write, then `copublish build`".to_owned();
        }
        format!(
            "next: open it, fill in {} and write, then `copublish build`",
            ticked_and(&self.to_fill_in)
        )
    }
}

/// Makes the file.
///
/// # Errors
/// A sentence on why there is none, and what to do.
pub fn create(root: &Path, kinds: &Kinds, request: &Request) -> Result<Made, String> {
    let kind = find(kinds, request.kind)?;
    let title = one_line(request.title);
    let folder = Folder {
        root,
        kinds,
        kind,
        inside: request.inside.map(tidy),
    }
    .find()?;
    let stem = site_layout::in_content(&stem(root, &folder, &title, request.today)?);
    let text = document_skeleton::document(&NewDocument {
        kinds,
        kind,
        title: &title,
        today: request.today,
        home: folder.names.home(),
        answers: request.answers,
    });
    write(root, &stem, &text)?;
    let needed = document_skeleton::needed(kinds, kind).map(|field| field.name.to_string());
    let needed = needed.filter(|name| !request.answers.contains_key(name));
    Ok(Made {
        file: format!("{stem}.md"),
        to_fill_in: needed.collect(),
    })
}

/// The file of a new document below `content/`, without `.md`.
fn stem(root: &Path, folder: &Found, title: &str, today: Date) -> Result<String, String> {
    let slug = short(&slugify(title));
    if slug.is_empty() {
        return Err(format!(
            "`{title}` has no letter or digit to name the file after; choose another title"
        ));
    }
    let path = &folder.path;
    let name = match folder.names {
        Names::Home => "index".to_owned(),
        Names::Plain => slug,
        Names::Received => format!("{today}-{}", free_name(&files_in(root, path), &slug)),
        Names::Dated => {
            is_free(root, path, &slug)?;
            format!("{today}-{slug}")
        }
        Names::Numbered(number) => format!("{number:02}-{slug}"),
        Names::Folder => format!("{slug}/index"),
        Names::Period => format!("{}/index", period(title).unwrap_or(slug)),
    };
    Ok(if path.is_empty() {
        name
    } else {
        format!("{path}/{name}")
    })
}

/// Two documents of one name have one address, whatever dates are before it.
fn is_free(root: &Path, path: &str, slug: &str) -> Result<(), String> {
    match same_but_for_date(&files_in(root, path), slug) {
        Some(other) => Err(format!(
            "{} already exists, and a date before a name makes no other address; choose another title, or edit that one",
            site_layout::in_content(&format!("{path}/{other}"))
        )),
        None => Ok(()),
    }
}

/// The names of the files and folders in a folder of `content/`, in order.
fn files_in(root: &Path, path: &str) -> Vec<String> {
    let folder = root.join(site_layout::CONTENT).join(path);
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = files
        .filter_map(|file| file.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

/// The kind with a name.
///
/// # Errors
/// There is none.
pub fn find<'k>(kinds: &'k Kinds, name: &str) -> Result<&'k Kind, String> {
    if let Some(kind) = kinds.find(name) {
        return Ok(kind);
    }
    let also_called = |kind: &&Kind| {
        let names = [
            Some(kind.label.as_str()),
            Some(kind.plural.as_str()),
            kind.folder.as_deref(),
        ];
        names
            .into_iter()
            .flatten()
            .any(|other| other.eq_ignore_ascii_case(name))
    };
    let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
    let near = match kinds.iter().find(also_called) {
        Some(kind) => Some(format!("did you mean `{}`?", kind.name)),
        None => did_you_mean(name, names.iter().copied()),
    };
    let help = near.unwrap_or_else(|| format!("the kinds of this site are {}", ticked_and(&names)));
    Err(format!("there is no kind called `{name}`; {help}"))
}

/// Where documents of a kind go.
struct Folder<'f> {
    root: &'f Path,
    kinds: &'f Kinds,
    kind: &'f Kind,
    inside: Option<String>,
}

/// A folder of `content/`, and how files are named in it.
struct Found {
    path: String,
    names: Names,
}

#[derive(Clone, Copy)]
enum Names {
    Home,
    Plain,
    Dated,
    /// What a reader sent on a day, like many others.
    Received,
    Numbered(usize),
    /// A folder: parts or files of the document will be beside it.
    Folder,
    /// A folder that is named after the years that the document is about.
    Period,
}

impl Names {
    fn home(self) -> DocumentPlace {
        match self {
            Names::Folder | Names::Period => DocumentPlace::Folder,
            _ => DocumentPlace::File,
        }
    }
}

impl Folder<'_> {
    fn find(&self) -> Result<Found, String> {
        if let Some(path) = self
            .inside
            .as_deref()
            .filter(|path| path.split('/').any(|part| part == ".."))
        {
            return Err(format!(
                "`--in {path}` is outside the site; name a folder below content/"
            ));
        }
        match &self.kind.part {
            Some(part) => self.of_part(part),
            None if self.kind.name == "home" => {
                self.stays_inside("")?;
                Ok(Found {
                    path: String::new(),
                    names: Names::Home,
                })
            }
            None => self.of_document(),
        }
    }

    /// The folder itself, if nothing in it leads out of the site by a link.
    fn stays_inside(&self, path: &str) -> Result<(), String> {
        let folder = if path.is_empty() {
            site_layout::CONTENT.to_owned()
        } else {
            site_layout::in_content(path)
        };
        if disk::leads_out(self.root, &self.root.join(&folder)) {
            return Err(format!(
                "{folder} is a link to a place outside the site, so nothing was written; replace it with a folder, or name another one with `--in`"
            ));
        }
        Ok(())
    }

    fn of_document(&self) -> Result<Found, String> {
        let name = &self.kind.name;
        let claimed = self.kind.folder.clone();
        let path = self.inside.clone().or(claimed).unwrap_or_default();
        self.stays_inside(&path)?;
        let there = self.kinds.of_folder(&path);
        let says_kind = document_skeleton::says_kind(self.kind) && there.folder.is_none();
        if there.name != *name && !says_kind {
            let (article, other) = (article(&there.name), &there.name);
            return Err(format!(
                "a file in content/{path} is {article} `{other}`, not {} `{name}`",
                self::article(name)
            ));
        }
        Ok(Found {
            path,
            names: self.names(),
        })
    }

    fn names(&self) -> Names {
        let list = self.kind.list.as_ref();
        let is_listed_by_date = list.is_some_and(|list| list.sort.field == "date");
        if covers_period(self.kind) {
            Names::Period
        } else if self.has_parts_beside_it() {
            Names::Folder
        } else if is_listed_by_date || self.kind.url.as_ref().is_some_and(Pattern::needs_date) {
            Names::Dated
        } else {
            Names::Plain
        }
    }

    /// True if parts of such a document, chapters, are in its own folder.
    fn has_parts_beside_it(&self) -> bool {
        let mut parts = self.kinds.iter().filter_map(|kind| kind.part.as_ref());
        parts.any(|part| part.folder.is_empty() && part.of.contains(&self.kind.name))
    }

    fn of_part(&self, part: &Part) -> Result<Found, String> {
        let name = &self.kind.name;
        let Some(owner) = self.inside.as_deref() else {
            return Err(without_owner(name, part));
        };
        let owner = owner.strip_suffix(".md").unwrap_or(owner);
        let owner = owner
            .strip_suffix("/index")
            .or_else(|| owner.strip_suffix("/_index"))
            .unwrap_or(owner);
        self.stays_inside(owner)?;
        self.check_owner(owner, part)?;
        let path = match part.folder.as_str() {
            "" => owner.to_owned(),
            folder if owner.is_empty() => folder.to_owned(),
            folder => format!("{owner}/{folder}"),
        };
        self.stays_inside(&path)?;
        // Parts with pages of their own are read one after the other, in the order of their file names.
        let names = match self.kind.url {
            Some(_) => Names::Numbered(self.next_number(&path)),
            None if self.kind.thread().is_some() => Names::Received,
            None => Names::Dated,
        };
        Ok(Found { path, names })
    }

    /// Why nothing can be a part of a document that does not exist, with the one that may be meant.
    fn no_owner(&self, owner: &str) -> String {
        let (folder, name) = owner.rsplit_once('/').unwrap_or(("", owner));
        let files = files_in(self.root, folder);
        let near = match same_but_for_date(&files, name) {
            Some(near) => format!("; did you mean `--in {folder}/{near}`?"),
            None => String::new(),
        };
        format!("there is no content/{owner}/index.md for it to be a part of{near}")
    }

    fn check_owner(&self, owner: &str, part: &Part) -> Result<(), String> {
        self.check_is_there(owner, part)?;
        let kind = self.kinds.of_folder(owner);
        if kind.folder.as_deref() == Some(owner) {
            return Err(format!(
                "content/{owner} holds the list of all {}; name one of them, as in `--in {owner}/NAME`",
                kind.plural.to_lowercase()
            ));
        }
        let kind = &kind.name;
        if !part.of.is_empty() && !part.of.contains(kind) {
            let (name, of) = (&self.kind.name, ticked_or(&part.of));
            return Err(format!(
                "content/{owner} is {} `{kind}`; {} `{name}` is part of {of}",
                article(kind),
                article(name)
            ));
        }
        Ok(())
    }

    fn check_is_there(&self, owner: &str, part: &Part) -> Result<(), String> {
        let content = self.root.join(site_layout::CONTENT);
        let has_index = |index: &&str| content.join(owner).join(index).is_file();
        if INDEX.iter().any(has_index) {
            return Ok(());
        }
        // Parts with a folder of their own are beside a single file as well as below a folder.
        let is_file = content.join(format!("{owner}.md")).is_file();
        match (is_file, part.folder.is_empty()) {
            (true, false) => Ok(()),
            (true, true) => Err(single_file(owner)),
            (false, _) => Err(self.no_owner(owner)),
        }
    }

    /// One more than the largest number that a file's name starts with.
    fn next_number(&self, path: &str) -> usize {
        let number = |name: &str| {
            let (digits, _) = name
                .split_once('-')
                .filter(|(digits, _)| digits.len() <= 3)?;
            digits.parse::<usize>().ok()
        };
        files_in(self.root, path)
            .iter()
            .filter_map(|file| number(file))
            .max()
            .map_or(1, |last| last + 1)
    }
}

/// True for a kind whose documents say from when to when they are valid: a programme of some years.
fn covers_period(kind: &Kind) -> bool {
    kind.fields.iter().any(|field| match &field.ty {
        FieldType::Map(inner) => {
            inner.len() == 2 && inner.iter().all(|field| field.ty == FieldType::Date)
        }
        _ => false,
    })
}

/// Why a part cannot be made without the document that it is a part of.
fn without_owner(kind: &str, part: &Part) -> String {
    let what = if part.of.is_empty() {
        "another document".to_owned()
    } else {
        ticked_or(&part.of)
    };
    let article = article(kind);
    format!(
        "{article} `{kind}` is part of {what}; say of which one, as in `--in reports/progress-2012`"
    )
}

/// What to do with a document that is a single file, and should have parts beside it.
fn single_file(owner: &str) -> String {
    let [folder, file, index] = ["", ".md", "/index.md"]
        .map(|end| quoted(&site_layout::in_content(&format!("{owner}{end}"))));
    format!(
        "content/{owner}.md is a single file, and its parts would have no place; make a folder of it:\n\n  \
         mkdir -p {folder}\n  mv {file} {index}\n\n\
         then check its links to other files: those that start with `../` need one more `../`"
    )
}

/// A path as a shell reads it.
fn quoted(path: &str) -> String {
    if path
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'))
    {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

/// `content/reports/x/`, `/reports/x` and `reports\x` are all `reports/x`.
fn tidy(folder: &str) -> String {
    let folder = folder.replace('\\', "/");
    let parts: Vec<&str> = folder
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    let parts = parts
        .strip_prefix(&[site_layout::CONTENT])
        .unwrap_or(&parts);
    parts.join("/")
}

/// Writes the file, unless it is there, under whichever of its names.
pub(super) fn write(root: &Path, stem: &str, text: &str) -> Result<(), String> {
    let file = format!("{stem}.md");
    let failed = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => already_exists(&file),
        _ => format!("{file} cannot be written: {}", file_error::reason(&error)),
    };
    if let Some(other) = other_names(stem)
        .iter()
        .find(|other| root.join(other).exists())
    {
        return Err(already_exists(other));
    }
    let path = root.join(&file);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut options = fs::OpenOptions::new();
    let mut open = options
        .write(true)
        .create_new(true)
        .open(&path)
        .map_err(failed)?;
    open.write_all(text.as_bytes()).map_err(failed)
}

/// The same document by other names: `a.md` is `a/index.md`, and that is `a/_index.md`.
fn other_names(stem: &str) -> Vec<String> {
    match stem.strip_suffix("/index") {
        Some(folder) => vec![format!("{folder}/_index.md"), format!("{folder}.md")],
        None => INDEX
            .iter()
            .map(|index| format!("{stem}/{index}"))
            .collect(),
    }
}

fn already_exists(file: &str) -> String {
    format!("{file} already exists; choose another title, or edit that file")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layer;

    const KINDS: &str = "
blog: {folder: blogs, list: {sort: date desc}, fields: {authors: {required: true}}}
note: {folder: notes, address: '/{year}/{slug}/'}
person: {label: Person, plural: People, folder: people, list: {sort: title}}
report: {folder: reports}
chapter: {part: {of: [report]}, address: '{owner}/{slug}/'}
remark: {part: {folder: remarks}, address: none}
comment: {part: {folder: comments, thread: reply_to}, address: none, fields: {name: {required: true}, reply_to: {type: relation, to: comment}}}
loose: {}
";

    fn made(root: &Path, kind: &str, title: &str, inside: Option<&str>) -> Result<Made, String> {
        let kinds = Kinds::from_layers(&[Layer::of_text(KINDS)]).value;
        create(
            root,
            &kinds,
            &Request {
                kind,
                title,
                inside,
                today: Date::constant(2026, 11, 21),
                answers: &Answers::new(),
            },
        )
    }

    #[test]
    fn files_are_named_as_their_kind_asks() {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir_all(site.path().join("content/reports/progress")).unwrap();
        fs::write(site.path().join("content/reports/progress/index.md"), "").unwrap();
        fs::write(site.path().join("content/reports/progress/09-last.md"), "").unwrap();
        fs::create_dir_all(site.path().join("content/reports/plan")).unwrap();
        fs::write(site.path().join("content/reports/plan/_index.md"), "").unwrap();
        for (kind, title, inside, expected) in [
            (
                "blog",
                "Our  summer",
                None,
                "content/blogs/2026-11-21-our-summer.md",
            ),
            (
                "blog",
                "Our spring",
                Some("content/blogs/old/"),
                "content/blogs/old/2026-11-21-our-spring.md",
            ),
            ("note", "A: \"b\"", None, "content/notes/2026-11-21-a-b.md"),
            ("person", "Siân Lee", None, "content/people/sian-lee.md"),
            ("page", "Contact", Some("about"), "content/about/contact.md"),
            ("home", "Welcome", None, "content/index.md"),
            (
                "chapter",
                "Budget",
                Some("/reports/progress"),
                "content/reports/progress/10-budget.md",
            ),
            (
                "chapter",
                "Budget",
                Some("reports/plan/_index.md"),
                "content/reports/plan/01-budget.md",
            ),
            (
                "remark",
                "Well said",
                Some("reports/progress"),
                "content/reports/progress/remarks/2026-11-21-well-said.md",
            ),
        ] {
            let made = made(site.path(), kind, title, inside).unwrap();
            assert_eq!(made.file, expected);
            let text = fs::read_to_string(site.path().join(&made.file)).unwrap();
            assert!(text.starts_with("---\ntitle: "), "{text}");
        }
        let blog = made(site.path(), "blog", "Three", None).unwrap();
        assert_eq!(
            blog.next(),
            "next: open it, fill in `authors` and write, then `copublish build`"
        );
    }

    #[test]
    fn comments_bear_the_name_of_who_wrote_them() {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir_all(site.path().join("content/blogs/2026-11-01-a/comments")).unwrap();
        fs::write(site.path().join("content/blogs/2026-11-01-a.md"), "").unwrap();
        fs::write(
            site.path()
                .join("content/blogs/2026-11-01-a/comments/2026-11-02-sian-lee.md"),
            "",
        )
        .unwrap();
        for (inside, expected) in [
            ("blogs/2026-11-01-a", "2026-11-21-sian-lee-2.md"),
            ("content/blogs/2026-11-01-a.md", "2026-11-21-sian-lee-3.md"),
        ] {
            let made = made(site.path(), "comment", "Siân Lee", Some(inside)).unwrap();
            assert_eq!(
                made.file,
                format!("content/blogs/2026-11-01-a/comments/{expected}")
            );
            let text = fs::read_to_string(site.path().join(&made.file)).unwrap();
            assert!(text.starts_with("---\nname: Siân Lee\n"), "{text}");
            assert!(text.contains("\n#reply_to:\n"), "{text}");
            assert_eq!(
                made.next(),
                "next: open it and write, then `copublish build`"
            );
        }
    }

    #[test]
    fn says_why_there_is_no_file() {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir_all(site.path().join("content/people/sam-lee")).unwrap();
        fs::create_dir_all(site.path().join("content/reports")).unwrap();
        fs::write(site.path().join("content/people/sam-lee/index.md"), "mine").unwrap();
        fs::write(site.path().join("content/people/x.md"), "mine").unwrap();
        fs::write(site.path().join("content/people/index.md"), "mine").unwrap();
        fs::write(site.path().join("content/_index.md"), "mine").unwrap();
        fs::create_dir_all(site.path().join("content/blogs")).unwrap();
        fs::write(site.path().join("content/blogs/2026-11-01-a.md"), "mine").unwrap();
        fs::write(site.path().join("content/reports/a.md"), "mine").unwrap();
        for (kind, title, inside, said) in [
            (
                "blgo",
                "A",
                None,
                "there is no kind called `blgo`; did you mean `blog`?",
            ),
            (
                "people",
                "A",
                None,
                "there is no kind called `people`; did you mean `person`?",
            ),
            (
                "zebra",
                "A",
                None,
                "the kinds of this site are `blog`, `chapter`, ",
            ),
            ("blog", "?!", None, "`?!` has no letter or digit"),
            (
                "person",
                "Sam Lee",
                None,
                "content/people/sam-lee/index.md already exists",
            ),
            ("person", "X", None, "content/people/x.md already exists"),
            ("home", "X", None, "content/_index.md already exists"),
            (
                "chapter",
                "A",
                None,
                "a `chapter` is part of `report`; say of which one, as in `--in reports/",
            ),
            (
                "chapter",
                "A",
                Some("reports/a"),
                "content/reports/a.md is a single file",
            ),
            (
                "chapter",
                "A",
                Some("reports/a.md"),
                "\n  mv content/reports/a.md content/reports/a/index.md\n",
            ),
            (
                "comment",
                "A",
                Some("blogs/a"),
                "; did you mean `--in blogs/2026-11-01-a`?",
            ),
            (
                "comment",
                "A",
                Some("blogs/index.md"),
                "there is no content/blogs/index.md",
            ),
            (
                "comment",
                "A",
                Some("people"),
                "content/people holds the list of all people; name one",
            ),
            (
                "chapter",
                "A",
                Some("reports/b"),
                "there is no content/reports/b/index.md",
            ),
            (
                "chapter",
                "A",
                Some("people/sam-lee"),
                "is a `person`; a `chapter` is part of `report`",
            ),
            (
                "page",
                "A",
                Some("blogs"),
                "a file in content/blogs is a `blog`, not a `page`",
            ),
            ("page", "A", Some("../x"), "is outside the site"),
            (
                "loose",
                "A",
                Some("blogs"),
                "a file in content/blogs is a `blog`, not a `loose`",
            ),
        ] {
            let why = made(site.path(), kind, title, inside).unwrap_err();
            assert!(why.contains(said), "{why}");
        }
        assert_eq!(
            fs::read_to_string(site.path().join("content/people/x.md")).unwrap(),
            "mine"
        );
    }

    #[test]
    fn paths_are_quoted_for_a_shell() {
        assert_eq!(quoted("content/it's a"), "'content/it'\\''s a'");
    }
}
