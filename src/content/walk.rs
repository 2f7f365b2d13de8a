//! The listing of `content/`: which files are there, and of what sort, not what they say.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::disk::{self, Entry, Obstacle, Trouble};
use super::raw_page;
use super::source::Asset;
use super::unreadable::{not_entered, shown, unreadable};
use crate::base::language::is_language_tag;
use crate::base::site_layout;
use crate::base::{Code, Diagnostic, FilePath, LanguageId, Reported};
use crate::config::LanguageTags;

/// What editors and systems leave beside a file, in small letters: copies of an earlier or an unsaved version, notes on who
/// has it open, remains of a merge, caches of a folder. Published, they would show what is not public, or no longer.
const LEFTOVERS: &[&str] = &[
    "*~",
    "#*#",
    "~$*",
    "4913",
    "*.bak",
    "*.bck",
    "*.crdownload",
    "*.crswap",
    "*.orig",
    "*.rej",
    "*.swn",
    "*.swo",
    "*.swp",
    "*.tmp",
    "__macosx",
    "desktop.ini",
    "ehthumbs.db",
    "thumbs.db",
];

/// Hidden files that nobody expects on a site: systems, editors and git leave them in any folder, so a note would say
/// nothing.
const NEVER_MISSED: &[&str] = &[
    ".#*",
    ".*.swn",
    ".*.swo",
    ".*.swp",
    "._*",
    ".~lock.*",
    ".ds_store",
    ".git",
    ".gitattributes",
    ".gitignore",
    ".gitkeep",
    ".gitmodules",
    ".keep",
    ".localized",
];

/// What a site says of the names of its files; `*` stands for any part of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameRules<'r> {
    /// The languages that names may say.
    pub languages: &'r LanguageTags,
    /// What is not read.
    pub ignore: &'r [String],
    /// What is published although its name is that of a hidden, backup or system file.
    pub include: &'r [String],
}

/// True for a file in a folder of drafts: not public, whatever it says itself.
pub fn is_in_drafts(file: &FilePath) -> bool {
    file.folder()
        .split('/')
        .any(|folder| folder.eq_ignore_ascii_case(site_layout::DRAFTS))
}

/// The folder of a file that is called nearly as one of drafts, such as `drafts` or `_Draft`, by its path.
pub fn folder_like_drafts(file: &FilePath) -> Option<&str> {
    let path = file.folder();
    let ends = path.match_indices('/').map(|(at, _)| at);
    let folders = ends.chain([path.len()]).map(|end| &path[..end]);
    folders.into_iter().find(|folder| {
        let name = folder.rsplit('/').next().unwrap_or_default();
        let word = name.trim_matches(|c: char| !c.is_alphanumeric());
        let is_like = ["draft", "drafts"]
            .iter()
            .any(|drafts| word.eq_ignore_ascii_case(drafts));
        is_like && !name.eq_ignore_ascii_case(site_layout::DRAFTS)
    })
}

/// The files below `content/`, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Markdown files, and pages of other programs, which cannot be read.
    pub sources: Vec<FilePath>,
    /// All other files.
    pub assets: Vec<Asset>,
    /// Files and folders that editors and systems left behind, and hidden ones, which are not read.
    pub leftovers: Vec<FilePath>,
    /// True where a file may change under another name, by a link.
    pub has_links: bool,
}

impl Listing {
    fn extend(&mut self, other: Listing) {
        self.sources.extend(other.sources);
        self.assets.extend(other.assets);
        self.leftovers.extend(other.leftovers);
        self.has_links |= other.has_links;
    }

    fn sort(&mut self) {
        self.sources.sort();
        self.assets.sort_by(|a, b| a.file.cmp(&b.file));
        self.leftovers.sort();
    }
}

/// Lists `content/` below `root`. Hidden files, leftovers, what `ignore` names and links that lead out of the
/// root are left out; of other files than sources the first lines are looked at. Folders right below `content/` are
/// walked side by side.
pub fn walk(root: &Path, rules: NameRules) -> Reported<Listing> {
    let walker = Walker { root, rules };
    let mut diagnostics = Vec::new();
    // A folder that cannot be listed is not an empty one: the site would lose every page.
    let starts = disk::list(root, site_layout::CONTENT).unwrap_or_else(|error| {
        diagnostics.push(unreadable(&FilePath::new(site_layout::CONTENT), &error));
        Vec::new()
    });
    let parts: Vec<Reported<Listing>> =
        starts.par_iter().map(|start| walker.below(start)).collect();
    let mut listing = Listing::default();
    for part in parts {
        listing.extend(part.into_value(&mut diagnostics));
    }
    listing.sort();
    diagnostics.extend(about_indexes(&listing.sources, rules.languages));
    diagnostics.extend(raw_page::set_aside(root, &mut listing));
    Reported {
        value: listing,
        diagnostics,
    }
}

