//! Finished files moved into the output folder one by one, for folders that cannot be swapped. What
//! is to be done is written down first, so that a build that is killed meanwhile is finished by the next.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::durable::write_durably;
use super::error::{Doing, WriteError};
use super::manifest::{Fault, MANIFEST, Manifest, STAGE, folders_above, lines_after, stays_below};
use super::staging::{SITE, Staging, remove_surely};
use crate::base::refusal::Refusal;
use crate::content::disk;

const JOURNAL: &str = "journal";
const UNFINISHED: &str = "journal.new";
const NEXT_MANIFEST: &str = "manifest";
const FIRST_LINE: &str = "copublish journal 1";

/// What makes the new site of the old one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// Files of the last build that go.
    pub removals: Vec<String>,
    /// Files that come from the staging folder.
    pub moves: Vec<String>,
}

/// Makes the output folder hold the new site. From the moment the journal has its name, the new
/// site is what the folder will hold, whatever happens.
pub(super) fn commit(
    mut staging: Staging,
    journal: &Journal,
    manifest: &Manifest,
) -> Result<(), WriteError> {
    let root = staging.root().to_path_buf();
    let write = |name: &str, text: String| {
        let path = root.join(name);
        write_durably(&path, text.as_bytes()).map_err(Doing::Writing.at(&path))
    };
    write(NEXT_MANIFEST, manifest.text())?;
    write(UNFINISHED, journal.text())?;
    fs::rename(root.join(UNFINISHED), root.join(JOURNAL))
        .map_err(Doing::Moving.at(&root.join(JOURNAL)))?;
    staging.let_go();
    let Some(output) = root.parent() else {
        return Ok(());
    };
    finish(output, journal).map_err(|cause| WriteError::HalfWay {
        cause: Box::new(cause),
    })
}

/// Finishes what a killed build began in this folder, or clears away what it had not begun.
pub(super) fn recover(output: &Path) -> Result<(), WriteError> {
    let root = output.join(STAGE);
    let path = root.join(JOURNAL);
    match disk::read_own(output, &path, disk::most::OF_A_LIST) {
        Ok(bytes) => {
            let journal = Journal::parse(&bytes).map_err(|fault| fault.in_file(&path))?;
            finish(output, &journal)
        }
        Err(error) if error.kind() == ErrorKind::NotFound => match fs::remove_dir_all(&root) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(Doing::Removing.at(&root)(error))
            }
            _ => Ok(()),
        },
        Err(error) => Err(Doing::Reading.at(&path)(error)),
    }
}

impl Journal {
    fn text(&self) -> String {
        let removals = self.removals.iter().map(|file| format!("remove {file}\n"));
        let moves = self.moves.iter().map(|file| format!("move {file}\n"));
        std::iter::once(format!("{FIRST_LINE}\n"))
            .chain(removals)
            .chain(moves)
            .collect()
    }

    fn parse(bytes: &[u8]) -> Result<Journal, Fault> {
        let mut journal = Journal::default();
        for (at, line) in lines_after(FIRST_LINE, bytes)?.into_iter().enumerate() {
            match line.split_once(' ') {
                Some(("remove", file)) if stays_below(file) => {
                    journal.removals.push(file.to_owned())
                }
                Some(("move", file)) if stays_below(file) => journal.moves.push(file.to_owned()),
                _ => return Err(Fault::Line(at + 2)),
            }
        }
        Ok(journal)
    }
}

/// Every step may have been done before by a build that was killed, and is then left out.
///
/// Removals come first: a file that becomes a folder, or a folder that becomes a file, has to be out
/// of the way.
fn finish(output: &Path, journal: &Journal) -> Result<(), WriteError> {
    let root = output.join(STAGE);
    refuse_links(output, &journal.moves)?;
    remove_all(output, &journal.removals)?;
    move_all(&root.join(SITE), output, &journal.moves)?;
    move_file(&root.join(NEXT_MANIFEST), &output.join(MANIFEST))?;
    let journal = root.join(JOURNAL);
    fs::remove_file(&journal).map_err(Doing::Removing.at(&journal))?;
    // The site is complete.
    remove_surely(&root);
    Ok(())
}

