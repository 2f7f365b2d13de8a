//! `copublish new`: one new Markdown file where its kind belongs. Changes no file that is there.

#![expect(clippy::disallowed_methods, reason = "this verb makes content, and must see what is there already")]

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use jiff::civil::Date;

use super::blank;
use super::scalar::one_line;
use crate::base::nearest::did_you_mean;
use crate::base::slug::slugify;
use crate::base::wording::{article, ticked_and, ticked_or};
use crate::config::kind::Part;
use crate::config::{Kind, Kinds, Pattern};

/// What is wanted.
pub struct Request<'r> {
    /// The name of the kind.
    pub kind: &'r str,
    /// The title, as typed.
    pub title: &'r str,
    /// The folder of `content/` to put it in, or of the document it is a part of.
    pub inside: Option<&'r str>,
    /// Today, or the day to take for today.
    pub today: Date,
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
        format!("next: open it, fill in {} and write, then `copublish build`", ticked_and(&self.to_fill_in))
    }
}

/// The most bytes of a file's name that come from its title; a name is cut between words.
const NAME: usize = 80;

/// Makes the file.
///
/// # Errors
/// A sentence on why there is none, and what to do.
pub fn create(root: &Path, kinds: &Kinds, request: &Request) -> Result<Made, String> {
    let kind = find(kinds, request.kind)?;
    let title = one_line(request.title);
    let slug = short(&slugify(&title));
    if slug.is_empty() {
        return Err(format!(
            "`{title}` holds no letter or digit to name the file after; give it another title"
        ));
    }
    let folder = Folder { root, kinds, kind, inside: request.inside.map(tidy) }.find()?;
    let name = match folder.names {
        Names::Home => "index".to_owned(),
        Names::Plain => slug,
        Names::Dated => format!("{}-{slug}", request.today),
        Names::Numbered(number) => format!("{number:02}-{slug}"),
    };
    let stem = if folder.path.is_empty() {
        format!("content/{name}")
    } else {
        format!("content/{}/{name}", folder.path)
    };
    let text = blank::document(kinds, kind, &title, request.today);
    write(root, &stem, &text)?;
    let filled = |name: &str| name == "date";
    let needed = blank::needed(kinds, kind).map(|field| field.name.clone());
    Ok(Made { file: format!("{stem}.md"), to_fill_in: needed.filter(|name| !filled(name)).collect() })
}

