//! The findings of a check that are not in the site's baseline. Checks nothing itself.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::replace::replace;
use super::source_texts::{TextOf, for_each};
use crate::base::english::count;
use crate::base::file_error;
use crate::base::site_layout::BASELINE;
use crate::base::{Diagnostic, FilePath};
use crate::check::{Baseline, Fingerprint};
use crate::content::{disk, encoding};

/// The findings of a check, compared with the baseline.
pub struct NewFindings<'d> {
    /// Findings that are not in the baseline.
    pub new: Vec<&'d Diagnostic>,
    /// How many findings are in the baseline.
    pub known: usize,
    /// Entries of the baseline that were not found any more.
    pub gone: Vec<String>,
    /// A sentence on what was written to the baseline.
    pub updated: Option<String>,
}

/// A request to use a baseline.
pub struct BaselineRequest<'a> {
    /// The folder of the site.
    pub root: &'a Path,
    /// The file named on the command line.
    pub file: Option<&'a Path>,
    /// True with `--update-baseline`.
    pub is_update: bool,
}

impl BaselineRequest<'_> {
    /// Compares the findings, which are in order, with the baseline, or writes them to it.
    ///
    /// # Errors
    /// A sentence on why the baseline cannot be read or written.
    pub fn apply<'d>(
        &self,
        ordered: &[&'d Diagnostic],
        text_of: &TextOf,
    ) -> Result<NewFindings<'d>, String> {
        let seen = fingerprints(ordered, text_of);
        let before = self.bytes()?;
        if self.is_update {
            return Ok(NewFindings {
                new: Vec::new(),
                known: ordered.len(),
                gone: Vec::new(),
                updated: Some(self.write(before.as_deref(), &seen)?),
            });
        }
        let Some(before) = before else {
            return Err(format!(
                "there is no {}; `copublish check --update-baseline` creates it",
                self.name()
            ));
        };
        let compared = read(&self.name(), &before)?.compare(&seen);
        let mut new = Vec::new();
        for (number, diagnostic) in ordered.iter().enumerate() {
            if !compared.known.get(number).copied().unwrap_or_default() {
                new.push(*diagnostic);
            }
        }
        Ok(NewFindings {
            known: ordered.len() - new.len(),
            new,
            gone: compared.gone,
            updated: None,
        })
    }

    /// Writes the baseline, and returns a sentence on what changed.
    fn write(
        &self,
        before: Option<&[u8]>,
        seen: &[(Fingerprint, String)],
    ) -> Result<String, String> {
        let name = self.name();
        let baseline = Baseline::of(seen);
        let text = baseline.written();
        if before != Some(text.as_bytes()) {
            replace(&self.path(), before, text.as_bytes())
                .map_err(|why| format!("{name}: {why}"))?;
        }
        let lists = format!("{name} lists {}", count(baseline.len(), "finding"));
        // Nothing can be compared with a file that could not be read.
        let old = before.and_then(|before| read(&name, before).ok());
        Ok(match old.map(|old| old.compare(seen)) {
            Some(compared) => {
                let new = compared.known.iter().filter(|known| !**known).count();
                format!("{lists} now: {new} new, {} gone", compared.gone.len())
            }
            None => format!("{lists} now"),
        })
    }

    /// The name of the file in messages.
    fn name(&self) -> String {
        self.file
            .map_or_else(|| BASELINE.to_owned(), |file| file.display().to_string())
    }

    /// The bytes of the file, if it exists. A file named on the command line may be anywhere.
    fn bytes(&self) -> Result<Option<Vec<u8>>, String> {
        let most = disk::size_limit::LIST;
        let read = match self.file {
            // Below the site's folder, a link may come from an untrusted change.
            Some(file) => match self.below_root(file) {
                Some(below) => disk::read(self.root, &below, most),
                None => disk::read_named(file, most),
            },
            None => disk::read(self.root, &FilePath::new(BASELINE), most),
        };
        match read {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(format!(
                "{} cannot be read: {}; {}",
                self.name(),
                file_error::reason(&error),
                file_error::help_to_read(&error)
            )),
        }
    }

    /// The path of a named file below the site's folder, if it is there.
    fn below_root(&self, file: &Path) -> Option<FilePath> {
        let [root, file] = [self.root, file].map(|path| std::path::absolute(path).ok());
        let below = file?
            .strip_prefix(root?)
            .ok()?
            .to_string_lossy()
            .replace('\\', "/");
        Some(FilePath::new(below))
    }

    fn path(&self) -> PathBuf {
        self.file
            .map_or_else(|| self.root.join(BASELINE), Path::to_owned)
    }
}

impl<'d> NewFindings<'d> {
    /// All findings, without a baseline.
    pub fn all(ordered: &[&'d Diagnostic]) -> NewFindings<'d> {
        NewFindings {
            new: ordered.to_vec(),
            known: 0,
            gone: Vec::new(),
            updated: None,
        }
    }
}

fn fingerprints(ordered: &[&Diagnostic], text_of: &TextOf) -> Vec<(Fingerprint, String)> {
    let mut fingerprints = Vec::with_capacity(ordered.len());
    for_each(ordered, text_of, |diagnostic, texts| {
        let label = diagnostic.labels.first();
        let text = label.and_then(|label| texts.get(&label.file));
        fingerprints.push(Fingerprint::of(diagnostic, text.map(|text| text.text)));
    });
    fingerprints
}

fn read(name: &str, bytes: &[u8]) -> Result<Baseline, String> {
    let text = encoding::text(bytes).map_err(|_| "it is not UTF-8".to_owned());
    text.and_then(Baseline::read).map_err(|why| {
        format!("{name}: {why}; `copublish check --update-baseline` rewrites the file")
    })
}
