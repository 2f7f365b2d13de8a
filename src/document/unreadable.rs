//! A document whose front matter, or whose bytes, cannot be read. It is a hidden document and not an absent one: what
//! belongs to it, and what only it names, stays hidden with it.

use std::sync::Arc;

use super::comment::OwnComments;
use super::lifecycle::Lifecycle;
use super::link::{Link, LinkRole};
use super::markdown;
use super::meta::Meta;
use super::outline::{Outline, Structure, Words};
use super::placement::Placement;
use super::spots::{self, Spots};
use super::title::{slug_of, title_of_name};
use super::value::Fields;
use super::{Context, Document};
use crate::base::clean_text::CleanText;
use crate::base::{FilePath, Moment, Span};

/// A document of which only the place is known: its bytes cannot be read.
pub fn lost(file: &FilePath, placement: &Placement, context: &Context) -> Document {
    let mut document = unreadable(file, "", placement, context);
    Arc::make_mut(&mut document.outline.structure).lifecycle = Lifecycle::Lost;
    document
}

/// A document of which only the place is known, and what its text may name. The text is any reading of its bytes.
pub fn unreadable(
    file: &FilePath,
    text: &str,
    placement: &Placement,
    context: &Context,
) -> Document {
    let links = links(file, text, context);
    let spots = Spots {
        links: vec![Span::default(); links.len()],
        ..Spots::default()
    };
    let words = Words {
        title: title_of_name(&placement.location.name),
        ..Words::default()
    };
    let structure = Structure {
        links,
        ..of_place(file, placement, context)
    };
    let outline = Outline {
        structure: Arc::new(structure),
        words: Arc::new(words),
        spots: Arc::new(spots),
    };
    Document {
        outline,
        fragments: Vec::new().into(),
        may_load: false,
        words: 0,
        vocabulary: Arc::default(),
        text_version: None,
    }
}

/// What is known of a file by its place alone.
fn of_place(file: &FilePath, placement: &Placement, context: &Context) -> Structure {
    let location = placement.location.clone();
    let kinds = context.kinds;
    let kind = kinds.find(&placement.kind).unwrap_or_else(|| kinds.page());
    Structure {
        file: file.clone(),
        kind: kind.name.clone(),
        id: placement.id(),
        owner: placement.owner.clone(),
        slug: slug_of(&location.name, &title_of_name(&location.name)),
        location,
        meta: Meta {
            date: placement.date.map(|date| Moment::on(date, context.zone)),
            ..Meta::default()
        },
        fields: Fields::default(),
        incomplete: Fields::default(),
        lifecycle: Lifecycle::Unreadable,
        tags: Vec::new(),
        references: Vec::new(),
        links: Vec::new(),
        collections: Vec::new(),
        heading_ids: Vec::new(),
        anchors: Vec::new(),
        comments: OwnComments::default(),
        inherited: None,
    }
}

/// Whatever the text may name: the links that Markdown finds in it, and each word and each rest of a line, since
/// nobody knows which of them were values of front matter.
fn links(file: &FilePath, text: &str, context: &Context) -> Vec<Link> {
    let clean = CleanText::of(text);
    let input = markdown::Input {
        file,
        text: &clean,
        offset: 0,
        raw_html: context.raw_html,
        link_schemes: context.link_schemes,
        quotes: None,
        anchors: context.anchors,
        guest: None,
    };
    let mut located = Vec::new();
    markdown::read(&input, &mut located, &mut Vec::new());
    let mut links = spots::values(located);
    for name in text.lines().flat_map(names_in_line) {
        links.extend([LinkRole::Target, LinkRole::Id].map(|role| Link {
            target: name.into(),
            role,
        }));
    }
    links.sort_by(|one, other| {
        (&*one.target, one.role as u8).cmp(&(&*other.target, other.role as u8))
    });
    links.dedup();
    links
}

/// Whatever may be the name of a file in a line: each word, what is in quotes, and the rest after the start of an entry.
fn names_in_line(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split(is_around_names).flat_map(with_rest);
    let value = line.split_once(": ").map(|(_, value)| value);
    let item = line.trim_start().strip_prefix("- ");
    let quoted = line.split(['"', '\'']);
    let all = words.chain(value).chain(item).chain(quoted);
    let names = all.map(|name| name.trim().trim_matches(is_of_markup));
    names.filter(|name| name.contains(['.', '/']))
}

fn is_around_names(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_of_markup(c)
}

/// True for what a name of a file cannot hold where it is written among other words.
fn is_of_markup(c: char) -> bool {
    "\"'`()<>[]{},;|*=".contains(c)
}

/// A word, and what stands after the first colon in it: `file:a.pdf` names `a.pdf`.
fn with_rest(word: &str) -> impl Iterator<Item = &str> {
    std::iter::once(word).chain(word.split_once(':').map(|(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Kinds, SiteConfig};

    fn names(text: &str) -> Vec<String> {
        let (kinds, file) = (Kinds::from_layers(&[]).value, FilePath::new("content/a.md"));
        let site = SiteConfig::parse(&FilePath::new("site.yaml"), None).value;
        let mut names: Vec<String> = links(&file, text, &Context::of(&kinds, &site))
            .iter()
            .map(|link| link.target.to_string())
            .collect();
        names.dedup();
        names
    }

    #[test]
    fn whatever_may_be_a_name_is_one() {
        let named = names(
            "---\nfile: [a.pdf, \"b c.pdf\"\nimage:d.jpg\nlist:\n- e f.csv\n---\n\
             [x](/g.pdf) [[h.csv]] <https://example.org/i.pdf> ![](j\\_k.png) <a href='l.m'>\n",
        );
        for name in [
            "a.pdf", "b c.pdf", "d.jpg", "e f.csv", "/g.pdf", "h.csv", "j_k.png", "l.m",
        ] {
            assert!(named.iter().any(|found| found == name), "{name}: {named:?}");
        }
        assert!(
            named
                .iter()
                .any(|found| found == "https://example.org/i.pdf"),
            "{named:?}"
        );
    }
}