struct Walker<'w> {
    root: &'w Path,
    rules: NameRules<'w>,
}

impl Walker<'_> {
    fn below(&self, start: &Path) -> Reported<Listing> {
        let mut found = Reported::<Listing>::default();
        let mut entries = disk::tree(self.root, start);
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(trouble) => {
                    match self.lost_source(&trouble) {
                        Some(file) => {
                            found.value.sources.push(file);
                            found.value.has_links = true;
                        }
                        None => found.diagnostics.extend(self.trouble(&trouble)),
                    }
                    continue;
                }
            };
            found.value.has_links |= entry.is_link || entry.has_other_names;
            match self.look_at(&entry) {
                Decision::Take(file) if !entry.is_folder => take(&mut found.value, &entry, file),
                Decision::Take(_) => {}
                Decision::Skip(reason) => {
                    reason.note(&mut found);
                    if entry.is_folder {
                        entries.skip_folder();
                    }
                }
            }
        }
        found
    }

    fn look_at(&self, entry: &Entry) -> Decision {
        let Some(file) = self.file_path(&entry.path) else {
            let shown = FilePath::new(
                entry
                    .path
                    .strip_prefix(self.root)
                    .unwrap_or(&entry.path)
                    .to_string_lossy(),
            );
            let diagnostic =
                Diagnostic::new(Code::UnreadableFile, "the name of this file is not UTF-8")
                    .in_file(&shown)
                    .help("give it a name with ordinary characters");
            return Decision::reported(diagnostic);
        };
        if self.is_ignored(&file) || is_any(&file.name().to_ascii_lowercase(), NEVER_MISSED) {
            return Decision::Skip(Skipped::Silently);
        }
        if self.is_left_out(&file) {
            return Decision::Skip(Skipped::Leftover(file));
        }
        Decision::Take(file)
    }

    /// A document that cannot be read is one all the same: what belongs to it is withheld with it. Reading it tells why.
    fn lost_source(&self, trouble: &Trouble) -> Option<FilePath> {
        let file = self.file_path(&trouble.path).filter(FilePath::is_source)?;
        let is_read = !self.is_ignored(&file) && !self.is_left_out(&file);
        (is_read && trouble.why != Obstacle::Loop).then_some(file)
    }

    fn trouble(&self, trouble: &Trouble) -> Option<Diagnostic> {
        if self.is_ignored(&shown(self.root, &trouble.path)) {
            return None;
        }
        not_entered(self.root, trouble)
    }

    fn file_path(&self, path: &Path) -> Option<FilePath> {
        let relative = path.strip_prefix(self.root).ok()?.to_str()?;
        Some(FilePath::new(if cfg!(windows) {
            relative.replace('\\', "/")
        } else {
            relative.to_owned()
        }))
    }

    /// True for a name that is not published unless the site says so.
    fn is_left_out(&self, file: &FilePath) -> bool {
        let name = file.name().to_ascii_lowercase();
        (name.starts_with('.') || is_any(&name, LEFTOVERS))
            && !is_published_dot_name(file)
            && !is_named(file, self.rules.include)
    }

    fn is_ignored(&self, file: &FilePath) -> bool {
        is_named(file, self.rules.ignore)
    }
}

fn is_published_dot_name(file: &FilePath) -> bool {
    file.folder() == site_layout::CONTENT && site_layout::PUBLISHED_DOT_NAMES.contains(&file.name())
}

fn is_any(name: &str, patterns: &[&str]) -> bool {
    patterns.iter().any(|pattern| matches(pattern, name))
}

/// True if one of the patterns of a site matches the name of a file or its path below `content`.
fn is_named(file: &FilePath, patterns: &[String]) -> bool {
    let path = below_content(file.as_str());
    patterns.iter().any(|pattern| {
        let pattern = below_content(pattern).trim_matches('/');
        matches(pattern, path) || matches(pattern, file.name())
    })
}

/// A path without the folder `content`, which its author may have written or left out.
fn below_content(path: &str) -> &str {
    site_layout::below(site_layout::CONTENT, path).unwrap_or(path)
}

enum Decision {
    Take(FilePath),
    Skip(Skipped),
}

