//! A folder of a server that `ssh` reaches, as a target. Each file is sent under another name and renamed, so that readers find
//! the old one or the new one.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use tempfile::{NamedTempFile, TempDir};

use super::local_site::SiteFile;
use super::manifest::MANIFEST;
use super::sftp::{Answer, Session, quoted};
use super::target::{Conditions, Fault, Listed, Stored, Target};
use crate::base::Hash;
use crate::config::publishing::Ssh;
use crate::content::disk;

/// A manifest is not longer than this.
const LONGEST: u64 = 1 << 30;
/// What the names of files begin and end with that are not yet in their place.
const UNFINISHED: (&str, &str) = (".copublish-", ".tmp");

/// The folder.
#[derive(Debug)]
pub struct SshTarget {
    settings: Ssh,
    /// Connections that nobody uses at the moment.
    idle: Mutex<Vec<Session>>,
    /// Folders that are there.
    made: Mutex<BTreeSet<String>>,
    /// Set once what killed runs left is removed.
    is_clean: OnceLock<()>,
}

impl SshTarget {
    /// The folder that the settings name.
    pub fn new(settings: &Ssh) -> SshTarget {
        SshTarget {
            settings: settings.clone(),
            idle: Mutex::default(),
            made: Mutex::default(),
            is_clean: OnceLock::new(),
        }
    }

