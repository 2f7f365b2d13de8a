//! `copublish man`: the manual pages of all commands, made of the same declaration as `--help`.

use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use serde::Serialize;

use super::args::{Args, ManArgs};
use super::json::Document;
use super::shell::Shell;
use super::{Answer, Failure};
use crate::base::file_error;
use crate::output;

/// The files that were written, in JSON.
#[derive(Debug, Serialize)]
struct Written {
    written: Vec<String>,
}

/// A manual page.
struct Page {
    /// `copublish-build.1`
    file: String,
    /// In roff.
    text: Vec<u8>,
}

/// Prints the page of the program, or writes all pages.
///
/// # Errors
/// A page cannot be written.
pub fn run(shell: Shell, args: &ManArgs) -> Result<Answer, Failure> {
    let pages = pages().map_err(|error| error.to_string())?;
    match &args.folder {
        Some(folder) => write(shell, folder, &pages)?,
        None => {
            let first = pages.first().map_or(&[][..], |page| page.text.as_slice());
            shell.show_script(first)?;
        }
    }
    Ok(Answer::Fine)
}

fn write(shell: Shell, folder: &Path, pages: &[Page]) -> Result<(), Failure> {
    let mut written = Vec::new();
    for page in pages {
        output::record(folder, &page.file, &page.text).map_err(|error| {
            let (why, help) = (
                file_error::reason(&error),
                file_error::help_to_write(&error),
            );
            format!(
                "{} cannot be written to {}: {why}; {help}",
                page.file,
                folder.display()
            )
        })?;
        written.push(folder.join(&page.file).display().to_string());
    }
    if shell.wants_json() {
        shell.document(&Document::fine(Written { written }))?;
        return Ok(());
    }
    for file in &written {
        shell.say(&format!("wrote {file}"))?;
    }
    Ok(())
}

/// The page of the program, then those of its commands.
fn pages() -> std::io::Result<Vec<Page>> {
    let mut command = Args::command();
    command.build();
    let commands: Vec<Command> = command
        .get_subcommands()
        .filter(|it| !it.is_hide_set() && it.get_name() != "help")
        .cloned()
        .collect();
    std::iter::once(command).chain(commands).map(page).collect()
}

fn page(command: Command) -> std::io::Result<Page> {
    let man = Man::new(command).source(format!("copublish {}", env!("CARGO_PKG_VERSION")));
    let mut text = Vec::new();
    man.render(&mut text)?;
    Ok(Page {
        file: man.get_filename(),
        text,
    })
}
