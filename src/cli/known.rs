//! What a check found, without what the site's baseline knows already. Looks for nothing itself.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::replace::replace;
use super::texts::{TextOf, for_each};
use crate::base::refusal;
use crate::base::site_layout::BASELINE;
use crate::base::wording::count;
use crate::base::{Diagnostic, FilePath};
use crate::check::{Baseline, Fingerprint};
use crate::content::{disk, encoding};

/// What was found, told apart.
pub struct Told<'d> {
    /// What nobody knew of.
    pub new: Vec<&'d Diagnostic>,
    /// How many findings were known.
    pub known: usize,
    /// What is known and was not found any more.
    pub gone: Vec<String>,
    /// What was written into the baseline, in words.
    pub updated: Option<String>,
}

/// A baseline that was asked for.
pub struct Asked<'a> {
    /// The folder of the site.
    pub root: &'a Path,
    /// The file that was named.
    pub file: Option<&'a Path>,
    /// Whether it is to be written anew.
    pub is_to_be_written: bool,
}

impl Asked<'_> {
    /// Tells what is new among the findings, which are in order.
    ///
    /// # Errors
    /// A sentence on why the baseline cannot be read or written.
    pub fn tell<'d>(
        &self,
        ordered: &[&'d Diagnostic],
        text_of: &TextOf,
    ) -> Result<Told<'d>, String> {
        let mut seen = Vec::with_capacity(ordered.len());
        for_each(ordered, text_of, |diagnostic, texts| {
            let text = diagnostic
                .labels
                .first()
                .and_then(|label| texts.get(&label.file));
            seen.push(Fingerprint::of(diagnostic, text.map(|text| text.text)));
        });
        let path = self.path();
        let name = self.name();
        let before = self.bytes()?;
        if self.is_to_be_written {
            let updated = write((&path, &name), before.as_deref(), &seen)?;
            return Ok(Told {
                new: Vec::new(),
                known: ordered.len(),
                gone: Vec::new(),
                updated: Some(updated),
            });
        }
        let Some(before) = before else {
            return Err(format!(
                "there is no {name}; `copublish check --update-baseline` creates it"
            ));
        };
        let compared = read(&name, &before)?.compare(&seen);
        let is_known = |number: usize| compared.known.get(number).copied().unwrap_or_default();
        let each = ordered.iter().copied().enumerate();
        let new: Vec<&Diagnostic> = each
            .filter(|(at, _)| !is_known(*at))
            .map(|(_, found)| found)
            .collect();
        Ok(Told {
            known: ordered.len() - new.len(),
            new,
            gone: compared.gone,
            updated: None,
        })
    }

    /// The file as it is called in messages: as it was named.
    fn name(&self) -> String {
        self.file
            .map_or_else(|| BASELINE.to_owned(), |file| file.display().to_string())
    }

    /// The bytes of the file, which need not be there. One that somebody names may be anywhere.
    fn bytes(&self) -> Result<Option<Vec<u8>>, String> {
        let most = disk::most::OF_A_LIST;
        let read = match self.file {
            // Below the site's folder, a link may come from whoever sent a change.
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
                refusal::words(&error),
                refusal::help_to_read(&error)
            )),
        }
    }

    /// The path below the site's folder of a file that was named, if it is there.
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

impl<'d> Told<'d> {
    /// All findings, where no baseline was asked for.
    pub fn all(ordered: &[&'d Diagnostic]) -> Told<'d> {
        Told {
            new: ordered.to_vec(),
            known: 0,
            gone: Vec::new(),
            updated: None,
        }
    }
}

fn read(name: &str, bytes: &[u8]) -> Result<Baseline, String> {
    let text = encoding::text(bytes).map_err(|_| "it is not UTF-8".to_owned());
    text.and_then(Baseline::read).map_err(|why| {
        format!("{name}: {why}; `copublish check --update-baseline` rewrites the file")
    })
}

/// Writes the baseline; what it knows now, and what is other than before.
fn write(
    (path, name): (&Path, &str),
    before: Option<&[u8]>,
    seen: &[(Fingerprint, String)],
) -> Result<String, String> {
    let baseline = Baseline::of(seen);
    let text = baseline.written();
    if before != Some(text.as_bytes()) {
        let failed = |why| format!("{name}: {why}");
        replace(path, before, text.as_bytes()).map_err(failed)?;
    }
    let knows = format!("{name} lists {}", count(baseline.len(), "finding"));
    // A file that could not be read says nothing of what it knew.
    let old = before.and_then(|before| read(name, before).ok());
    Ok(match old.map(|old| old.compare(seen)) {
        Some(compared) => {
            let new = compared.known.iter().filter(|known| !**known).count();
            format!("{knows} now: {new} new, {} gone", compared.gone.len())
        }
        None => format!("{knows} now"),
    })
}
