//! Beside the pipeline: shows a site to browsers on this machine while it is written. Writes nothing and builds nothing: the
//! caller hands over one state of the site after the other.
//!
//! 1. `served_site`: the current state, the open pages, and how they are updated; `styles`: compares versions of a page;
//!    `page_files`: the files that a page uses
//! 2. `http`: the server; `host`: which requests it accepts; `route`: what they ask for
//! 3. `reply`: finds the file for a URL; `response`: sends it as a static host does (`range`)
//! 4. `events`: what open pages are sent (`problems`: the list of problems)
//! 5. `client.js`: the script that the server adds to pages; no page of a build has it

mod events;
mod host;
mod http;
mod page_files;
mod problems;
mod range;
mod reply;
mod response;
mod route;
mod served_site;
mod styles;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::output::FileContent;

pub use self::http::{Server, start};
pub use self::served_site::ServedSite;

/// One state of a site. It does not change.
pub trait State: Send + Sync {
    /// The path of the site, without a slash at its end: empty, or `/sub`.
    fn base_path(&self) -> &str;

    /// A file by its name below the output folder, such as `blogs/a/index.html`. It is made on the first call.
    fn file(&self, name: &str) -> Option<FileContent>;

    /// All problems that are known by now, in the order of files and places. This may be slow, because it draws them.
    fn problems(&self) -> Vec<Problem>;

    /// The number of problems that are known by now. Quick.
    fn health(&self) -> Health;
}

/// The number of problems of a state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Errors. If there are any, one of them may be why a page is missing.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

/// A diagnostic as a page can show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The code: `unknown-relation`.
    pub code: String,
    /// The message.
    pub message: String,
    /// The file below the site's root, where the problem has one.
    pub file: Option<String>,
    /// The absolute path of that file, for editors.
    pub path: Option<String>,
    /// The line, from 1.
    pub line: Option<u32>,
    /// The column, from 1.
    pub column: Option<u32>,
    /// What the terminal shows, without colours.
    pub drawing: String,
}

/// Where to listen, and how pages link to an editor.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address of this machine to listen at: the loopback address, unless the author asks for another.
    pub host: std::net::IpAddr,
    /// The first port to try. With 0 the system chooses one; otherwise the next ones are tried if it is in use.
    pub port: u16,
    /// The link that opens a place in an editor, with `{path}`, `{line}` and `{column}`.
    pub editor: String,
}
