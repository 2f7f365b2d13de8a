//! A generator under test: how it is started on a site, how its pages hear of changes, how it says that it
//! has done its work.

use std::io;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use crate::client::tab::Told;
use crate::shared::generator::{Generator, Program};
use crate::site::dialect::Dialect;

/// A generator whose preview can be started.
pub struct Subject {
    /// Name and version.
    pub name: String,
    pub dialect: Dialect,
    program: Program,
}

impl Subject {
    /// The generator that is called so on the command line.
    ///
    /// # Errors
    /// In words, where there is none, or where it is not installed.
    pub fn named(name: &str, copublish: &Path) -> Result<Subject, String> {
        let program = Program::named(name, copublish)?;
        let dialect = match program.generator {
            Generator::Copublish => Dialect::Copublish,
            Generator::Hugo => Dialect::Hugo,
            Generator::Eleventy => Dialect::Eleventy,
            Generator::Zola => return Err("its preview is not measured".to_owned()),
        };
        Ok(Subject {
            name: program.name.clone(),
            dialect,
            program,
        })
    }

    /// The command that previews the site at `root`, as its users would call it.
    ///
    /// # Errors
    /// Where there is no free port.
    pub fn preview(&self, root: &Path) -> io::Result<Command> {
        let mut command = self.program.command();
        command.current_dir(root);
        match self.dialect {
            Dialect::Copublish => command.args(["serve", "--port", "0"]),
            Dialect::Hugo => command
                .args(["server", "--renderToMemory", "--port"])
                .arg(free_port()?),
            Dialect::Eleventy => command
                .args(["--serve", "--incremental", "--quiet", "--port"])
                .arg(free_port()?),
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
            Dialect::Eleventy => Told::Socket {
                path: "/",
                hello: "",
                sign: "eleventy.reload",
            },
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
    Ok(TcpListener::bind("127.0.0.1:0")?
        .local_addr()?
        .port()
        .to_string())
}
