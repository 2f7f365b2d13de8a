//! The menus of a site, as its settings say them.

use super::settings::{Settings, SettingsFile};
use crate::base::SourceSpan;
use crate::yaml::{Node, Value};

/// A named list of entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// Its name: `main`, `foot`.
    pub name: String,
    /// Its entries in order.
    pub entries: Vec<MenuEntry>,
}

/// One entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuEntry {
    /// What it says; the target's title where absent.
    pub title: Option<String>,
    /// Where it leads, written like any link.
    pub link: String,
    /// Where it stands in site.yaml.
    pub span: SourceSpan,
}

/// `- News: /news/`
struct ShortEntry<'n> {
    title: &'n str,
    link: &'n str,
}

/// An entry of one key that is its title, as in `- News: /news/` and `- News: {link: /news/}`.
fn short_entry(item: &Node) -> Option<ShortEntry<'_>> {
    let [only] = item.entries() else {
        return None;
    };
    if matches!(only.key.as_str(), "title" | "link") {
        return None;
    }
    let mut inside = only.value.entries().iter();
    let link = inside.find(|entry| entry.key == "link");
    Some(ShortEntry {
        title: &only.key,
        link: link
            .map_or(&only.value, |link| &link.value)
            .text()
            .unwrap_or("…"),
    })
}

/// Reads a menu: a list of paths, or of groups with `title` and `link`.
pub(super) fn read_menu(file: &SettingsFile, name: &str, node: &Node) -> Menu {
    let entries = node.items().iter();
    Menu {
        name: name.to_owned(),
        entries: entries
            .filter_map(|item| read_entry(file, name, item))
            .collect(),
    }
}

fn read_entry(file: &SettingsFile, menu: &str, item: &Node) -> Option<MenuEntry> {
    if let Value::Scalar { text, .. } = &item.value {
        return Some(MenuEntry {
            title: None,
            link: text.clone(),
            span: item.span,
        });
    }
    if let Some(entry) = short_entry(item) {
        file.wrong(
            item.span,
            format!("an entry of menu `{menu}` needs `title` and `link`"),
            format!("write `- {{title: {}, link: {}}}`", entry.title, entry.link),
        );
        return None;
    }
    let settings = Settings::new(
        file,
        item,
        format!("an entry of menu `{menu}`"),
        "menu_link",
    );
    let title = settings.text("title");
    let link = settings.text("link");
    let span = settings.node("link").map_or(item.span, |node| node.span);
    settings.done();
    if link.is_none() {
        let message = format!("an entry of menu `{menu}` has no `link`");
        file.wrong(item.span, message, "");
    }
    Some(MenuEntry {
        title,
        link: link?,
        span,
    })
}
