//! The address pattern of a kind: `/blogs/{year}/{slug}/`.

use crate::base::Url;

/// A pattern, split into what stands and what is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Part>);

/// One part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable {
    /// The document's year, four digits.
    Year,
    /// Its month, two digits.
    Month,
    /// Its day, two digits.
    Day,
    /// Its slug.
    Slug,
    /// Its id.
    Id,
    /// Its folder below the kind's folder.
    Folder,
    /// The address of the document it is a part of, without slashes at its ends.
    Owner,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Variable(Variable),
}

const NAMES: [(&str, Variable); 7] = [
    ("year", Variable::Year),
    ("month", Variable::Month),
    ("day", Variable::Day),
    ("slug", Variable::Slug),
    ("id", Variable::Id),
    ("folder", Variable::Folder),
    ("owner", Variable::Owner),
];

impl Variable {
    fn named(name: &str) -> Result<Variable, String> {
        if let Some((_, variable)) = NAMES.iter().find(|(known, _)| *known == name) {
            return Ok(*variable);
        }
        let names: Vec<String> = NAMES
            .iter()
            .map(|(name, _)| format!("{{{name}}}"))
            .collect();
        Err(format!(
            "an address cannot contain `{{{name}}}`; it can contain {}",
            names.join(" ")
        ))
    }
}

impl Part {
    fn is_of_date(&self) -> bool {
        matches!(
            self,
            Part::Variable(Variable::Year | Variable::Month | Variable::Day)
        )
    }
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence on what is wrong with it.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else {
                return Err(format!("`{{{after}` has no closing `}}`"));
            };
            let variable = Variable::named(name)?;
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            parts.push(Part::Variable(variable));
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        if !text.starts_with('/') && !text.starts_with("{owner}") {
            return Err("an address starts with `/`".to_owned());
        }
        let pattern = Pattern(parts);
        Url::parse(&pattern.fill(|_| "x".to_owned()))?;
        Ok(pattern)
    }

    /// True where the pattern asks for a year, month or day.
    pub fn needs_date(&self) -> bool {
        self.0.iter().any(Part::is_of_date)
    }

    /// True for an address below that of the document of which something is a part.
    pub fn is_below_owner(&self) -> bool {
        self.0.contains(&Part::Variable(Variable::Owner))
    }

    /// The pattern with each variable filled in.
    pub fn fill(&self, value: impl Fn(Variable) -> String) -> String {
        let mut url = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => url.push_str(text),
                Part::Variable(variable) => url.push_str(&value(*variable)),
            }
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_and_refuses() {
        let pattern = Pattern::parse("/blogs/{year}/{slug}/").unwrap();
        let filled = pattern.fill(|variable| match variable {
            Variable::Year => "2012".to_owned(),
            _ => "regional".to_owned(),
        });
        assert_eq!(filled, "/blogs/2012/regional/");
        assert!(pattern.needs_date());
        assert!(
            Pattern::parse("/{title}/")
                .unwrap_err()
                .contains("cannot contain `{title}`")
        );
        assert!(Pattern::parse("/{slug").is_err());
        assert!(Pattern::parse("blogs/{slug}/").is_err());
        assert!(Pattern::parse("/../{slug}/").is_err());
    }
}
