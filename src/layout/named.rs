//! Which names the templates of a theme look at, as far as their texts tell: values that nobody looks at need not be
//! made. A theme that may look at a name without naming it, as `page[name]` does, gets all of them.

use super::record::Record;
use super::view::Shared;
use crate::base::{Code, Diagnostic, Lookup};

/// Which of the values that templates could look at are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
    /// All of them.
    All,
    /// Those that some template may look at.
    Named,
}

/// The names that templates may look at in the values of pages and cards.
#[derive(Debug)]
pub(super) enum Named {
    /// There is no telling.
    All,
    /// These, and no others.
    These(Lookup<String, ()>),
}

/// The name under which a page or a card says, before all others, that names are left out. Where a template shows all
/// names of a group, the page that comes of it tells: nothing else holds this number, and no filter for texts changes it.
const LEFT_OUT: &str = "70139254861937420586";

/// What it says in a page's values; no page is the same as a card.
pub(super) const PAGE: &str = "70139254861937420586 of a page";

/// What it says in a card.
pub(super) const CARD: &str = "70139254861937420586 of a card";

/// What a piece of a template's code is, as far as names go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    /// A name, a keyword or a number.
    Word(&'t str),
    /// Anything in quotes.
    Text,
    /// Any other character.
    Sign(char),
}

/// Words behind which a list may begin, so that `[` asks for no name.
const BEFORE_A_LIST: [&str; 7] = ["in", "and", "or", "not", "if", "else", "is"];

/// Filters, tests and variables that look at all names of a group, at one that they are told, or at a text that may show
/// a group.
const LOOK_AT_ALL: [&str; 9] = [
    "__tera_context",
    "containing",
    "keys",
    "length",
    "pairs",
    "split",
    "str",
    "values",
    "wordcount",
];

/// What filters are told a name by.
const TELL_A_NAME: [&str; 2] = ["attribute", "key"];

impl Named {
    /// The names in these templates.
    pub fn of<'t>(templates: impl Iterator<Item = &'t str> + Clone) -> Named {
        if templates
            .clone()
            .any(|text| !code(text).is_some_and(|tags| tags.iter().all(|tag| tells(tag))))
        {
            return Named::All;
        }
        // Whatever looks like a name is one, wherever it stands: too much is made then, never too little.
        let words = templates.flat_map(|text| text.split(|c: char| !is_of_word(c)));
        Named::These(words.map(|word| (word.to_owned(), ())).collect())
    }

    /// The values of a page or a card, with room for so many, as far as they say that others are left out.
    pub fn begin(&self, what: &'static str, room: usize) -> Record {
        let mut values = Record::with_capacity(room);
        if let Named::These(_) = self {
            values.set(LEFT_OUT, what);
        }
        values
    }

    /// True where templates may look at this name.
    pub fn has(&self, name: &str) -> bool {
        match self {
            Named::All => true,
            Named::These(names) => names.contains_key(name),
        }
    }
}

/// True where a page may be another one when all values are made: it shows a group with all its names, or a template
/// failed, whose message lists them. `found` is what was found while it was made.
pub fn needs_all_values<'d>(
    html: Option<&str>,
    mut found: impl Iterator<Item = &'d Diagnostic>,
    shared: &Shared,
) -> bool {
    matches!(shared.named, Named::These(_))
        && (found.any(|diagnostic| diagnostic.code == Code::TemplateError)
            || html.is_some_and(|html| {
                memchr::memmem::find(html.as_bytes(), LEFT_OUT.as_bytes()).is_some()
            }))
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// True where a tag tells which names it looks at.
fn tells(tag: &[Token]) -> bool {
    let at = |place: Option<usize>| place.and_then(|place| tag.get(place)).copied();
    tag.iter().enumerate().all(|(place, token)| {
        let (before, after) = (at(place.checked_sub(1)), at(Some(place + 1)));
        match *token {
            Token::Sign('[') => match before {
                Some(Token::Word(word)) if !BEFORE_A_LIST.contains(&word) => {
                    is_fixed(after, at(Some(place + 2)))
                }
                Some(Token::Text | Token::Sign(')' | ']' | '?')) => {
                    is_fixed(after, at(Some(place + 2)))
                }
                _ => true,
            },
            // A group, whose end may be taken for that of the tag. An argument of a component stands in braces too.
            Token::Sign('{') => {
                before == Some(Token::Sign('='))
                    && matches!(after, Some(Token::Word(_)))
                    && at(Some(place + 2)) != Some(Token::Sign(':'))
            }
            Token::Word("in") => match (at(place.checked_sub(2)), before) {
                (Some(Token::Word("for")), _) => true,
                (Some(Token::Sign(',' | '~')), _) => false,
                (_, Some(Token::Text)) => true,
                _ => after == Some(Token::Sign('[')),
            },
            Token::Word(word) if TELL_A_NAME.contains(&word) && after == Some(Token::Sign('=')) => {
                let is_told = at(Some(place + 2)) == Some(Token::Text);
                is_told && matches!(at(Some(place + 3)), Some(Token::Sign(',' | ')')))
            }
            // Handed on as a whole, it may go anywhere.
            Token::Word("page") if before != Some(Token::Sign('.')) => {
                after == Some(Token::Sign('.'))
                    || (after, at(Some(place + 2)))
                        == (Some(Token::Sign('?')), Some(Token::Sign('.')))
            }
            Token::Word(word) => !LOOK_AT_ALL.contains(&word),
            Token::Text | Token::Sign(_) => true,
        }
    })
}

/// True where what stands in brackets is one fixed name, a place or a part of a list.
fn is_fixed(first: Option<Token>, second: Option<Token>) -> bool {
    match first {
        Some(Token::Text) => second == Some(Token::Sign(']')),
        Some(Token::Word(word)) => word.starts_with(|c: char| c.is_ascii_digit()),
        Some(Token::Sign(sign)) => [':', '-'].contains(&sign),
        None => false,
    }
}

/// The tags of a template, each as its tokens; `None` where they cannot be told from the text around them.
fn code(template: &str) -> Option<Vec<Vec<Token<'_>>>> {
    let mut tags = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (opening, behind) = rest[at + 1..].split_at_checked(1).unwrap_or(("", ""));
        rest = match opening {
            "#" => &behind[behind.find("#}")? + 2..],
            "{" | "%" => {
                let (tag, behind) = tag(behind)?;
                // What is raw is no code, though it may look so.
                if tag.iter().find(|token| **token != Token::Sign('-')) == Some(&Token::Word("raw"))
                {
                    return None;
                }
                tags.push(tag);
                behind
            }
            _ => &rest[at + 1..],
        };
    }
    Some(tags)
}

