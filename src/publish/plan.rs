//! What is to be sent to a target, in which order, and what is to be removed: a value, made of the site and of what is known of
//! the target.
//!
//! The order makes sure that whatever readers reach is there: everything that is new goes before what leads to it. A new page
//! is reached by nobody until a page that was there before, a list or the home page leads to it.
//!
//! A page that a reader has open, or that a host or a browser has stored, may still ask for style sheets, scripts and fonts that left the
//! site, so these stay for a while. Nothing else does: pages, pictures, documents and the index of the search may hold what somebody has
//! withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::file_kind::FileKind;
use super::local_site::{LocalSite, SiteFile};
use super::manifest::Manifest;
use crate::base::site_layout::ASSET_URLS;
use crate::content::media;

/// How long what open pages need stays after it left the site.
const STAY: SignedDuration = SignedDuration::from_hours(24);

/// Whether a file is at the target already, in another version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is not there.
    New,
    /// It is.
    Changed,
}

/// A plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The files to send, by their place in the site, in groups: each is sent once the one before it is complete.
    pub groups: Vec<Vec<Sent>>,
    /// The paths to remove after that: pages, and then the files that they refer to; each group is sorted.
    pub removed: Vec<Vec<String>>,
    /// The files that left the site and stay for pages that are open.
    pub kept: BTreeMap<String, Kept>,
    /// How many files stay as they are.
    pub unchanged: usize,
    /// Files at the target that copublish did not write and would replace, sorted.
    pub replaced: Vec<String>,
    /// The bytes to send.
    pub bytes: u64,
}

/// A file that left the site and stays for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The hash of what was sent.
    pub hash: String,
    /// When it left.
    pub left: Timestamp,
}

/// A file to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Its place in the site.
    pub index: usize,
    pub change: Change,
}

/// What is known of a target.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The last manifest; an empty one if there is none.
    pub manifest: Manifest,
    /// The files that are there, if they were listed.
    pub listed: BTreeSet<String>,
    /// The paths of the site that a stopped run has sent already.
    pub arrived: BTreeSet<String>,
}

impl Plan {
    /// Plans how the target becomes the site.
    pub fn new(site: &LocalSite, known: &Known, now: Timestamp) -> Plan {
        let owned: BTreeSet<&String> = known.manifest.owned().collect();
        let mut plan = Plan::default();
        let mut sent: Vec<(usize, Sent)> = Vec::new();
        for (index, file) in site.files.iter().enumerate() {
            if known.has(file) {
                plan.unchanged += 1;
                continue;
            }
            let change = known.change(&file.path);
            if change == Change::Changed && !owned.contains(&file.path) {
                plan.replaced.push(file.path.clone());
            }
            plan.bytes += file.bytes;
            sent.push((stage(file.kind, change), Sent { index, change }));
        }
        plan.groups = grouped(sent);
        (plan.kept, plan.removed) = known.parted(site, now);
        plan
    }

    /// How many files are sent.
    pub fn sent(&self) -> usize {
        self.groups.iter().map(Vec::len).sum()
    }

    /// True if there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.removed.is_empty()
    }
}

impl Known {
    /// True if the target has this version of a file.
    fn has(&self, file: &SiteFile) -> bool {
        let known = self.manifest.known(&file.path);
        known.is_some_and(|known| *known == file.hash().to_string())
            || self.arrived.contains(&file.path)
    }

    /// What left the site, by whether it stays for a while or is removed now.
    fn parted(
        &self,
        site: &LocalSite,
        now: Timestamp,
    ) -> (BTreeMap<String, Kept>, Vec<Vec<String>>) {
        let paths: BTreeSet<&String> = site.files.iter().map(|file| &file.path).collect();
        let owned: BTreeSet<&String> = self.manifest.owned().collect();
        let (mut kept, mut removed) = (BTreeMap::new(), Vec::new());
        for path in owned.difference(&paths).copied() {
            match self.kept(path, now) {
                Some(file) => _ = kept.insert(path.clone(), file),
                None => removed.push(path),
            }
        }
        (kept, pages_first(removed))
    }

    /// What is to be noted of a file that is no longer part of the site, if it stays for a while.
    fn kept(&self, path: &str, now: Timestamp) -> Option<Kept> {
        let hash = self.manifest.known(path)?.clone();
        // Somebody's clock may have been wrong.
        let left = self.manifest.left_at(path).unwrap_or(now).min(now);
        let stays = is_of_looks(path) && now.duration_since(left) < STAY;
        stays.then_some(Kept { hash, left })
    }

    /// Whether some version of a file is at the target for sure.
    fn change(&self, path: &str) -> Change {
        if self.manifest.known(path).is_some() || self.listed.contains(path) {
            Change::Changed
        } else {
            Change::New
        }
    }
}

/// In which stage a file is sent.
fn stage(kind: FileKind, change: Change) -> usize {
    match (change, kind) {
        (Change::New, FileKind::Hashed) => 0,
        (Change::New, FileKind::Asset) => 1,
        (Change::New, FileKind::Page) => 2,
        (Change::New, FileKind::List) => 3,
        (Change::Changed, FileKind::Hashed | FileKind::Asset) => 4,
        (Change::Changed, FileKind::Page) => 5,
        (Change::Changed, FileKind::List) => 6,
        (_, FileKind::Home) => 7,
        (_, FileKind::Map) => 8,
    }
}

