//! A generator under test: how it is started on a site, how its pages hear of changes, how it says that it
//! has done its work.

use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::client::tab::Told;
use crate::install;
use crate::site::dialect::Dialect;

/// A generator that can be started.
pub struct Subject {
    /// Name and version.
    pub name: String,
    pub dialect: Dialect,
    program: PathBuf,
    /// What stands before all other arguments.
    script: Option<PathBuf>,
}

impl Subject {
    /// The generator that is called so on the command line.
    ///
    /// # Errors
    /// In words, where there is none, or where it is not installed.
    pub fn named(name: &str, copublish: &Path) -> Result<Subject, String> {
        let (dialect, program, script) = match name {
            "copublish" => (Dialect::Copublish, copublish.to_owned(), None),
            "hugo" => (Dialect::Hugo, install::hugo()?, None),
            "eleventy" => (Dialect::Eleventy, PathBuf::from("node"), Some(install::eleventy()?)),
            _ => return Err(format!("`{name}` is none of copublish, hugo, eleventy")),
        };
        let mut subject = Subject { name: String::new(), dialect, program, script };
        subject.name = subject.version()?;
        Ok(subject)
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.script);
        command
    }

    fn version(&self) -> Result<String, String> {
        let mut command = self.command();
        let argument = if self.dialect == Dialect::Hugo { "version" } else { "--version" };
        let said = command.arg(argument).output().map_err(|error| format!("{command:?}: {error}"))?;
        if !said.status.success() {
            return Err(format!("{command:?}: {}", String::from_utf8_lossy(&said.stderr).trim()));
        }
        let said = String::from_utf8_lossy(&said.stdout).into_owned();
        let is_number =
            |word: &&str| word.trim_start_matches('v').starts_with(|letter: char| letter.is_ascii_digit());
        let number = said.split([' ', '\n']).find(is_number).unwrap_or_default();
        let number = number.trim_start_matches('v').split(['-', '+']).next().unwrap_or_default();
        let name = match self.dialect {
            Dialect::Copublish => "copublish",
            Dialect::Hugo => "Hugo",
            Dialect::Eleventy => "Eleventy",
        };
        Ok(format!("{name} {number}"))
    }

    /// The command that previews the site at `root`, as its users would call it.
    ///
    /// # Errors
    /// Where there is no free port.
    pub fn preview(&self, root: &Path) -> io::Result<Command> {
        let mut command = self.command();
        command.current_dir(root);
        match self.dialect {
            Dialect::Copublish => command.args(["serve", "--port", "0"]),
            Dialect::Hugo => command.args(["server", "--renderToMemory", "--port"]).arg(free_port()?),
            Dialect::Eleventy => {
                command.args(["--serve", "--incremental", "--quiet", "--port"]).arg(free_port()?)
            }
        };
        Ok(command)
    }

    /// How its pages hear of changes.
    pub fn told(&self) -> Told {
        match self.dialect {
            Dialect::Copublish => Told::Events,
            Dialect::Hugo => Told::Socket {
                path: "/livereload",
                hello: r#"{"command":"hello","protocols":["http://livereload.com/protocols/official-7"]}"#,
                sign: r#""command":"reload""#,
            },
            Dialect::Eleventy => Told::Socket { path: "/", hello: "", sign: "eleventy.reload" },
        }
    }

    /// True for a line that ends its work after a change.
    pub fn is_done(&self, line: &str) -> bool {
        match self.dialect {
            Dialect::Copublish => line.contains("shown in "),
            Dialect::Hugo => line.starts_with("Total in "),
            Dialect::Eleventy => line.contains("Wrote "),
        }
    }
}

/// A port that nobody listens at, as an argument.
fn free_port() -> io::Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port().to_string())
}
