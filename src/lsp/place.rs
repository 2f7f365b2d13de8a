//! What is being written at a place: a key or a value of YAML, or a link in a text. Looks at lines only, since what is being
//! written can seldom be parsed.

use crate::content::front_matter::{Format, find};

/// What is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A key in a group; `path` leads to the group.
    Key {
        /// The keys around it.
        path: Vec<String>,
    },
    /// A value; `path` leads to it.
    Value {
        /// The keys around it, its own last.
        path: Vec<String>,
    },
    /// An item of a list: a value, or the first key of a group; `path` leads to the list.
    Item {
        /// The keys around it, that of the list last.
        path: Vec<String>,
    },
    /// The id in `[[kind/id]]`, of which so much is there.
    Id,
    /// The target of `[words](target)`.
    Target,
    /// The picture of `![words](picture)`.
    Picture,
    /// A file that readers can download.
    File,
    /// The name of a block, behind its colons.
    Block,
    /// The name of an argument of a block.
    Argument {
        /// The block.
        block: String,
        /// What stands in the line already.
        given: Vec<String>,
    },
    /// The value of an argument of a block.
    ArgumentValue {
        /// The block.
        block: String,
        /// The argument.
        argument: String,
    },
    /// Nothing that can be completed.
    Other,
}

/// What is being written, and the part of it before the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writing<'t> {
    /// What it is.
    pub place: Place,
    /// What is there already.
    pub typed: &'t str,
}

/// What is being written at a byte of a document: in its front matter, or in its text.
pub fn in_document(text: &str, byte: usize) -> Writing<'_> {
    match front_of(text) {
        Some(front) if front.contains(&byte) || front.end == byte => {
            in_yaml(&text[front.start..], byte - front.start)
        }
        _ => in_prose(text, byte),
    }
}

/// The bytes of front matter in YAML, also while its end is not written yet.
fn front_of(text: &str) -> Option<std::ops::Range<usize>> {
    match find(text) {
        Ok(halves) if halves.format.is_some() => {
            let front = halves.front.range();
            (halves.format == Some(Format::Yaml)).then_some(front)
        }
        // Nothing is between the two lines yet.
        Ok(_) => {
            let start = text.strip_prefix("---\n").map(|_| "---\n".len())?;
            let length = text[start..].find("---")?;
            let is_empty = text[start..start + length].trim().is_empty();
            is_empty.then(|| start..start + length)
        }
        Err(_) => {
            let start = text.find("---")? + 3;
            Some(start..text.len())
        }
    }
}

/// What is being written at a byte of a text of YAML.
pub fn in_yaml(text: &str, byte: usize) -> Writing<'_> {
    let before = text.get(..byte).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let (above, line) = before.split_at(start);
    let content = line.trim_start();
    let is_item = content == "-" || content.starts_with("- ");
    let written = content.strip_prefix("- ").unwrap_or(content).trim_start();
    // An item of a list may be as far to the left as its key.
    let left = line.len() - content.len() + usize::from(is_item);
    let mut path = keys_around(above, left);
    let place = match written.split_once(": ") {
        _ if content.starts_with('#') => Place::Other,
        Some((key, _)) => {
            path.push(key.trim().to_owned());
            Place::Value { path }
        }
        None if written.ends_with(':') => Place::Other,
        None if is_item => Place::Item { path },
        None => Place::Key { path },
    };
    Writing {
        place,
        typed: typed_in(written),
    }
}

/// What is there of the key or the value that is being written: of a list, only its last item.
fn typed_in(written: &str) -> &str {
    let value = written.split_once(": ").map_or(written, |(_, value)| value);
    let typed = value.rsplit(['[', ',', '{']).next().unwrap_or(value);
    typed.trim_start().trim_start_matches(['"', '\''])
}

/// The keys of the groups that a line is in, outermost first: each is further to the left than `left`.
fn keys_around(above: &str, mut left: usize) -> Vec<String> {
    let mut keys = Vec::new();
    for line in above.lines().rev() {
        let content = line.trim_start();
        let is_blank = content.is_empty() || content.starts_with('#');
        let own = line.len() - content.len();
        let text = content.trim_start_matches("- ");
        // The keys of an item are as far to the right as the first one, which is behind the dash.
        let own_key = own + content.len() - text.len();
        if is_blank || left == 0 {
            continue;
        }
        let Some((key, value)) = text.split_once(':') else {
            continue;
        };
        if own_key < left && value.trim().is_empty() {
            keys.push(key.trim().to_owned());
            left = own_key;
        } else if own < left && own_key >= left {
            left = own + 1;
        }
    }
    keys.reverse();
    keys
}

/// What is being written in prose: blocks and links can be completed.
fn in_prose(text: &str, byte: usize) -> Writing<'_> {
    let before = text.get(..byte).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    if let Some(call) = line.trim_start().strip_prefix(":::") {
        return in_block(call.trim_start_matches(':').trim_start());
    }
    let open = |sign: &str, end: &str| {
        let typed = line.rsplit_once(sign)?.1;
        (!typed.contains(end)).then_some(typed)
    };
    let found = open("[[", "]]").map(|typed| (Place::Id, typed));
    let found = found.or_else(|| open("](", ")").map(|typed| (target_behind(line), typed)));
    let (place, typed) = found.unwrap_or((Place::Other, ""));
    Writing { place, typed }
}

