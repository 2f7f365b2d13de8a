//! HTML and XML as tokens, strictly: whatever is not clearly text or an attribute between double quotes is an error.
//!
//! A browser forgives; what it would make of a slip is what must not be guessed here.

/// Elements whose content is text whatever it holds.
const RAW: [&str; 2] = ["script", "style"];
/// Elements whose content is text with entities.
const PLAIN: [&str; 2] = ["title", "textarea"];
/// Elements without content.
const VOID: [&str; 9] = [
    "br", "col", "hr", "img", "input", "link", "meta", "source", "track",
];
/// Entities by name that are expected in HTML; XML knows the first five.
const ENTITIES: [(&str, char); 6] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
];

/// How XML names a style sheet.
const SHEET: &str = "<?xml-stylesheet";

/// Which rules hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rules {
    /// Those of pages.
    Html,
    /// Those of feeds and drawings.
    Xml,
}

/// A piece of markup.
#[derive(Debug, PartialEq, Eq)]
pub enum Token {
    /// An element with its attributes, decoded.
    Open(String, Vec<(String, String)>),
    /// Text, decoded, and the element that it stands in.
    Text(String, String),
    /// What stands in a `script` or a `style`, and the attributes of that.
    Raw(String, Vec<(String, String)>),
    /// A comment.
    Comment(String),
}

/// Reads markup.
///
/// # Errors
/// What it is that is not as expected, with what stands there.
pub fn tokens(text: &str, rules: Rules) -> Result<Vec<Token>, String> {
    let mut reader = Reader {
        rest: text,
        rules,
        open: Vec::new(),
        tokens: Vec::new(),
    };
    while !reader.rest.is_empty() {
        reader
            .next()
            .map_err(|why| format!("{why}: {:?}", start(reader.rest)))?;
    }
    match reader.open.last() {
        Some(name) => Err(format!("`{name}` is never closed")),
        None => Ok(reader.tokens),
    }
}

/// Where an element ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// With its start: `<a/>`.
    Own,
    /// At an end tag, or nowhere.
    Later,
}