/// What waits was put there by a build, which makes no links. Moved through one, somebody else's files would be published.
fn refuse_links(output: &Path, files: &[String]) -> Result<(), WriteError> {
    let site = format!("{STAGE}/{SITE}");
    let above = folders_above(files)
        .into_iter()
        .map(|folder| format!("{site}/{folder}"));
    let files = files.iter().map(|file| format!("{site}/{file}"));
    let own = [
        STAGE.to_owned(),
        site.clone(),
        format!("{STAGE}/{NEXT_MANIFEST}"),
    ];
    let all: Vec<String> = own.into_iter().chain(above).chain(files).collect();
    all.par_iter().try_for_each(|name| {
        let path = output.join(name);
        let is_link = fs::symlink_metadata(&path).is_ok_and(|meta| meta.is_symlink());
        if is_link {
            Err(Doing::Moving.at(&path)(Refusal::IsLink.into()))
        } else {
            Ok(())
        }
    })
}

fn remove_all(output: &Path, files: &[String]) -> Result<(), WriteError> {
    files.par_iter().try_for_each(|file| {
        let path = output.join(file);
        remove(output, file).map_err(Doing::Removing.at(&path))
    })?;
    // A folder sorts before what stands in it, so the innermost comes first this way. Those with
    // anything left in them stay.
    let folders: BTreeSet<&str> = folders_above(files).into_iter().collect();
    for folder in folders.into_iter().rev() {
        let _ = fs::remove_dir(output.join(folder));
    }
    Ok(())
}

/// Removes a file, or a link, but not what stands behind a link or what became a folder.
fn remove(output: &Path, file: &str) -> io::Result<()> {
    if !is_in_real_folders(output, file) {
        return Ok(());
    }
    let path = output.join(file);
    match fs::symlink_metadata(&path) {
        Ok(meta) if meta.is_dir() => Ok(()),
        Ok(_) => fs::remove_file(&path),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn is_in_real_folders(output: &Path, file: &str) -> bool {
    let mut above = file;
    while let Some((folder, _)) = above.rsplit_once('/') {
        if !fs::symlink_metadata(output.join(folder)).is_ok_and(|meta| meta.is_dir()) {
            return false;
        }
        above = folder;
    }
    true
}

fn move_all(site: &Path, output: &Path, files: &[String]) -> Result<(), WriteError> {
    let folders: BTreeSet<&str> = folders_above(files).into_iter().collect();
    for folder in folders {
        make_real_folder(output, folder)?;
    }
    files
        .par_iter()
        .try_for_each(|file| move_file(&site.join(file), &output.join(file)))
}

fn make_real_folder(output: &Path, folder: &str) -> Result<(), WriteError> {
    let path = output.join(folder);
    match fs::symlink_metadata(&path) {
        Ok(meta) if meta.is_dir() => Ok(()),
        Ok(_) => {
            let (folder, files) = (output.to_path_buf(), vec![folder.to_owned()]);
            Err(WriteError::InTheWay { folder, files })
        }
        Err(_) => fs::create_dir(&path).map_err(Doing::Creating.at(&path)),
    }
}

fn move_file(from: &PathBuf, to: &PathBuf) -> Result<(), WriteError> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound && !from.exists() => Ok(()),
        done => done.map_err(Doing::Moving.at(to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_is_read_as_written() {
        let journal = Journal {
            removals: vec!["a b".to_owned()],
            moves: vec!["ü/c".to_owned()],
        };
        assert_eq!(
            journal.text(),
            "copublish journal 1\nremove a b\nmove ü/c\n"
        );
        assert_eq!(Journal::parse(journal.text().as_bytes()), Ok(journal));
        assert_eq!(
            Journal::parse(b"copublish journal 1\nremove ../x\n"),
            Err(Fault::Line(2))
        );
        assert_eq!(
            Journal::parse(b"copublish journal 1\ncopy x\n"),
            Err(Fault::Line(2))
        );
        assert_eq!(Journal::parse(b"copublish journal 9\n"), Err(Fault::Later));
    }
}
