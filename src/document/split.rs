//! A source's text into front matter and body, and what there is to say if they cannot be told apart. Reads neither.

use crate::base::english::excerpt;
use crate::base::suggest::plain_name;
use crate::base::{Code, Diagnostic, FilePath};
use crate::config::{Field, Kinds};
use crate::content::front_matter::{
    self, Broken, BrokenBy, Halves, Lookalike, LookalikeReason, Weight, find_lookalike, weigh,
};
use crate::document::fields::OWN_KEYS;

/// Finds the front matter.
///
/// # Errors
/// A diagnostic where front matter starts but cannot be told from the body.
pub fn split(file: &FilePath, text: &str) -> Result<Halves, Box<Diagnostic>> {
    front_matter::find(text).map_err(|broken| Box::new(about_broken(file, text, broken)))
}

/// Looks for front matter that no format allows. A page that has it for its text would show readers what it is to keep
/// from them.
///
/// # Errors
/// A diagnostic at its line.
pub(super) fn check_for_lookalike(
    file: &FilePath,
    text: &str,
    halves: Halves,
    kinds: &Kinds,
) -> Result<(), Box<Diagnostic>> {
    let weigh = |key: &str| match weigh(key) {
        Weight::None if is_field(key, kinds) => Weight::Known,
        weight => weight,
    };
    let found = find_lookalike(text, halves, &weigh);
    found.map_or(Ok(()), |found| Err(Box::new(about_lookalike(file, &found))))
}

/// True for the name of a field of some kind, or of a key that a field is read from; `key` is folded.
fn is_field(key: &str, kinds: &Kinds) -> bool {
    let own = kinds.iter().flat_map(|kind| &kind.fields);
    let names = |field: &Field| {
        is_name(&field.name, key) || field.from.iter().any(|from| is_name(from, key))
    };
    own.chain(&kinds.common).any(names) || OWN_KEYS.iter().any(|own| is_name(own, key))
}

fn is_name(name: &str, folded: &str) -> bool {
    name.len() >= folded.len() && plain_name(name) == folded
}

fn about_broken(file: &FilePath, text: &str, Broken { span, by }: Broken) -> Diagnostic {
    let line = text[span.range()].trim();
    match by {
        BrokenBy::NoEnd(format) => Diagnostic::new(
            Code::UnclosedFrontMatter,
            "the front matter that starts here has no end",
        )
        .at(file, span, "opened here")
        .help(format!(
            "put a line of `{}` after its last key",
            format.end()
        )),
        BrokenBy::Word => {
            let fence = if line.eq_ignore_ascii_case("---toml") {
                "+++"
            } else {
                "---"
            };
            let message = format!(
                "front matter starts with `{fence}` alone in its line, but this is `{line}`"
            );
            Diagnostic::new(Code::UnreadableFrontMatter, message)
                .at(file, span, "")
                .help(match line {
                    "---json" => {
                        "delete this line and the `---` below it: JSON needs no fence".to_owned()
                    }
                    _ if fence == "+++" => {
                        format!("write `+++` in place of `{line}`, and of the `---` below it")
                    }
                    _ => {
                        format!("write `---` in place of `{line}`, and `key: value` lines below it")
                    }
                })
        }
        BrokenBy::TextBehind => Diagnostic::new(
            Code::UnreadableFrontMatter,
            "text follows the `}` that ends the front matter",
        )
        .at(file, span, "")
        .help("start the text on the next line"),
    }
}

fn about_lookalike(file: &FilePath, found: &Lookalike) -> Diagnostic {
    let looks = "this looks like front matter, but";
    let (why, help) = match &found.why {
        LookalikeReason::Fence(fence) if fence.contains('`') => (
            "it starts like a block of code".to_owned(),
            "write `---` in place of its first and of its last line".to_owned(),
        ),
        LookalikeReason::Fence(fence) => {
            let fence = excerpt(fence, 20);
            (
                format!("it starts with `{fence}`, not with `---`"),
                format!("write `---` in place of `{fence}`, and in place of the line that ends it"),
            )
        }
        LookalikeReason::Signs => (
            "it is not between two lines of `---`".to_owned(),
            "write each key as `key: value`, without signs before it, between two lines of `---`"
                .to_owned(),
        ),
        LookalikeReason::NoFence => (
            "there is no line of `---` above it".to_owned(),
            "write `---` on a line above it, and on a line below its last key".to_owned(),
        ),
        LookalikeReason::TextAbove => (
            "there is something else above it".to_owned(),
            "move it to the top of the file, between two lines of `---`".to_owned(),
        ),
        LookalikeReason::Behind => (
            "the front matter of this file ends above it".to_owned(),
            "delete the line of `---` above it".to_owned(),
        ),
    };
    let diagnostic = Diagnostic::new(Code::UnreadableFrontMatter, format!("{looks} {why}"))
        .at(file, found.span, "")
        .help(help);
    match found.why {
        LookalikeReason::Behind => {
            diagnostic.help("if it is text for readers, put `- ` before each line")
        }
        _ => diagnostic
            .help("if it is text for readers, put front matter above it: `---`, `title: …`, `---`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_it_cannot_tell() {
        let code = |text| split(&FilePath::new("a.md"), text).unwrap_err().code;
        assert_eq!(code("---\na: 1\n"), Code::UnclosedFrontMatter);
        assert_eq!(code("---js\n{}\n---\n"), Code::UnreadableFrontMatter);
    }
}
