//! Beside the pipeline: a site shown to browsers on this machine while it is written. Writes nothing, builds
//! nothing: whoever starts it hands over one state of the site after the other.
//!
//! 1. `shown`: the state that is shown now, the pages that are open, and what becomes of them in the next;
//!    `styles`: two versions of a page that differ in their style sheets only; `uses`: what a page shows that is
//!    not in it
//! 2. `http`: where it listens, who may ask, and what for (`host`, `route`)
//! 3. `find`: the file for an address; `answer`: how it goes out, as from a static host (`media`, `range`)
//! 4. `reload`: what open pages are told (`problems`: what is wrong, as they show it)
//! 5. `client.js`: the script that the server adds to pages; it is in no page of a build

mod answer;
mod find;
mod host;
mod http;
mod media;
mod problems;
mod range;
mod reload;
mod route;
mod shown;
mod styles;
#[cfg(test)]
mod tests;
mod uses;

use serde::Serialize;

use crate::output::FileContent;

pub use self::http::{Server, start};
pub use self::shown::Shown;

/// One state of a site, immutable.
pub trait State: Send + Sync {
    /// The path the site lives below, without a slash at its end: empty, or `/sub`.
    fn base_path(&self) -> &str;

    /// A file by its name below the output folder, as in `blogs/a/index.html`; made when it is first asked for.
    fn file(&self, name: &str) -> Option<FileContent>;

    /// Everything wrong that is known by now, in the order of files and places. This may be slow: it draws them.
    fn problems(&self) -> Vec<Problem>;

    /// How much is wrong, as far as it is known by now. Quick.
    fn health(&self) -> Health;
}

/// How much is wrong with a state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// How many errors there are: what is missing may be missing for one of them only.
    pub errors: usize,
    /// How many warnings.
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
    /// The drawing that the terminal shows, without colours.
    pub drawing: String,
}

/// Where to listen, and how pages lead to an editor.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address of this machine to listen at: the loopback one, unless somebody asks for another.
    pub host: std::net::IpAddr,
    /// The first port to try; with 0 the system chooses, else the next ones are tried where it is taken.
    pub port: u16,
    /// The link that opens a place in an editor, with `{path}`, `{line}` and `{column}`.
    pub editor: String,
}
