//! Paths of files that are not written as links: in values of any type, in keys that no field reads, in attributes, styles
//! and scripts of HTML, in arguments of blocks. Readers are led nowhere by them, and nobody is told if they are wrong; but a
//! file that a hidden document mentions is not public for that.

use super::link::{Link, LinkRole};
use super::spots::Located;
use crate::base::Span;
use crate::yaml::{Node, Value as Yaml};

/// The parts of a text that may be the path or the address of a file: what is in quotes or brackets, each word, and the
/// text as a whole, since names hold spaces and brackets too.
pub(super) fn mentions(text: &str) -> impl Iterator<Item = &str> {
    let whole =
        Some(text.trim()).filter(|text| text.contains(ends_name) && text.len() <= LONGEST_NAME);
    let parts = text.split(ends_name).map(str::trim);
    let words = parts.flat_map(|part| {
        let words = part
            .contains(char::is_whitespace)
            .then(|| part.split_whitespace());
        words.into_iter().flatten().chain([part])
    });
    words.chain(whole).filter(|part| is_like_a_file(part))
}

fn ends_name(c: char) -> bool {
    "\"'`()<>,;|".contains(c)
}

/// Adds everything that a value mentions, but for what is a link already.
pub(super) fn add_mentions(node: &Node, links: &mut Vec<Located<Link>>) {
    match &node.value {
        Yaml::Scalar { text, .. } if !links.iter().any(|link| link.span == *node.span) => {
            links.extend(mentions(text).map(|target| mention(target, *node.span)));
        }
        Yaml::Sequence(items) => items.iter().for_each(|item| add_mentions(item, links)),
        Yaml::Mapping(entries) => entries
            .iter()
            .for_each(|entry| add_mentions(&entry.value, links)),
        Yaml::Scalar { .. } | Yaml::Empty => {}
    }
}

pub(super) fn mention(target: &str, span: Span) -> Located<Link> {
    let value = Link {
        target: target.into(),
        role: LinkRole::Mention,
    };
    Located { value, span }
}

/// Longer texts are no name of a file.
const LONGEST_NAME: usize = 255;

/// True for a text whose last part ends like the name of a file, and for a path whose last part has no ending.
fn is_like_a_file(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let Some((before, extension)) = path.rsplit_once('.') else {
        return is_path(path);
    };
    if extension.contains('/') {
        return is_path(path);
    }
    !before.is_empty()
        && (1..=12).contains(&extension.len())
        && extension
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'%')
        && extension.bytes().any(|byte| byte.is_ascii_alphabetic())
}

fn is_path(text: &str) -> bool {
    let last = text.rsplit_once('/').map_or("", |(_, last)| last);
    !last.is_empty() && !last.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn paths_of_files_are_found_in_any_text() {
        let of = |text| mentions(text).collect::<Vec<&str>>();
        let style = "background: url('/files/a b.png') no-repeat, url(c.svg?v=1#x)";
        assert_eq!(
            of(style),
            ["/files/a", "b.png", "/files/a b.png", "c.svg?v=1#x", style]
        );
        assert_eq!(of("annual report.pdf"), ["report.pdf", "annual report.pdf"]);
        assert_eq!(of("report (final).pdf"), ["report (final).pdf"]);
        assert_eq!(of("../a/b.csv"), ["../a/b.csv"]);
        assert_eq!(of("see ../a/LICENSE"), ["../a/LICENSE", "see ../a/LICENSE"]);
        assert_eq!(of("a/ b"), Vec::<&str>::new());
        assert_eq!(of("Version 2.0 of 1.5, and more."), Vec::<&str>::new());
        assert_eq!(of("2012-06-01T10:00:00"), Vec::<&str>::new());
    }
}
