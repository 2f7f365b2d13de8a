//! Puts files into the binary: the default theme, as a table of names and bytes, and the manual pages of all codes.
#![expect(
    clippy::disallowed_methods,
    reason = "the rules of the rooms are for the program, not for what builds it"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    name_commit();
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let theme = table(
        &root.join("themes/partnership"),
        "FILES: &[(&str, &[u8])]",
        "include_bytes!",
    )?;
    fs::write(out.join("partnership.rs"), theme)?;
    let pages = table(
        &root.join("docs/content/diagnostics"),
        "PAGES: &[(&str, &str)]",
        "include_str!",
    )?;
    fs::write(out.join("diagnostics.rs"), pages)
}

/// What `--version` says of the source: the commit that whoever makes a release names, so that no other build is made anew for
/// each commit.
fn name_commit() {
    println!("cargo::rerun-if-env-changed=COPUBLISH_COMMIT");
    let commit = env::var("COPUBLISH_COMMIT").unwrap_or_default();
    let words = match commit.as_str() {
        "" => String::new(),
        commit => format!(" (commit {commit})"),
    };
    println!("cargo::rustc-env=COPUBLISH_COMMIT_WORDS={words}");
}

/// A static table of all files below a folder, in order, each with its content.
fn table(folder: &Path, declaration: &str, include: &str) -> io::Result<String> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut table =
        format!("/// The files below a folder, by name.\npub static {declaration} = &[\n");
    for file in &files {
        let name = file.strip_prefix(folder).unwrap_or(file);
        let name = name.to_string_lossy().replace('\\', "/");
        let path = file.display().to_string();
        writeln!(table, "    ({name:?}, {include}({path:?})),").map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    Ok(table)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
