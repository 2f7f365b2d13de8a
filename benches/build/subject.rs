//! A generator, and how it builds a project, as its users would call it.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

use crate::shared::generator::{Generator, Program};

/// The command that writes the site of the project at `root` to `output`.
pub fn build(program: &Program, root: &Path, output: &Path) -> Command {
    let mut command = program.command();
    command.current_dir(root);
    match program.generator {
        Generator::Copublish => command.args(["build", "--quiet", "--output"]).arg(output),
        Generator::Hugo => {
            command.env("HUGO_CACHEDIR", root.join(".cache"));
            command
                .args(["build", "--quiet", "--noBuildLock", "--destination"])
                .arg(output)
        }
        Generator::Eleventy => command
            .arg("--quiet")
            .arg(format!("--output={}", output.display())),
        // It will not write over what is there unless it is told to.
        Generator::Zola => command
            .args(["build", "--force", "--output-dir"])
            .arg(output),
    };
    command
}

/// Takes away what a generator keeps in a project from one build to the next.
///
/// # Errors
/// As the disk says.
pub fn forget(program: &Program, root: &Path) -> io::Result<()> {
    let kept: &[&str] = match program.generator {
        Generator::Copublish => &[".copublish"],
        Generator::Hugo => &[".cache", "resources"],
        Generator::Eleventy => &[".cache"],
        Generator::Zola => &[],
    };
    for folder in kept
        .iter()
        .map(|name| root.join(name))
        .filter(|folder| folder.exists())
    {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}