/// Why a file or a folder is not read.
enum Skipped {
    Silently,
    Leftover(FilePath),
    Reported(Box<Diagnostic>),
}

impl Skipped {
    fn note(self, found: &mut Reported<Listing>) {
        match self {
            Skipped::Silently => {}
            Skipped::Leftover(file) => found.value.leftovers.push(file),
            Skipped::Reported(diagnostic) => found.diagnostics.push(*diagnostic),
        }
    }
}

impl Decision {
    fn reported(diagnostic: Diagnostic) -> Decision {
        Decision::Skip(Skipped::Reported(Box::new(diagnostic)))
    }
}

fn take(listing: &mut Listing, entry: &Entry, file: FilePath) {
    if file.is_source() {
        listing.sources.push(file);
    } else {
        listing.assets.push(Asset {
            file,
            size: entry.size,
        });
    }
}

/// About folders with more than one index in one language, such as `index.md` and `_index.md`, all of which are the page of
/// the folder; and about a single one whose name says more than that.
fn about_indexes(sources: &[FilePath], languages: &LanguageTags) -> Vec<Diagnostic> {
    let mut of_folder: BTreeMap<(&str, Option<LanguageId>), Vec<&FilePath>> = BTreeMap::new();
    for file in sources.iter().filter(|file| file.is_index()) {
        let language = languages.split(file.as_str()).language;
        let folder = (file.folder(), language);
        of_folder.entry(folder).or_default().push(file);
    }
    let of_folder = of_folder.into_iter();
    of_folder
        .flat_map(|((_, language), indexes)| match indexes.as_slice() {
            [_] if language.is_some() => Vec::new(),
            [index] => about_suffix(index, languages).into_iter().collect(),
            several => about_several(several, languages),
        })
        .collect()
}

fn about_several(indexes: &[&FilePath], languages: &LanguageTags) -> Vec<Diagnostic> {
    let mut named = indexes.iter().copied().filter_map(language_in_name);
    let help = match named.next() {
        Some(language) => name_language(language, languages),
        None => "move their contents into one of them, and delete the other".to_owned(),
    };
    let pairs = indexes.windows(2);
    pairs
        .map(|pair| {
            let message = format!(
                "`{}` and `{}` in one folder are the same page",
                pair[1].name(),
                pair[0].name()
            );
            Diagnostic::new(Code::AddressClash, message)
                .in_file(pair[1])
                .help(help.clone())
        })
        .collect()
}

/// The setting to write for a language that the site does not name.
fn name_language(language: &str, languages: &LanguageTags) -> String {
    let known = languages.ids().map(|id| languages.get(id));
    let all: Vec<&str> = known.chain([language]).collect();
    format!("write `languages: [{}]` in site.yaml", all.join(", "))
}

/// The language in the name of an index, `fr` of `index.fr.md`; of three letters it may be an extension, such as `old`.
fn language_in_name(file: &FilePath) -> Option<&str> {
    let suffix = file.index_suffix()?;
    let language = suffix.split('-').next().unwrap_or_default();
    let is_language = is_language_tag(suffix) && language.len() == 2 && language != "md";
    is_language.then_some(suffix)
}

/// About an index whose name says a language that the site does not have: it would be lost without a word.
fn about_suffix(file: &FilePath, languages: &LanguageTags) -> Option<Diagnostic> {
    let language = language_in_name(file)?;
    let message = format!("`{language}` in the name of this file is no language of the site");
    Some(
        Diagnostic::new(Code::InvalidLanguage, message)
            .in_file(file)
            .help(name_language(language, languages)),
    )
}

/// `*` stands for any run of characters, the empty one included.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let inner = text
        .strip_prefix(start)
        .and_then(|text| text.strip_suffix(end));
    let Some(mut inner) = inner else { return false };
    // The first place where a part fits is as good as any later one.
    for part in middle.split('*') {
        let Some(at) = inner.find(part) else {
            return false;
        };
        inner = &inner[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_match_any_part() {
        assert!(matches("*.tmp", "a.tmp"));
        assert!(matches("drafts/*", "drafts/a/b.md"));
        assert!(!matches("*.tmp", "a.tmp2"));
        assert!(matches("node_modules", "node_modules"));
        assert!(matches("a*b*c", "a-bb-c") && matches("*", "") && matches("**", "a"));
        assert!(!matches("a*b*c", "a-c") && !matches("ab*ba", "aba"));
    }

    #[test]
    fn many_stars_take_no_longer() {
        assert!(!matches(&("*a".repeat(200) + "b"), &"a".repeat(4_000)));
    }
}