/// The tokens of a tag up to its end, and what stands behind it.
fn tag(text: &str) -> Option<(Vec<Token<'_>>, &str)> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if let Some(behind) = rest.strip_prefix("}}").or_else(|| rest.strip_prefix("%}")) {
            return Some((tokens, behind));
        }
        let first = rest.chars().next()?;
        let length = match first {
            '"' | '\'' | '`' => {
                tokens.push(Token::Text);
                in_quotes(rest, first)?
            }
            _ if is_of_word(first) => {
                let length = rest.find(|c: char| !is_of_word(c)).unwrap_or(rest.len());
                tokens.push(Token::Word(&rest[..length]));
                length
            }
            _ => {
                tokens.push(Token::Sign(first));
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
}

/// How long a text is that starts with this quote, quotes included.
fn in_quotes(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        if c == '\\' {
            characters.next();
        } else if c == quote {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(template: &str) -> Named {
        Named::of([template].into_iter())
    }

    #[test]
    fn templates_tell_the_names_they_look_at() {
        for template in [
            "<h1>{{ page.title }}</h1>{# {{ page }} #}",
            "{%- for card in page.next.authors -%}{{ card.title | default(value=\"[x]\") }}{%- endfor -%}",
            "{{ page?.title }}{{ page.list[\"url\"] }}{{ page.toc[0].title }}{{ page.toc[1:] }}{{ page.toc[-1] }}",
            "{% if page.kind in [\"blog\", \"news\"] %}{% elif \"title\" in page.next %}{% endif %}",
            "{% set all = [page.next, page.previous] %}{{ all | sort(attribute=\"title\") | first }}",
            "{% include \"page.html\" %}{{ \"it's {% in {{ page }}\" }}<a href=\"{\">[{page}]</a>",
            "{% for card in [card for card in page.backlinks if card.url not in [\"/\"]] %}{{ card.title }}{% endfor %}",
            "{{ <Card card={page.next} level={2}/> }}",
        ] {
            let named = named(template);
            assert!(matches!(named, Named::These(_)), "{template}");
            assert!(named.has("title") || named.has("page"), "{template}");
            assert!(!named.has("summary"), "{template}");
        }
        let two = Named::of(
            [
                "{{ page.title }}",
                "{{ page.kind_label }} <b class=\"words\">",
            ]
            .into_iter(),
        );
        assert!(
            ["title", "kind_label", "words"]
                .into_iter()
                .all(|name| two.has(name))
        );
        assert!(!two.has("kind") && !two.has("label"));
    }

    #[test]
    fn where_there_is_no_telling_all_names_count() {
        for template in [
            "{{ page }}",
            "{{ <Card of={page}/> }}",
            "{% component Card(@page) %}{% endcomponent %}",
            "{{ page[name] }}",
            "{{ page.next[name] }}{{ page.next?[name] }}",
            "{{ page.next [ name ] }}",
            "{{ (page.next)[name] }}",
            "{{ page.next[\"a\" ~ name] }}",
            "{% for name, value in page.next %}{% endfor %}",
            "{% if name in page.next %}{% endif %}",
            "{% if name ~ \"x\" in page.next %}{% endif %}",
            "{{ cards | sort(attribute=name) }}",
            "{{ cards | group_by(attribute=\"a\" ~ name) }}",
            "{{ card | get(key=name) }}",
            "{{ card | length }}",
            "{{ card | str | replace(from=\"-\", to=\"\") }}",
            "{% set card = {...page.next} %}",
            "{% set card = {\"a\": page.next} %}{% set card = {a: page.next} %}",
            "{{ {\"a\": {}}}}",
            "{% raw %}{{ page.title }}{% endraw %}",
            "{%- raw -%}{% endraw %}",
            "{{ __tera_context }}",
            "{{ page.title",
            "{{ \"page",
            "{# page",
        ] {
            assert!(matches!(named(template), Named::All), "{template}");
        }
        assert!(named("{{ page }}").has("summary"));
    }
}
