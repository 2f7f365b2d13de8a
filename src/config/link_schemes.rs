//! What links of a site may start with besides what links of every site may. Never what runs code in a browser, carries a
//! document in itself, or reads files of the reader's.

use super::settings::{Safest, Settings};
use crate::base::english::excerpt;
use crate::yaml::Node;

/// Schemes in lower case, such as `msteams`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkSchemes(Vec<String>);

/// None but those that are always allowed.
pub static NO_OTHER_SCHEMES: LinkSchemes = LinkSchemes(Vec::new());

/// Schemes that browsers handle themselves: what they run or show counts as a part of the page, or is the reader's own.
const NEVER: [&str; 9] = [
    "about",
    "blob",
    "chrome",
    "data",
    "file",
    "filesystem",
    "javascript",
    "vbscript",
    "view-source",
];

impl LinkSchemes {
    /// Reads `link_schemes` of a site.
    pub(super) fn read(settings: &Settings) -> LinkSchemes {
        let none = Safest::Value(&[][..]);
        let items = settings.protecting("link_schemes", none, |settings| {
            Some(settings.node("link_schemes")?.items())
        });
        let items = items.unwrap_or_default().iter();
        LinkSchemes(
            items
                .filter_map(|item| read_scheme(settings, item))
                .collect(),
        )
    }

    /// True if a link may start with this name, in whatever case.
    pub fn allows(&self, name: &str) -> bool {
        self.0.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// True for a name that a site can allow.
    pub fn may_allow(name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        is_scheme(&name) && !NEVER.contains(&name.as_str())
    }
}

/// A scheme, with or without its colon.
fn read_scheme(settings: &Settings, item: &Node) -> Option<String> {
    let written = item.text().unwrap_or_default().trim();
    let name = written
        .split_once(':')
        .map_or(written, |(name, _)| name)
        .to_ascii_lowercase();
    let problem = if NEVER.contains(&name.as_str()) {
        format!("links that start with `{name}:` can harm readers, so no setting allows them")
    } else if is_scheme(&name) {
        return Some(name);
    } else {
        format!("`{}` is not the start of a link", excerpt(written, 40))
    };
    let help = "write what stands before the colon, as in `link_schemes: [msteams]`";
    settings.file.wrong(item.span, problem, help);
    None
}

/// One letter is that of a drive, as in `C:\plan.doc`.
fn is_scheme(name: &str) -> bool {
    name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}
