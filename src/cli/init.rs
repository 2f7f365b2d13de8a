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
use crate::engine::{read_project, write_schemas};

/// The title where nobody gives one.
pub const TITLE: &str = "My partnership";

/// What a new site holds. `TITLE` and `DATE` are filled in.
const FILES: [(&str, &str); 6] = [
    ("site.yaml", include_str!("init/site.yaml")),
    ("content/index.md", include_str!("init/home.md")),
    (
        "content/accessibility.md",
        include_str!("init/accessibility.md"),
    ),
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

/// What git need not keep, and what editors need to know. A folder may have such files already; then they stay as they are.
const BESIDE: [(&str, &str); 2] = [
    (".gitignore", "/output/\n/.output.*\n/.copublish/\n"),
    (".vscode/settings.json", include_str!("init/vscode.json")),
];

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
    made.extend(write_beside(folder)?);
    // Without the schemas an editor helps less; the first build tries again.
    if let Ok(project) = read_project(folder) {
        let _ = write_schemas(folder, &project);
    }
    Ok(made)
}

/// Writes what belongs beside a site where there is none of it yet, and returns what it wrote.
fn write_beside(folder: &Path) -> Result<Vec<String>, String> {
    let mut made = Vec::new();
    for (file, text) in BESIDE {
        let path = folder.join(file);
        if disk::leads_out(folder, &path) {
            continue;
        }
        match write(&path, text) {
            Ok(()) => made.push(file.to_owned()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&path, &error)),
        }
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
        assert_eq!(made.len(), FILES.len() + BESIDE.len());
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

    #[test]
    fn the_schemas_that_editors_are_told_of_are_there() {
        let folder = tempfile::tempdir().unwrap();
        create(folder.path(), "A", TODAY).unwrap();
        let read = |file: &str| fs::read_to_string(folder.path().join(file)).unwrap();
        let editor: serde_json::Value =
            serde_json::from_str(&read(".vscode/settings.json")).unwrap();
        let schemas = editor["yaml.schemas"].as_object().unwrap();
        assert!(schemas.len() > 4, "{schemas:?}");
        for file in schemas.keys() {
            assert!(folder.path().join(file).is_file(), "{file}");
        }
        let settings = read("site.yaml");
        let named = settings.lines().next().unwrap();
        let named = named
            .strip_prefix("# yaml-language-server: $schema=")
            .unwrap();
        assert!(folder.path().join(named).is_file(), "{named}");
    }
}