/// True for what pages look and work by, and that holds no words of theirs.
fn is_of_looks(path: &str) -> bool {
    let kind = media::type_of(path);
    let kinds = ["text/css", "text/javascript", "font/"];
    let is_asset = path.starts_with(ASSET_URLS.trim_start_matches('/'));
    is_asset && kinds.iter().any(|start| kind.starts_with(start))
}

/// The paths in groups: those of pages, and all others.
fn pages_first(paths: Vec<&String>) -> Vec<Vec<String>> {
    let paths = paths.into_iter().cloned();
    let (pages, others): (Vec<String>, Vec<String>) = paths.partition(|path| media::is_page(path));
    let groups = [pages, others].into_iter();
    groups.filter(|group| !group.is_empty()).collect()
}

fn grouped(mut sent: Vec<(usize, Sent)>) -> Vec<Vec<Sent>> {
    sent.sort_by_key(|(stage, _)| *stage);
    let groups = sent.chunk_by(|(one, _), (other, _)| one == other);
    groups
        .map(|group| group.iter().map(|(_, sent)| *sent).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::manifest::Run;

    fn site(files: &[(&str, &str)]) -> LocalSite {
        let files = files.iter();
        LocalSite {
            files: files
                .map(|(path, text)| SiteFile::of_text(path, text))
                .collect(),
            ..LocalSite::default()
        }
    }

    fn published(site: &LocalSite) -> Known {
        let mut known = Known::default();
        for file in &site.files {
            let hash = file.hash().to_string();
            known.manifest.files.insert(file.path.clone(), hash);
        }
        known
    }

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_500_000_000 + hours * 3600).unwrap()
    }

    fn names(plan: &Plan, site: &LocalSite) -> Vec<Vec<String>> {
        let name = |sent: &Sent| site.files[sent.index].path.clone();
        plan.groups
            .iter()
            .map(|group| group.iter().map(name).collect())
            .collect()
    }

    #[test]
    fn what_is_new_goes_before_what_leads_to_it_and_the_home_page_and_maps_last() {
        let before = site(&[
            ("a/index.html", "1"),
            ("index.html", "1"),
            ("feed.xml", "1"),
            ("old.pdf", "1"),
        ]);
        let after = site(&[
            ("a/index.html", "2"),
            ("b/index.html", "1"),
            ("b/b.pdf", "1"),
            ("feed.xml", "2"),
            ("index.html", "2"),
            ("sitemap.xml", "1"),
            ("tags/feed.json", "1"),
        ]);
        let plan = Plan::new(&after, &published(&before), at(0));
        let expected: [&[&str]; 7] = [
            &["b/b.pdf"],
            &["b/index.html"],
            &["tags/feed.json"],
            &["a/index.html"],
            &["feed.xml"],
            &["index.html"],
            &["sitemap.xml"],
        ];
        assert_eq!(names(&plan, &after), expected);
        assert_eq!(plan.removed, [["old.pdf"]]);
        assert!(Plan::new(&after, &published(&after), at(0)).is_empty());
    }

    #[test]
    fn what_a_stopped_run_may_have_sent_is_sent_again_and_may_be_removed() {
        let before = site(&[("a/index.html", "1")]);
        let after = site(&[
            ("a/index.html", "1"),
            ("c/index.html", "1"),
            ("d/index.html", "1"),
        ]);
        let mut known = published(&before);
        let sending = [
            "a/index.html",
            "b/index.html",
            "c/index.html",
            "d/index.html",
        ];
        let sending = sending.map(|path| (path.to_owned(), "x".to_owned()));
        known.manifest.run = Some(Run {
            sending: sending.into(),
            ..Run::default()
        });
        known.arrived.insert("d/index.html".to_owned());
        let plan = Plan::new(&after, &known, at(0));
        assert_eq!(names(&plan, &after), [["a/index.html", "c/index.html"]]);
        assert_eq!(plan.removed, [["b/index.html"]]);
        assert_eq!(plan.unchanged, 1);
    }

    #[test]
    fn what_open_pages_look_by_stays_for_a_day() {
        let [css, picture, part] = [
            "assets/style.0123456789.css",
            "assets/logo.0123456789.png",
            "search/index/0123456789.bin",
        ];
        let before = site(&[
            (css, "1"),
            (picture, "1"),
            (part, "1"),
            ("a/index.html", "1"),
        ]);
        let after = site(&[("index.html", "1")]);
        let mut known = published(&before);
        let kept = Kept {
            hash: known.manifest.files[css].clone(),
            left: at(0),
        };
        let stays = BTreeMap::from([(css.to_owned(), kept)]);
        let plan = Plan::new(&after, &known, at(0));
        assert_eq!(plan.kept, stays);
        assert_eq!(plan.removed, [vec!["a/index.html"], vec![picture, part]]);
        known.manifest.left = BTreeMap::from([(css.to_owned(), at(0).to_string())]);
        let later = |hours| Plan::new(&after, &known, at(hours));
        assert_eq!(later(23).kept, stays);
        assert_eq!(later(24).kept, BTreeMap::new());
        assert!(later(24).removed.concat().contains(&css.to_owned()));
        // It comes back.
        let plan = Plan::new(&before, &known, at(1));
        assert!(plan.is_empty() && plan.kept.is_empty());
    }

    #[test]
    fn files_of_others_are_never_removed_and_named_if_they_would_be_replaced() {
        let after = site(&[("index.html", "1")]);
        let known = Known {
            listed: ["index.html", "notes.txt"].map(str::to_owned).into(),
            ..Known::default()
        };
        let plan = Plan::new(&after, &known, at(0));
        assert_eq!(plan.replaced, ["index.html"]);
        assert!(plan.removed.is_empty());
    }
}
