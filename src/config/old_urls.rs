//! What site.yaml says of addresses at which no page stands any more: where each leads on to, or that it is gone.

use super::settings::{Settings, SettingsFile};
use crate::base::{Code, Diagnostic, SourceSpan, Url};
use crate::yaml::{Entry, Node};

/// The settings `redirects` and `gone`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OldUrls {
    /// Addresses that lead on, in the order written.
    pub redirects: Vec<Redirect>,
    /// Addresses that are gone on purpose, in the order written.
    pub gone: Vec<Gone>,
}

/// An address that leads on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The address.
    pub url: Url,
    /// Where it stands in site.yaml.
    pub span: SourceSpan,
    /// Where it leads, written like any link.
    pub to: String,
    /// Where that stands in site.yaml.
    pub to_span: SourceSpan,
}

/// An address that is gone on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// The address.
    pub url: Url,
    /// Where it stands in site.yaml.
    pub span: SourceSpan,
}

impl OldUrls {
    /// Reads both settings; what is no address, or leads nowhere, is reported and left out.
    pub fn read(file: &SettingsFile, settings: &Settings) -> OldUrls {
        let redirects = settings
            .group("redirects")
            .map_or(&[][..], |node| node.entries());
        let gone = settings.node("gone").map_or(&[][..], Node::items);
        OldUrls {
            redirects: redirects
                .iter()
                .filter_map(|entry| read_redirect(file, entry))
                .collect(),
            gone: gone
                .iter()
                .filter_map(|item| read_gone(file, item))
                .collect(),
        }
    }
}

fn read_redirect(file: &SettingsFile, entry: &Entry) -> Option<Redirect> {
    let url = url(file, "redirects", &entry.key, entry.key_span)?;
    let Some(to) = entry.value.text() else {
        let message = format!(
            "`{}` in `redirects` must be a link, but is {}",
            entry.key,
            entry.value.describe()
        );
        let help = "write the new address, as in `/old/: /new/`";
        file.wrong(entry.value.span, message, help);
        return None;
    };
    Some(Redirect {
        url,
        span: entry.key_span,
        to: to.to_owned(),
        to_span: entry.value.span,
    })
}

fn read_gone(file: &SettingsFile, item: &Node) -> Option<Gone> {
    let Some(text) = item.text() else {
        let message = format!(
            "each item of `gone` must be an address, but one is {}",
            item.describe()
        );
        let help = "write them as a list, as in `gone: [/old/]`";
        file.wrong(item.span, message, help);
        return None;
    };
    Some(Gone {
        url: url(file, "gone", text, item.span)?,
        span: item.span,
    })
}

fn url(file: &SettingsFile, setting: &str, text: &str, span: SourceSpan) -> Option<Url> {
    Url::parse_old(text)
        .map_err(|why| {
            let message = format!("`{text}` in `{setting}` cannot be an address: {why}");
            file.report(Diagnostic::new(Code::InvalidAddress, message).at(file.file, span, ""));
        })
        .ok()
}