struct Reader<'t> {
    rest: &'t str,
    rules: Rules,
    open: Vec<String>,
    tokens: Vec<Token>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(), String> {
        if let Some(rest) = self.rest.strip_prefix("<!--") {
            let (inside, behind) = rest.split_once("-->").ok_or("a comment without an end")?;
            self.tokens.push(Token::Comment(inside.to_owned()));
            self.rest = behind;
            return Ok(());
        }
        let head = if self.rules == Rules::Html {
            "<!doctype html>"
        } else {
            "<?xml "
        };
        if self.tokens.is_empty() && self.open.is_empty() && self.rest.starts_with(head) {
            self.rest = self.rest.split_once('>').map_or("", |(_, behind)| behind);
            return Ok(());
        }
        if let Some(rest) = self.rest.strip_prefix("</") {
            let (name, behind) = rest.split_once('>').ok_or("an end tag without an end")?;
            if self.open.pop().as_deref() != Some(name) {
                return Err(format!("`</{}>` closes nothing", start(name)));
            }
            self.rest = behind;
            return Ok(());
        }
        if self.rules == Rules::Xml && self.rest.starts_with(SHEET) {
            self.style_sheet()
        } else if self.rest.starts_with('<') {
            self.element()
        } else {
            self.text()
        }
    }

    fn text(&mut self) -> Result<(), String> {
        let end = self.rest.find('<').unwrap_or(self.rest.len());
        let (text, behind) = self.rest.split_at(end);
        let parent = self.open.last().cloned().unwrap_or_default();
        self.tokens
            .push(Token::Text(decoded(text, self.rules)?, parent));
        self.rest = behind;
        Ok(())
    }

    /// An instruction to use a style sheet, whose attributes are like those of an element.
    fn style_sheet(&mut self) -> Result<(), String> {
        let mut rest = &self.rest[SHEET.len()..];
        let mut attributes = Vec::new();
        while !rest.starts_with("?>") {
            let (attribute, behind) = attribute(rest.trim_ascii_start(), self.rules)?;
            attributes.push(attribute);
            rest = behind;
        }
        self.rest = &rest["?>".len()..];
        self.tokens
            .push(Token::Open("xml-stylesheet".to_owned(), attributes));
        Ok(())
    }

    fn element(&mut self) -> Result<(), String> {
        let inside = &self.rest[1..];
        let end = inside
            .find(|c: char| !is_name(c))
            .ok_or("a tag without an end")?;
        let (name, mut rest) = inside.split_at(end);
        if name.is_empty() {
            return Err("a bare `<`".to_owned());
        }
        let mut attributes: Vec<(String, String)> = Vec::new();
        let end = loop {
            let trimmed = rest.trim_ascii_start();
            if let Some(behind) = trimmed.strip_prefix('>') {
                self.rest = behind;
                break End::Later;
            }
            if let Some(behind) = trimmed.strip_prefix("/>") {
                self.rest = behind;
                break End::Own;
            }
            if trimmed.len() == rest.len() {
                return Err(format!("`{name}`: no space before an attribute"));
            }
            let (attribute, behind) = attribute(trimmed, self.rules)?;
            if attributes.iter().any(|(name, _)| *name == attribute.0) {
                return Err(format!("`{name}` has `{}` twice", attribute.0));
            }
            attributes.push(attribute);
            rest = behind;
        };
        self.content(name, attributes, end)
    }

    fn content(
        &mut self,
        name: &str,
        attributes: Vec<(String, String)>,
        end: End,
    ) -> Result<(), String> {
        let is_html = self.rules == Rules::Html;
        let own_end = end == End::Own;
        if is_html && RAW.contains(&name) && !own_end {
            let end = self
                .rest
                .to_ascii_lowercase()
                .find(&format!("</{name}"))
                .ok_or("raw text without an end")?;
            let (inside, behind) = self.rest.split_at(end);
            self.tokens.push(Token::Raw(inside.to_owned(), attributes));
            self.rest = behind.split_once('>').ok_or("raw text without an end")?.1;
            return Ok(());
        }
        self.tokens.push(Token::Open(name.to_owned(), attributes));
        if is_html && PLAIN.contains(&name) {
            let close = format!("</{name}>");
            let (inside, behind) = self
                .rest
                .split_once(close.as_str())
                .ok_or("a text without an end")?;
            if inside.contains('<') {
                return Err(format!("a bare `<` in `{name}`"));
            }
            self.tokens
                .push(Token::Text(decoded(inside, self.rules)?, name.to_owned()));
            self.rest = behind;
        } else if !(own_end || is_html && VOID.contains(&name)) {
            self.open.push(name.to_owned());
        }
        Ok(())
    }
}

/// An attribute: a name alone, or one with a value between double quotes.
fn attribute(text: &str, rules: Rules) -> Result<((String, String), &str), String> {
    let end = text.find(|c: char| !is_name(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        return Err("no attribute".to_owned());
    }
    let Some(value) = rest.strip_prefix('=') else {
        return match rules {
            Rules::Html => Ok(((name.to_owned(), String::new()), rest)),
            Rules::Xml => Err(format!("`{name}` has no value")),
        };
    };
    let value = value
        .strip_prefix('"')
        .ok_or_else(|| format!("`{name}` has no quotes"))?;
    let (value, behind) = value
        .split_once('"')
        .ok_or_else(|| format!("`{name}` has no second quote"))?;
    if rules == Rules::Xml && value.contains('<') {
        return Err(format!("a bare `<` in `{name}`"));
    }
    Ok(((name.to_owned(), decoded(value, rules)?), behind))
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')
}

/// Text with its entities decoded; a `&` that starts none is an error.
fn decoded(text: &str, rules: Rules) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, behind) = part
            .split_once(';')
            .ok_or_else(|| format!("a bare `&`: {:?}", start(part)))?;
        let known = ENTITIES.iter().find(|(known, letter)| {
            *known == name && (rules == Rules::Html || *letter != '\u{a0}')
        });
        let by_number = || {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(number).filter(|c| !is_forbidden(*c))
        };
        let letter = known.map(|(_, letter)| *letter).or_else(by_number);
        out.push(letter.ok_or_else(|| format!("no entity: {:?}", start(part)))?);
        out.push_str(behind);
    }
    Ok(out)
}

/// True for control characters that neither HTML nor XML 1.0 lets stand in a text.
pub fn is_forbidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The first letters of a text, for messages.
pub fn start(text: &str) -> String {
    text.chars().take(120).collect()
}
