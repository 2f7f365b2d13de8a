//! What copublish wrote at a target: a file there that lists every other, by hash. It also says which run is at the target and
//! what that run is about to send and to remove, so that the next one knows what a stopped run may have left.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The manifest's name at the target.
pub const MANIFEST: &str = ".copublish-published.json";

/// The version of the format.
const VERSION: u32 = 1;

/// Files by path, with the hash of what was sent.
pub type Hashes = BTreeMap<String, String>;

/// The manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the format.
    copublish: u32,
    /// When the site changes by itself.
    next_change: Option<String>,
    /// Whether the target writes this file only on condition; `None` until that was tried.
    pub conditional: Option<bool>,
    /// The run that is at the target.
    pub run: Option<Run>,
    /// What is there.
    pub files: Hashes,
    /// The files among them that are no longer part of the site, and when they left it: pages that are open still use them.
    #[serde(default)]
    pub left: BTreeMap<String, String>,
}

/// A run that has not finished.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Tells runs apart.
    pub id: String,
    /// When it began.
    pub began: String,
    /// Grows as long as it goes on.
    pub beat: u32,
    /// True after a run has stopped and said so.
    pub ended: bool,
    /// What it sends.
    pub sending: Hashes,
    /// What it removes.
    pub removing: Vec<String>,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// A sentence, if it is damaged or of a later version.
    pub fn parse(text: &[u8]) -> Result<Manifest, String> {
        let damaged = || {
            format!(
                "`{MANIFEST}` at the target is damaged; delete it there, and publish again with --replace"
            )
        };
        let manifest: Manifest = serde_json::from_slice(text).map_err(|_| damaged())?;
        if manifest.copublish > VERSION {
            return Err(format!(
                "`{MANIFEST}` at the target was written by a later version of copublish; install that one"
            ));
        }
        let removing = manifest.run.iter().flat_map(|run| &run.removing);
        let sending = manifest.run.iter().flat_map(|run| run.sending.keys());
        let mut paths = manifest.files.keys().chain(removing).chain(sending);
        if paths.all(|path| stays_below(path)) {
            Ok(manifest)
        } else {
            Err(damaged())
        }
    }

    /// Its text.
    pub fn text(&self) -> String {
        let written = Manifest {
            copublish: VERSION,
            ..self.clone()
        };
        serde_json::to_string(&written).unwrap_or_default() + "\n"
    }

    /// When the site changes by itself.
    pub fn next_change(&self) -> Option<Timestamp> {
        self.next_change.as_ref()?.parse().ok()
    }

    /// Sets when the site changes by itself.
    pub fn set_next_change(&mut self, at: Option<Timestamp>) {
        self.next_change = at.map(|at| at.to_string());
    }

    /// When a file left the site that is still there; `None` if it did not, or if that cannot be read.
    pub fn left_at(&self, path: &str) -> Option<Timestamp> {
        self.left.get(path)?.parse().ok()
    }

    /// The files that copublish wrote, and those that a stopped run may have written.
    pub fn owned(&self) -> impl Iterator<Item = &String> {
        let run = self.run.iter();
        let sent = run.clone().flat_map(|run| run.sending.keys());
        let removed = run.flat_map(|run| &run.removing);
        self.files.keys().chain(sent).chain(removed)
    }

    /// The hash of what is at the target; `None` if it is not known, as after a run that was stopped.
    pub fn known(&self, path: &str) -> Option<&String> {
        let is_doubtful = self.run.as_ref().is_some_and(|run| {
            run.sending.contains_key(path) || run.removing.iter().any(|removed| removed == path)
        });
        if is_doubtful {
            return None;
        }
        self.files.get(path)
    }
}

/// True for a path that names a file below the target, and not the manifest: anybody can edit a manifest, and a path `../x`
/// must never make us remove something else.
fn stays_below(path: &str) -> bool {
    let mut parts = path.split('/');
    path != MANIFEST
        && !path.contains(|c: char| c.is_control() || c == '\\')
        && parts.all(|part| !["", ".", ".."].contains(&part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let mut manifest = Manifest::default();
        manifest.files.insert("a/ü.html".to_owned(), "1".to_owned());
        manifest.set_next_change("2012-10-02T00:00:00Z".parse().ok());
        let read = Manifest::parse(manifest.text().as_bytes()).unwrap();
        assert_eq!(read.files, manifest.files);
        assert_eq!(read.next_change(), manifest.next_change());
    }

    #[test]
    fn damage_later_versions_and_paths_out_of_the_target_are_refused() {
        let of = |files: &str| {
            format!(
                "{{\"copublish\":1,\"next_change\":null,\"conditional\":null,\"run\":null,\"files\":{{{files}}}}}"
            )
        };
        assert!(Manifest::parse(of("\"a\":\"1\"").as_bytes()).is_ok());
        for files in [
            "\"../a\":\"1\"",
            "\"/a\":\"1\"",
            "\"a//b\":\"1\"",
            "\"\":\"1\"",
            "\".copublish-published.json\":\"1\"",
        ] {
            let why = Manifest::parse(of(files).as_bytes()).unwrap_err();
            assert!(why.contains("damaged"), "{files}");
        }
        assert!(Manifest::parse(b"{").unwrap_err().contains("damaged"));
        let later = of("").replace(":1,", ":2,");
        assert!(
            Manifest::parse(later.as_bytes())
                .unwrap_err()
                .contains("later version")
        );
    }

    #[test]
    fn what_a_stopped_run_sent_is_owned_and_not_known() {
        let hashes = |path: &str| Hashes::from([(path.to_owned(), "1".to_owned())]);
        let mut manifest = Manifest {
            files: hashes("a"),
            ..Manifest::default()
        };
        assert_eq!(manifest.known("a"), Some(&"1".to_owned()));
        let run = Run {
            sending: hashes("b"),
            removing: vec!["a".to_owned()],
            ..Run::default()
        };
        manifest.run = Some(run);
        assert_eq!((manifest.known("a"), manifest.known("b")), (None, None));
        assert_eq!(manifest.owned().count(), 3);
    }
}
