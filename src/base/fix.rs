//! How a problem is put right without a person having to think. Changes no file itself.

use super::{FilePath, Span};

/// A change of an author's files that takes one problem away and means what they meant. Only what is safe to do
/// without asking is a fix; everything else is a sentence of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix<P = Span> {
    /// What it does, as an instruction: ``quote the title``.
    pub words: String,
    /// The changes, all of them or none; no two of them overlap.
    pub edits: Vec<Edit<P>>,
}

/// Other bytes for a place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit<P = Span> {
    /// The file.
    pub file: FilePath,
    /// The bytes that are replaced; an empty span is where something is put in.
    pub span: P,
    /// What has to stand there for the edit to be right, perhaps in quotes, which stay. Whoever finds a problem in a
    /// value does not always see the text it was read from.
    pub was: Option<String>,
    /// What stands there afterwards.
    pub text: String,
}

impl<P> Fix<P> {
    /// A fix of one place.
    pub fn of(
        words: impl Into<String>,
        file: &FilePath,
        place: impl Into<P>,
        text: impl Into<String>,
    ) -> Fix<P> {
        let edit = Edit {
            file: file.clone(),
            span: place.into(),
            was: None,
            text: text.into(),
        };
        Fix {
            words: words.into(),
            edits: vec![edit],
        }
    }

    /// A fix of one place, to be done only where these very letters stand there.
    pub fn replacing(
        words: impl Into<String>,
        file: &FilePath,
        place: impl Into<P>,
        was: &str,
        text: &str,
    ) -> Fix<P> {
        let (was, text) = (Some(was.to_owned()), text.to_owned());
        Fix {
            words: words.into(),
            edits: vec![Edit {
                file: file.clone(),
                span: place.into(),
                was,
                text,
            }],
        }
    }

    /// The same fix with the spans of its places, which `find` looks up in a file.
    pub(super) fn located(&self, find: &impl Fn(&FilePath, &P) -> Span) -> Fix {
        Fix {
            words: self.words.clone(),
            edits: self.edits.iter().map(|edit| edit.located(find)).collect(),
        }
    }
}

impl<P> Edit<P> {
    fn located(&self, find: &impl Fn(&FilePath, &P) -> Span) -> Edit {
        Edit {
            file: self.file.clone(),
            span: find(&self.file, &self.span),
            was: self.was.clone(),
            text: self.text.clone(),
        }
    }
}

impl Edit {
    /// The bytes of `text`, which is the file's, that are replaced. `None` where something else stands there than
    /// the edit was made for: written with escapes, by an alias, or changed meanwhile.
    pub fn place(&self, text: &str) -> Option<Span> {
        let there = text.get(self.span.range())?;
        let Some(was) = self.was.as_deref() else {
            return Some(self.span);
        };
        if there == was {
            return Some(self.span);
        }
        let bare = |quote: char| Some((quote, there.strip_prefix(quote)?.strip_suffix(quote)?));
        let (quote, inside) = bare('"').or_else(|| bare('\''))?;
        let start = self.span.start as usize + 1;
        // Within quotes, each format has its own meaning for these.
        let is_plain = !self.text.contains([quote, '\\', '\n']);
        (is_plain && inside == was).then(|| Span::new(start, start + was.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_is_for_what_it_was_made_for() {
        let file = FilePath::new("a.md");
        let place = |text: &str, end: usize| {
            let fix = Fix::replacing("write `b`", &file, Span::new(2, end), "a", "b");
            fix.edits[0].place(text).map(|span| (span.start, span.end))
        };
        assert_eq!(place("k:a", 3), Some((2, 3)));
        assert_eq!(place("k:\"a\"", 5), Some((3, 4)));
        assert_eq!(place("k:'a'", 5), Some((3, 4)));
        assert_eq!(place("k:*a", 4), None);
        assert_eq!(place("k:\"", 3), None);
        assert_eq!(place("k:", 3), None);
        let anything = Fix::of("put `b` in", &file, Span::new(1, 1), "b");
        assert_eq!(anything.edits[0].place("ab"), Some(Span::new(1, 1)));
        assert_eq!(anything.edits[0].place(""), None);
    }
}
