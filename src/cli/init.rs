//! `copublish init`: a small site that builds at once. Changes no file that is there.

#![expect(
    clippy::disallowed_methods,
    reason = "this verb makes content, and must see what is there already"
)]

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use jiff::civil::Date;

use super::scalar::{one_line, scalar};
use crate::base::english::ticked_and;
use crate::content::disk;

/// The title where nobody gives one.
pub const TITLE: &str = "My partnership";

/// What a new site holds. `TITLE` and `DATE` are filled in.
const FILES: [(&str, &str); 5] = [
    ("site.yaml", include_str!("init/site.yaml")),
    ("content/index.md", include_str!("init/home.md")),
    (
        "content/news/DATE-our-new-website.md",
        include_str!("init/news.md"),
    ),
    (
        "content/organisations/our-organisation.md",
        include_str!("init/organisation.md"),
    ),
    (
        "content/people/alex-morgan.md",
        include_str!("init/person.md"),
    ),
];

/// What git need not keep. A folder may have such a file already; then it stays as it is.
const GIT_IGNORE: (&str, &str) = (".gitignore", "/output/\n/.output.*\n/.copublish/\n");

/// Makes a site in `folder` and names its files, from that folder on.
///
/// # Errors
/// A sentence on why there is none, and what to do. Where a file is there already, nothing is made.
pub fn create(folder: &Path, title: &str, today: Date) -> Result<Vec<String>, String> {
    let files = new_files(title, today);
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    check_folder(folder, &names)?;
    let mut made = Vec::new();
    for NewFile { name, text } in files {
        write(&folder.join(&name), &text).map_err(|error| failed(&folder.join(&name), &error))?;
        made.push(name);
    }
    let (file, text) = GIT_IGNORE;
    match write(&folder.join(file), text) {
        Ok(()) => made.push(file.to_owned()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(&folder.join(file), &error)),
    }
    Ok(made)
}

/// A file of a new site, below its folder.
struct NewFile {
    name: String,
    text: String,
}

fn new_files(title: &str, today: Date) -> Vec<NewFile> {
    let (title, today) = (scalar(&one_line(title)), today.to_string());
    let files = FILES.iter().map(|(name, text)| NewFile {
        name: name.replace("DATE", &today),
        text: text.replace("DATE", &today).replace("TITLE", &title),
    });
    files.collect()
}

/// Why a site cannot be made in a folder: one of its files exists, or would be written elsewhere.
fn check_folder(folder: &Path, files: &[&str]) -> Result<(), String> {
    let there = files.iter().copied();
    let there: Vec<&str> = there.filter(|file| folder.join(file).exists()).collect();
    if !there.is_empty() {
        let exist = if there.len() == 1 { "exists" } else { "exist" };
        let files = ticked_and(&there);
        return Err(format!("{files} already {exist}; choose another folder"));
    }
    let leads_out = |file: &&&str| folder.exists() && disk::leads_out(folder, &folder.join(file));
    match files.iter().find(leads_out) {
        Some(file) => Err(format!(
            "`{file}` would be written outside the folder, through a link; choose another folder"
        )),
        None => Ok(()),
    }
}

fn failed(file: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be written: {error}", file.display())
}

fn write(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut open = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file)?;
    open.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FilePath;
    use crate::config::SiteConfig;
    use crate::yaml;

    const TODAY: Date = Date::constant(2026, 11, 21);

    #[test]
    fn a_new_site_has_settings_without_fault_and_front_matter_that_can_be_read() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("a/b");
        let title = "DATE & \"us\": a plan";
        let made = create(&site, title, TODAY).unwrap();
        assert_eq!(made.len(), FILES.len() + 1);
        for file in made.iter().filter(|file| file.ends_with(".md")) {
            let text = fs::read_to_string(site.join(file)).unwrap();
            let front_matter = text
                .strip_prefix("---\n")
                .and_then(|rest| rest.split("\n---\n").next())
                .unwrap();
            let root = yaml::parse(front_matter).unwrap().root.unwrap();
            assert!(root.get("title").is_some(), "{text}");
        }
        let settings = fs::read_to_string(site.join("site.yaml")).unwrap();
        let read = SiteConfig::parse(&FilePath::new("site.yaml"), Some(&settings));
        assert_eq!(
            (read.value.title.as_str(), read.diagnostics),
            (title, vec![])
        );
        assert!(
            site.join("content/news/2026-11-21-our-new-website.md")
                .is_file()
        );
    }

    #[test]
    fn nothing_is_made_where_something_is_there() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("site.yaml"), "title: Mine").unwrap();
        let why = create(folder.path(), "A", TODAY).unwrap_err();
        assert_eq!(why, "`site.yaml` already exists; choose another folder");
        assert!(!folder.path().join("content").exists());
        assert_eq!(
            fs::read_to_string(folder.path().join("site.yaml")).unwrap(),
            "title: Mine"
        );
    }

    #[test]
    fn a_gitignore_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".gitignore"), "mine").unwrap();
        let made = create(folder.path(), "A", TODAY).unwrap();
        assert!(!made.contains(&".gitignore".to_owned()));
        assert_eq!(
            fs::read_to_string(folder.path().join(".gitignore")).unwrap(),
            "mine"
        );
    }
}