/// What is being written in the first line of a block, behind its colons.
fn in_block(call: &str) -> Writing<'_> {
    let Some((block, mut rest)) = call.split_once(' ') else {
        let place = Place::Block;
        return Writing { place, typed: call };
    };
    let block = block.to_owned();
    let mut given = Vec::new();
    loop {
        match argument(rest.trim_start()) {
            ArgumentEnd::Whole(name, behind) => {
                given.push(name.to_owned());
                rest = behind;
            }
            ArgumentEnd::InName(typed) => {
                let place = Place::Argument { block, given };
                return Writing { place, typed };
            }
            ArgumentEnd::InValue(name, typed) => {
                let argument = name.to_owned();
                let place = Place::ArgumentValue { block, argument };
                return Writing { place, typed };
            }
        }
    }
}

/// How far an argument is written.
enum ArgumentEnd<'t> {
    /// To its end: its name, and what is behind it.
    Whole(&'t str, &'t str),
    /// Up to somewhere in its name.
    InName(&'t str),
    /// Up to somewhere in its value, which is told too.
    InValue(&'t str, &'t str),
}

/// The first argument of a text.
fn argument(text: &str) -> ArgumentEnd<'_> {
    let Some(end) = text.find([' ', '=']) else {
        return ArgumentEnd::InName(text);
    };
    let (name, behind) = text.split_at(end);
    let Some(value) = behind.strip_prefix('=') else {
        return ArgumentEnd::Whole(name, behind);
    };
    let (close, value) = match value.strip_prefix('"') {
        Some(quoted) => ('"', quoted),
        None => (' ', value),
    };
    match value.split_once(close) {
        Some((_, behind)) => ArgumentEnd::Whole(name, behind),
        None => ArgumentEnd::InValue(name, value),
    }
}

/// Whether it is a link or a picture whose target the end of a line is.
fn target_behind(line: &str) -> Place {
    let words = line.rsplit_once("](").map_or("", |(words, _)| words);
    match words.rsplit_once('[') {
        Some((before, _)) if before.ends_with('!') => Place::Picture,
        _ => Place::Target,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written at the `|` of a text.
    fn at(text: &str) -> (Place, String) {
        let byte = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        let writing = in_document(&text, byte);
        (writing.place, writing.typed.to_owned())
    }

    fn path(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn keys_and_values_know_the_groups_that_they_are_in() {
        let key = |keys: &[&str]| Place::Key { path: path(keys) };
        let value = |keys: &[&str]| Place::Value { path: path(keys) };
        let item = |keys: &[&str]| Place::Item { path: path(keys) };
        for (text, place, typed) in [
            ("---\nti|\n---\n", key(&[]), "ti"),
            ("---\ntitle: A\nsum|\n---\n", key(&[]), "sum"),
            ("---\nstatus: cu|\n---\n", value(&["status"]), "cu"),
            (
                "---\nauthors: [sam-lee, al|]\n---\n",
                value(&["authors"]),
                "al",
            ),
            ("---\nauthors:\n  - sa|\n---\n", item(&["authors"]), "sa"),
            ("---\nauthors:\n- sa|\n---\n", item(&["authors"]), "sa"),
            ("---\n|\n---\n", key(&[]), ""),
            ("---\n\n|\n---\nText.\n", key(&[]), ""),
            ("---\nimage:\n  al|\n---\n", key(&["image"]), "al"),
            (
                "---\npartners:\n  - organisation: ab|\n---\n",
                value(&["partners", "organisation"]),
                "ab",
            ),
            (
                "---\npartners:\n  - organisation: a\n    ro|\n---\n",
                key(&["partners"]),
                "ro",
            ),
            (
                "---\nmilestones:\n  - title: A\n    status: do|\n---\n",
                value(&["milestones", "status"]),
                "do",
            ),
            ("---\ntitle: A\nsta|", key(&[]), "sta"),
        ] {
            assert_eq!(at(text), (place, typed.to_owned()), "{text}");
        }
        assert_eq!(at("---\n# com|\n---\n").0, Place::Other);
    }

    #[test]
    fn blocks_are_known_with_their_arguments() {
        let block = |text: &str| at(text);
        assert_eq!(block("::: qu|"), (Place::Block, "qu".to_owned()));
        assert_eq!(block("::::|"), (Place::Block, String::new()));
        let argument = |given: &[&str]| Place::Argument {
            block: "quote".to_owned(),
            given: path(given),
        };
        assert_eq!(block("::: quote b|"), (argument(&[]), "b".to_owned()));
        assert_eq!(
            block("::: quote open by=\"Sam Lee\" |"),
            (argument(&["open", "by"]), String::new())
        );
        let value = Place::ArgumentValue {
            block: "quote".to_owned(),
            argument: "role".to_owned(),
        };
        assert_eq!(
            block("::: quote by=\"A b\" role=\"co ch|\""),
            (value.clone(), "co ch".to_owned())
        );
        assert_eq!(block("::: quote role=c|"), (value, "c".to_owned()));
    }

    #[test]
    fn links_are_known_in_prose() {
        assert_eq!(at("See [[person/sa|"), (Place::Id, "person/sa".to_owned()));
        assert_eq!(at("See [it](../re|"), (Place::Target, "../re".to_owned()));
        assert_eq!(at("See ![it](../re|").0, Place::Picture);
        assert_eq!(at("![a](b.png) and [it](../re|").0, Place::Target);
        assert_eq!(at("See [[a]] and |").0, Place::Other);
        assert_eq!(at("---\ntitle: A\n---\nSee [[pe|").0, Place::Id);
    }
}