fn find<'k>(kinds: &'k Kinds, name: &str) -> Result<&'k Kind, String> {
    if let Some(kind) = kinds.find(name) {
        return Ok(kind);
    }
    let also_called = |kind: &&Kind| {
        let names = [Some(kind.label.as_str()), Some(kind.plural.as_str()), kind.folder.as_deref()];
        names.into_iter().flatten().any(|other| other.eq_ignore_ascii_case(name))
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

enum Names {
    Home,
    Plain,
    Dated,
    Numbered(usize),
}

impl Folder<'_> {
    fn find(&self) -> Result<Found, String> {
        if let Some(path) = self.inside.as_deref().filter(|path| path.split('/').any(|part| part == "..")) {
            return Err(format!("`--in {path}` leads out of the site; name a folder below content/"));
        }
        match &self.kind.part {
            Some(part) => self.of_part(part),
            None if self.kind.name == "home" => Ok(Found { path: String::new(), names: Names::Home }),
            None => self.of_document(),
        }
    }

    fn of_document(&self) -> Result<Found, String> {
        let name = &self.kind.name;
        let claimed = self.kind.folder.clone();
        if claimed.is_none() && name != "page" {
            return Err(format!(
                "the kind `{name}` has no folder; give it one in site.yaml, as in `folder: {name}s`"
            ));
        }
        let path = self.inside.clone().or(claimed).unwrap_or_default();
        let there = self.kinds.of_folder(&path);
        if there.name != *name {
            let (article, other) = (article(&there.name), &there.name);
            return Err(format!(
                "a file in content/{path} is {article} `{other}`, not {} `{name}`",
                self::article(name)
            ));
        }
        let dated = self.kind.address.as_ref().is_some_and(Pattern::needs_date)
            || self.kind.list.as_ref().is_some_and(|list| list.sort.field == "date");
        Ok(Found { path, names: if dated { Names::Dated } else { Names::Plain } })
    }

    fn of_part(&self, part: &Part) -> Result<Found, String> {
        let name = &self.kind.name;
        let Some(owner) = self.inside.as_deref() else {
            let what = if part.of.is_empty() { "another document".to_owned() } else { ticked_or(&part.of) };
            return Err(format!(
                "{} `{name}` is part of {what}; say of which one, as in `--in reports/progress-2012`",
                article(name)
            ));
        };
        self.check_owner(owner, part)?;
        let path = [owner, part.folder.as_str()].into_iter().filter(|part| !part.is_empty());
        let path = path.collect::<Vec<_>>().join("/");
        // Parts with pages of their own are read one after the other, in the order of their file names.
        let names = match self.kind.address {
            Some(_) => Names::Numbered(self.next_number(&path)),
            None => Names::Dated,
        };
        Ok(Found { path, names })
    }

    fn check_owner(&self, owner: &str, part: &Part) -> Result<(), String> {
        let folder = self.root.join("content").join(owner);
        if !folder.join("index.md").is_file() {
            if folder.with_extension("md").is_file() {
                return Err(format!(
                    "content/{owner}.md is a single file, and only a folder has parts; move it to content/{owner}/index.md"
                ));
            }
            return Err(format!("there is no content/{owner}/index.md for it to be a part of"));
        }
        let kind = &self.kinds.of_folder(owner).name;
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

    /// One more than the largest number that a file's name starts with.
    fn next_number(&self, path: &str) -> usize {
        let files = fs::read_dir(self.root.join("content").join(path)).into_iter().flatten().flatten();
        let number = |name: &str| {
            let (digits, _) = name.split_once('-').filter(|(digits, _)| digits.len() <= 3)?;
            digits.parse::<usize>().ok()
        };
        files.filter_map(|file| number(file.file_name().to_str()?)).max().map_or(1, |last| last + 1)
    }
}

/// `content/reports/x/`, `/reports/x` and `reports\x` are all `reports/x`.
fn tidy(folder: &str) -> String {
    let folder = folder.replace('\\', "/");
    let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let parts = parts.strip_prefix(&["content"]).unwrap_or(&parts);
    parts.join("/")
}

fn short(slug: &str) -> String {
    match slug.get(..NAME) {
        None => slug.to_owned(),
        Some(start) if slug.as_bytes().get(NAME) == Some(&b'-') => start.to_owned(),
        Some(start) => start.rsplit_once('-').map_or(start, |(words, _)| words).to_owned(),
    }
}

fn write(root: &Path, stem: &str, text: &str) -> Result<(), String> {
    let file = root.join(format!("{stem}.md"));
    let as_folder = root.join(stem).join("index.md");
    if as_folder.exists() {
        return Err(format!("{stem}/index.md is there already; choose another title, or edit that file"));
    }
    let failed = |error: std::io::Error| format!("{stem}.md cannot be written: {error}");
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    match fs::OpenOptions::new().write(true).create_new(true).open(&file) {
        Ok(mut open) => open.write_all(text.as_bytes()).map_err(failed),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Err(format!("{stem}.md is there already; choose another title, or edit that file"))
        }
        Err(error) => Err(failed(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{FilePath, yaml};
    use crate::config::Layer;

    const KINDS: &str = "
blog: {folder: blogs, list: {sort: date desc}, fields: {authors: {required: true}}}
note: {folder: notes, address: '/{year}/{slug}/'}
person: {label: Person, plural: People, folder: people, list: {sort: title}}
report: {folder: reports}
chapter: {part: {of: [report]}, address: '{owner}/{slug}/'}
comment: {part: {folder: comments}, address: none}
loose: {}
";

    fn made(root: &Path, kind: &str, title: &str, inside: Option<&str>) -> Result<Made, String> {
        let parsed = yaml::parse(KINDS).unwrap().root.unwrap();
        let kinds = parsed.entries().iter().map(|entry| (entry.key.clone(), entry.value.clone())).collect();
        let kinds = Kinds::from_layers(&[Layer { file: FilePath::new("site.yaml"), kinds }]).value;
        create(root, &kinds, &Request { kind, title, inside, today: Date::constant(2026, 11, 21) })
    }

    #[test]
    fn files_are_named_as_their_kind_asks() {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir_all(site.path().join("content/reports/progress")).unwrap();
        fs::write(site.path().join("content/reports/progress/index.md"), "").unwrap();
        fs::write(site.path().join("content/reports/progress/09-last.md"), "").unwrap();
        for (kind, title, inside, expected) in [
            ("blog", "Our  summer", None, "content/blogs/2026-11-21-our-summer.md"),
            ("blog", "Our spring", Some("content/blogs/old/"), "content/blogs/old/2026-11-21-our-spring.md"),
            ("note", "A: \"b\"", None, "content/notes/2026-11-21-a-b.md"),
            ("person", "Siân Lee", None, "content/people/sian-lee.md"),
            ("page", "Contact", Some("about"), "content/about/contact.md"),
            ("home", "Welcome", None, "content/index.md"),
            ("chapter", "Budget", Some("/reports/progress"), "content/reports/progress/10-budget.md"),
            (
                "comment",
                "Well said",
                Some("reports/progress"),
                "content/reports/progress/comments/2026-11-21-well-said.md",
            ),
        ] {
            let made = made(site.path(), kind, title, inside).unwrap();
            assert_eq!(made.file, expected);
            let text = fs::read_to_string(site.path().join(&made.file)).unwrap();
            assert!(text.starts_with("---\ntitle: "), "{text}");
        }
        let blog = made(site.path(), "blog", "Three", None).unwrap();
        assert_eq!(blog.next(), "next: open it, fill in `authors` and write, then `copublish build`");
    }

    #[test]
    fn says_why_there_is_no_file() {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir_all(site.path().join("content/people/sam-lee")).unwrap();
        fs::create_dir_all(site.path().join("content/reports")).unwrap();
        fs::write(site.path().join("content/people/sam-lee/index.md"), "mine").unwrap();
        fs::write(site.path().join("content/people/x.md"), "mine").unwrap();
        fs::write(site.path().join("content/reports/a.md"), "mine").unwrap();
        for (kind, title, inside, said) in [
            ("blgo", "A", None, "there is no kind called `blgo`; did you mean `blog`?"),
            ("people", "A", None, "there is no kind called `people`; did you mean `person`?"),
            ("zebra", "A", None, "the kinds of this site are `blog`, `chapter`, "),
            ("blog", "?!", None, "`?!` holds no letter or digit"),
            ("person", "Sam Lee", None, "content/people/sam-lee/index.md is there already"),
            ("person", "X", None, "content/people/x.md is there already"),
            ("chapter", "A", None, "a `chapter` is part of `report`; say of which one, as in `--in reports/"),
            ("chapter", "A", Some("reports/a"), "content/reports/a.md is a single file"),
            ("chapter", "A", Some("reports/b"), "there is no content/reports/b/index.md"),
            ("chapter", "A", Some("people/sam-lee"), "is a `person`; a `chapter` is part of `report`"),
            ("page", "A", Some("blogs"), "a file in content/blogs is a `blog`, not a `page`"),
            ("page", "A", Some("../x"), "leads out of the site"),
            ("loose", "A", None, "the kind `loose` has no folder"),
        ] {
            let why = made(site.path(), kind, title, inside).unwrap_err();
            assert!(why.contains(said), "{why}");
        }
        assert_eq!(fs::read_to_string(site.path().join("content/people/x.md")).unwrap(), "mine");
    }

    #[test]
    fn long_titles_give_names_that_fit() {
        assert_eq!(short(&"word-".repeat(30)), "word-".repeat(16).trim_end_matches('-'));
        assert_eq!(short(&"w".repeat(300)).len(), NAME);
        assert_eq!(short("a-b"), "a-b");
    }
}