    /// Gives a command to a connection that is free, or a new one. One that is lost is not used again.
    fn ask(&self, command: &str, bytes: u64) -> Result<Answer, Fault> {
        let idle = self.idle().pop();
        let mut session = match idle {
            Some(session) => session,
            None => Session::open(&self.settings)?,
        };
        let answer = session.ask(command, bytes)?;
        self.idle().push(session);
        Ok(answer)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Session>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A path in the folder, for a command.
    fn at(&self, path: &str) -> String {
        let folder = self.settings.folder.trim_end_matches('/');
        quoted(&format!("{folder}/{path}"))
    }

    /// Does something to a file that is to work.
    fn change(&self, command: &str, path: &str) -> Result<(), Fault> {
        let answer = self.ask(command, 0)?;
        self.check(&answer, path)
    }

    fn check(&self, answer: &Answer, path: &str) -> Result<(), Fault> {
        let (server, folder) = (&self.settings.server, &self.settings.folder);
        let why = if answer.errors.is_empty() {
            return Ok(());
        } else if answer.is_about_absence() {
            format!("the folder above {folder} does not exist on {server}; create it there")
        } else if answer.is_about_rights() {
            format!("{server} does not let you write {path} in {folder}; check whose the folder is")
        } else {
            format!(
                "{server} cannot store {path} in {folder}; its disk may be full or read-only, or a quota used up"
            )
        };
        Err(Fault::Final(why))
    }

    /// Makes the folder and those below it in which a file will be. One that cannot be made is met when the file is written.
    fn make_folders(&self, path: &str) -> Result<(), Fault> {
        let above = path.match_indices('/').map(|(end, _)| &path[..end]);
        for folder in std::iter::once("").chain(above) {
            if !self.made().contains(folder) {
                self.ask(&format!("mkdir {}", self.at(folder)), 0)?;
                self.made().insert(folder.to_owned());
            }
        }
        Ok(())
    }

    fn made(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends a file under a name that nobody reads, and returns that name.
    fn upload(&self, path: &str, body: &[u8]) -> Result<String, Fault> {
        self.make_folders(path)?;
        let file = local_copy(body).map_err(|error| unwritable(&error))?;
        let name = file.path().file_name().unwrap_or_default();
        let name = self.at(&name.to_string_lossy());
        let local = local_name(file.path());
        let answer = self.ask(&format!("put {local} {name}"), body.len() as u64)?;
        if let Err(fault) = self.check(&answer, path) {
            // What arrived of it is in the way on a disk that is full.
            self.ask(&format!("rm {name}"), 0)?;
            return Err(fault);
        }
        // A web server reads it, whatever new files may be on this machine.
        self.change(&format!("chmod 644 {name}"), path)?;
        Ok(name)
    }

    fn replace(&self, path: &str, body: &[u8]) -> Result<(), Fault> {
        let name = self.upload(path, body)?;
        self.change(&format!("rename {name} {}", self.at(path)), path)
    }

    /// Writes the first manifest: this way of renaming replaces nothing.
    fn create(&self, body: &[u8]) -> Result<(), Fault> {
        let name = self.upload(MANIFEST, body)?;
        let answer = self.ask(&format!("rename -l {name} {}", self.at(MANIFEST)), 0)?;
        if answer.errors.is_empty() {
            return Ok(());
        }
        self.ask(&format!("rm {name}"), 0)?;
        match self.read_manifest()? {
            Some(_) => Err(Fault::Conflict),
            None => self.check(&answer, MANIFEST),
        }
    }

    /// Removes what killed runs left.
    fn clean(&self) -> Result<(), Fault> {
        if self.is_clean.set(()).is_ok() {
            for entry in self
                .entries("")?
                .iter()
                .filter(|entry| is_unfinished(&entry.name))
            {
                self.ask(&format!("rm {}", self.at(&entry.name)), 0)?;
            }
        }
        Ok(())
    }

    /// What is in a folder; nothing if it is not there.
    fn entries(&self, folder: &str) -> Result<Vec<Entry>, Fault> {
        let answer = self.ask(&format!("ls -na {}", self.at(folder)), 0)?;
        if answer.errors.is_empty() || answer.is_about_absence() {
            let lines = answer.lines.iter();
            return Ok(lines.filter_map(|line| Entry::read(line)).collect());
        }
        let (server, all) = (&self.settings.server, &self.settings.folder);
        let why = if answer.is_about_rights() {
            format!("{server} does not let you read {all}/{folder}")
        } else {
            format!("{server} cannot read {all}/{folder}; see whether its disk works")
        };
        Err(Fault::Final(why))
    }

    fn add_files(&self, below: &str, files: &mut Vec<String>) -> Result<(), Fault> {
        for entry in self.entries(below)? {
            let path = format!("{below}{}", entry.name);
            if entry.is_folder {
                self.add_files(&format!("{path}/"), files)?;
            } else if path != MANIFEST && !(below.is_empty() && is_unfinished(&path)) {
                files.push(path);
            }
        }
        Ok(())
    }
}

impl Target for SshTarget {
    fn place(&self) -> String {
        format!("{} on {}", self.settings.folder, self.settings.server)
    }

    fn read_manifest(&self) -> Result<Option<Stored>, Fault> {
        // Its length says how long the answer may take.
        let Some(there) = self.entries(MANIFEST)?.pop() else {
            return Ok(None);
        };
        let folder = TempDir::new().map_err(|error| unwritable(&error))?;
        let copy = folder.path().join("manifest");
        let command = format!("get {} {}", self.at(MANIFEST), local_name(&copy));
        let answer = self.ask(&command, there.bytes)?;
        if !answer.errors.is_empty() {
            let why = format!("the list of what is in {} cannot be read", self.place());
            return Err(Fault::Final(why));
        }
        let text = disk::read_named(&copy, LONGEST).map_err(|error| unwritable(&error))?;
        Ok(Some(Stored {
            version: Hash::of(&text).to_string(),
            text,
        }))
    }

    fn write_manifest(&self, text: &str, expected: Option<&str>) -> Result<String, Fault> {
        let there = self.read_manifest()?.map(|stored| stored.version);
        if there.as_deref() != expected {
            return Err(Fault::Conflict);
        }
        self.clean()?;
        match expected {
            Some(_) => self.replace(MANIFEST, text.as_bytes())?,
            None => self.create(text.as_bytes())?,
        }
        Ok(Hash::of(text.as_bytes()).to_string())
    }

    fn try_conditions(&self, _: &str) -> Result<Conditions, Fault> {
        // Between the look and the rename there is a moment.
        Ok(Conditions::Ignored)
    }

    fn remember(&self, _: Conditions) {}

    fn list(&self) -> Result<Vec<Listed>, Fault> {
        let mut files = Vec::new();
        self.add_files("", &mut files)?;
        let listed = files.into_iter().map(|path| Listed {
            path,
            digest: String::new(),
        });
        Ok(listed.collect())
    }

    fn digest(&self, _: &[u8]) -> String {
        // A server tells no hashes, so what a stopped run sent is sent again.
        "-".to_owned()
    }

    fn put(&self, file: &SiteFile, body: &[u8]) -> Result<(), Fault> {
        self.replace(&file.path, body)
    }

    fn remove(&self, path: &str) -> Result<(), Fault> {
        let answer = self.ask(&format!("rm {}", self.at(path)), 0)?;
        if !answer.is_about_absence() {
            self.check(&answer, path)?;
        }
        let mut above = path;
        while let Some((folder, _)) = above.rsplit_once('/') {
            // A folder in which something is left stays.
            let answer = self.ask(&format!("rmdir {}", self.at(folder)), 0)?;
            if !answer.errors.is_empty() {
                break;
            }
            above = folder;
        }
        Ok(())
    }
}

impl Answer {
    fn is_about_absence(&self) -> bool {
        self.errors.contains("No such file") || self.errors.contains("not found")
    }

    fn is_about_rights(&self) -> bool {
        self.errors.contains("Permission denied")
    }
}

/// A name in a folder.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    name: String,
    is_folder: bool,
    bytes: u64,
}

impl Entry {
    /// Reads a line such as `drwxr-xr-x    ? 1000     1000         4096 Nov 30 23:00 www/a`.
    fn read(line: &str) -> Option<Entry> {
        let bytes = line.split_whitespace().nth(4)?.parse().ok()?;
        let mut rest = line;
        for _ in 0..8 {
            let (_, after) = rest.trim_start().split_once(' ')?;
            rest = after;
        }
        let name = rest.rsplit('/').next()?;
        (!matches!(name, "" | "." | "..")).then(|| Entry {
            name: name.to_owned(),
            is_folder: line.starts_with('d'),
            bytes,
        })
    }
}

fn is_unfinished(name: &str) -> bool {
    let (start, end) = UNFINISHED;
    name.starts_with(start) && name.ends_with(end)
}

fn local_copy(body: &[u8]) -> io::Result<NamedTempFile> {
    let (start, end) = UNFINISHED;
    let mut file = tempfile::Builder::new()
        .prefix(start)
        .suffix(end)
        .tempfile()?;
    file.write_all(body)?;
    file.flush()?;
    Ok(file)
}

/// The name of a file of this machine, for a command. Where names have backslashes, `sftp` reads slashes too.
fn local_name(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

fn unwritable(error: &io::Error) -> Fault {
    Fault::Final(format!(
        "the folder for temporary files of this machine cannot be used: {error}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_whatever_names_look_like() {
        let read =
            |line: &str| Entry::read(line).map(|entry| (entry.name, entry.is_folder, entry.bytes));
        let folder = "drwxr-xr-x    ? 1000     1000         4096 Nov 30 23:00 www/a b";
        assert_eq!(read(folder), Some(("a b".to_owned(), true, 4096)));
        let file = "-rw-r--r--    ? 0        0              12 Jan  1  2012 /srv/ x.txt";
        assert_eq!(read(file), Some((" x.txt".to_owned(), false, 12)));
        let above = "drwxr-xr-x    ? 1000     1000         4096 Nov 30 23:00 www/..";
        assert_eq!(read(above), None);
        assert_eq!(read("Can't ls: \"/srv\" not found"), None);
    }
}
