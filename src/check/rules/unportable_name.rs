//! A file or a folder of `content/`, or a part of an address, has a name that some
//! computers cannot store. `copublish check` finds this; it is a warning.
//!
//! On Windows, names cannot contain `<`, `>`, `:`, `"`, `|`, `?`, `*` or a backslash,
//! end in a dot or a space, or be the name of a device: `CON`, `PRN`, `AUX`, `NUL`,
//! `COM1` to `COM9`, `LPT1` to `LPT9`, in small letters or large, with any extension.
//! Other names contain invisible characters that make them look like something else:
//! some turn the direction of writing, so that `report-[U+202E]fdp.exe` looks like
//! `report-exe.pdf`.
//!
//! ## Example
//!
//! `content/reports/aux.md`, or `content/reports/2012: our year.pdf`.
//!
//! ## What to do
//!
//! Rename the file or the folder. Letters, digits, hyphens and a dot before the
//! extension work everywhere. To keep the old address, add it to `aliases`. If only
//! the address is the problem, give the document another `slug`.
//!
//! ## Why it matters
//!
//! On Windows, git cannot check out the site: it stops at the first such name. Hosts
//! that run on Windows and readers who save the page have the same problem.

use std::collections::BTreeSet;

use crate::base::{Code, Diagnostic, FilePath};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;

pub(super) const RULE: Rule = Rule::of_site(Code::UnportableName, check);

/// Finds files and folders of `content/` with such names, each once, and addresses that a host could not keep.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let graph = site.graph;
    let documents = graph.nodes().map(|node| (&node.outline().file, node.url()));
    let assets = graph
        .assets()
        .iter()
        .map(|(asset, url)| (&asset.file, Some(url)));
    let mut said = BTreeSet::new();
    for (file, url) in documents.chain(assets) {
        if let Some((name, why)) = first_odd(file.as_str()) {
            if said.insert(name) {
                let whole = FilePath::new(name);
                found.push(named(format!("the name of `{}` {why}", whole.name()), file));
            }
        } else if let Some((_, why)) = url.and_then(|url| first_odd(url.as_str())) {
            found.push(named(format!("a part of its address {why}"), file));
        }
    }
}

fn named(message: String, file: &FilePath) -> Diagnostic {
    let help = "use letters, digits, hyphens, and a dot before the extension";
    Diagnostic::new(Code::UnportableName, message)
        .in_file(file)
        .help(help)
}

/// The path down to the first of its parts that is odd, and what is odd about it.
fn first_odd(path: &str) -> Option<(&str, String)> {
    let mut end = 0;
    for part in path.split('/') {
        end += part.len();
        if let Some(why) = odd(part) {
            return Some((&path[..end], why));
        }
        end += 1;
    }
    None
}

fn odd(part: &str) -> Option<String> {
    if let Some(sign) = part
        .chars()
        .find(|c| c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*' | '\\'))
    {
        return Some(format!(
            "contains `{}`, which Windows does not allow in names",
            sign.escape_default()
        ));
    }
    if let Some(sign) = part.chars().find(|c| is_unseen(*c)) {
        return Some(format!(
            "contains U+{:04X}, which is invisible",
            u32::from(sign)
        ));
    }
    if part.ends_with([' ', '.']) {
        return Some("ends in a dot or a space, which Windows drops".to_owned());
    }
    // Windows takes `aux.tar.pdf` for the device as well.
    let device = part.split('.').next().unwrap_or(part).trim_end();
    is_device(device)
        .then(|| format!("is reserved on Windows, where no file can be called `{device}`"))
}

/// Characters that turn the direction of writing, or have no width: what a name looks like is not what it is. Two of
/// them belong into words of some languages, and into pictures made of several.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_device(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let is_port = ["COM", "LPT"].iter().any(|port| {
        upper.strip_prefix(port).is_some_and(|number| {
            matches!(
                number,
                "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
            )
        })
    });
    is_port
        || matches!(
            upper.as_str(),
            "AUX" | "CON" | "NUL" | "PRN" | "CONIN$" | "CONOUT$"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_computer_are_left_alone() {
        for path in [
            "content/a.md",
            "content/contact.md",
            "content/com10/lpt.pdf",
            "content/-rf.md",
            "content/ŵyl/日本 1.md",
            "/a.b/",
            "/",
            "content/👩‍👧.md",
            "content/console.md",
        ] {
            assert_eq!(first_odd(path), None, "{path}");
        }
    }

    #[test]
    fn names_that_not_every_computer_can_have_are_found() {
        for (path, until, word) in [
            ("content/CON.md", "content/CON.md", "`CON`"),
            ("content/aux.tar.pdf", "content/aux.tar.pdf", "`aux`"),
            ("content/Com1 .md", "content/Com1 .md", "`Com1`"),
            ("content/lpt²/a.md", "content/lpt²", "`lpt²`"),
            ("content/a:b/c?.md", "content/a:b", "`:`"),
            ("content/a\nb.md", "content/a\nb.md", "`\\n`"),
            ("content/a./b.md", "content/a.", "dot"),
            ("content/a /b.md", "content/a ", "space"),
            (
                "content/a\u{202e}fdp.exe",
                "content/a\u{202e}fdp.exe",
                "U+202E",
            ),
            ("/x/nul/", "/x/nul", "`nul`"),
        ] {
            let (found, why) = first_odd(path).unwrap_or_else(|| panic!("{path}"));
            assert_eq!(found, until);
            assert!(why.contains(word), "{path}: {why}");
        }
    }
}
