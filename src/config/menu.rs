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

/// Reads a menu: a list of paths, or of groups with `title` and `link`.
pub(super) fn read_menu(file: &SettingsFile, name: &str, node: &Node) -> Menu {
    let read = |item: &Node| {
        if let Value::Scalar { text, .. } = &item.value {
            return Some(MenuEntry {
                title: None,
                link: text.clone(),
                span: item.span,
            });
        }
        let settings = Settings::new(file, item, format!("an entry of menu `{name}`"));
        let title = settings.text("title");
        let link = settings.text("link");
        let span = settings.node("link").map_or(item.span, |node| node.span);
        settings.done();
        if link.is_none() {
            file.wrong(
                item.span,
                format!("an entry of menu `{name}` has no `link`"),
                "",
            );
        }
        Some(MenuEntry {
            title,
            link: link?,
            span,
        })
    };
    Menu {
        name: name.to_owned(),
        entries: node.items().iter().filter_map(read).collect(),
    }
}
