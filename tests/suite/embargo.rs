//! What is not public is nowhere: a different random word stands in every place that an unpublished document has, and
//! none of them is found below `output/`, in no name and in no byte, up to the very second. After it all are there,
//! so the search can fail.

mod live;
mod moments;
mod mutations;
mod named;
mod places;
mod ways;

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};

use crate::press;
use crate::search_index::readable;
use crate::site::{Run, Site};

/// Seen by nobody, at no moment: a `slug` stands in its place.
const UNSEEN: &str = "blog-folder";

/// The words planted in a site, each by the place that it stands in.
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// Replaces each `§place§` of a text by that place's own word.
    fn plant(&mut self, text: &str) -> String {
        let mut parts = text.split('§');
        let mut planted = parts.next().unwrap_or_default().to_owned();
        while let (Some(place), Some(rest)) = (parts.next(), parts.next()) {
            planted.push_str(self.0.entry(place.to_owned()).or_insert_with(word));
            planted.push_str(rest);
        }
        planted
    }

    /// Where words are found among files, by place: in a name or in the bytes, capitals or not.
    pub fn found<'f>(
        &self,
        files: impl Iterator<Item = (&'f str, &'f [u8])>,
    ) -> BTreeMap<String, Vec<String>> {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, bytes) in files {
            let bytes = readable(name, bytes);
            let text = format!("{name}\n{}", String::from_utf8_lossy(&bytes)).to_lowercase();
            for (place, word) in self
                .0
                .iter()
                .filter(|(_, word)| text.contains(word.as_str()))
            {
                found
                    .entry(format!("{place} ({word})"))
                    .or_default()
                    .push(name.to_owned());
            }
        }
        found
    }

    /// Fails where one of them is found anywhere in what a build left.
    #[track_caller]
    pub fn assert_nowhere(&self, run: &Run, when: &str) {
        assert!(!run.output.is_empty(), "{when}: {run}");
        let found = self.found_in(run);
        assert!(found.is_empty(), "{when}: {found:#?}");
        let packed: Vec<&str> = run
            .paths()
            .into_iter()
            .filter(|path| {
                [".gz", ".br", ".zst", ".zip"]
                    .iter()
                    .any(|end| path.ends_with(end))
            })
            .collect();
        assert_eq!(
            packed,
            Vec::<&str>::new(),
            "these have to be unpacked first"
        );
    }

    /// Fails where one of them is found nowhere.
    #[track_caller]
    pub fn assert_everywhere(&self, run: &Run, when: &str) {
        let found = self.found_in(run);
        let missing: Vec<&String> = self
            .0
            .iter()
            .filter(|(place, _)| *place != UNSEEN)
            .filter(|(place, word)| !found.contains_key(&format!("{place} ({word})")))
            .map(|(place, _)| place)
            .collect();
        assert!(missing.is_empty(), "{when}: {missing:?} {run}");
    }

    fn found_in(&self, run: &Run) -> BTreeMap<String, Vec<String>> {
        self.found(
            run.output
                .iter()
                .map(|(name, bytes)| (name.as_str(), bytes.as_slice())),
        )
    }
}

/// A word that nobody has written before, and that is the same as a slug.
fn word() -> String {
    format!("zq{:016x}qz", RandomState::new().build_hasher().finish())
}

/// A site with everything that an unpublished document can have; `gate` is the line that keeps it from being public.
pub fn planted(settings: &str, gate: &str) -> (Site, Words) {
    let mut words = Words(BTreeMap::new());
    let mut site = Site::new()
        .by_the_clock()
        .site_yaml(&format!("{}{settings}", places::SETTINGS));
    for (path, text) in places::OPEN.iter().chain(places::SECRET) {
        let (path, text) = (words.plant(path), words.plant(text));
        site = site.file(&path, text.replace("GATE", gate));
    }
    // The files of a program beside the site hold all that it was given.
    (press::beside(site), words)
}

fn at(site: &Site, moment: &str) -> Run {
    site.run(&["build", "--now", moment])
}
