//! What findings say of how they are put right, done to the texts of a site. Reads and writes nothing itself.

use std::collections::BTreeMap;

use crate::base::site_layout;
use crate::base::{Diagnostic, Edit, FilePath, Fix, Span};

/// What came of one look.
#[derive(Debug, Default)]
pub struct Mended {
    /// The texts that are others now.
    pub texts: BTreeMap<FilePath, String>,
    /// What was done, in the order of the findings.
    pub done: Vec<Done>,
}

/// One finding that is put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The file that was changed; the first one, where it took several.
    pub file: FilePath,
    /// What was done to it, as an instruction.
    pub words: String,
}

/// True for what a fix may change: the texts of authors and the settings, whatever else a finding may point into.
pub fn is_mendable(file: &FilePath) -> bool {
    file.as_str() == site_layout::SETTINGS || is_source(file)
}

fn is_source(file: &FilePath) -> bool {
    let is_text = ["md", "markdown"]
        .iter()
        .any(|text| file.extension().eq_ignore_ascii_case(text));
    is_text && site_layout::below(site_layout::CONTENT, file.as_str()).is_some()
}

/// True where a finding says how it is put right.
pub fn can_mend(diagnostic: &Diagnostic) -> bool {
    diagnostic
        .fix
        .as_ref()
        .is_some_and(|fix| fix.edits.iter().all(|edit| is_mendable(&edit.file)))
}

/// Puts right what can be: each fix in full or not at all. Of two that want the same place the first one is done;
/// the other has to be found again.
pub fn mend(diagnostics: &[Diagnostic], text_of: &dyn Fn(&FilePath) -> Option<String>) -> Mended {
    let mut desk = Desk {
        text_of,
        texts: BTreeMap::new(),
    };
    let mut done = Vec::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| can_mend(diagnostic)) {
        let Some(fix) = &diagnostic.fix else { continue };
        if let Some(file) = desk.take(fix) {
            done.push(Done {
                file,
                words: fix.words.clone(),
            });
        }
    }
    let changed = desk
        .texts
        .into_iter()
        .filter_map(|(file, open)| Some((file, open?.mended()?)));
    Mended {
        texts: changed.collect(),
        done,
    }
}

/// The texts that fixes want to change.
struct Desk<'d> {
    text_of: &'d dyn Fn(&FilePath) -> Option<String>,
    texts: BTreeMap<FilePath, Option<Open>>,
}

/// A text with the edits to be done to it, by where they start.
struct Open {
    text: String,
    edits: BTreeMap<u32, (Span, String)>,
}

impl Desk<'_> {
    /// Takes a fix where all of its edits can be done; the first file it changes.
    fn take(&mut self, fix: &Fix) -> Option<FilePath> {
        let places: Option<Vec<(&Edit, Span)>> = fix
            .edits
            .iter()
            .map(|edit| Some((edit, self.place(edit)?)))
            .collect();
        let places =
            places.filter(|places| places.iter().any(|(edit, span)| self.changes(edit, *span)))?;
        for (edit, span) in places {
            if let Some(Some(open)) = self.texts.get_mut(&edit.file) {
                open.edits.insert(span.start, (span, edit.text.clone()));
            }
        }
        fix.edits.first().map(|edit| edit.file.clone())
    }

    /// The place of an edit, unless something else stands there or another edit wants it.
    fn place(&mut self, edit: &Edit) -> Option<Span> {
        let text_of = self.text_of;
        let open = self.texts.entry(edit.file.clone()).or_insert_with(|| {
            text_of(&edit.file).map(|text| Open {
                text,
                edits: BTreeMap::new(),
            })
        });
        let open = open.as_ref()?;
        let span = edit.place(&open.text)?;
        open.is_free(span, &edit.text).then_some(span)
    }

    fn changes(&self, edit: &Edit, span: Span) -> bool {
        let open = self.texts.get(&edit.file).and_then(Option::as_ref);
        open.and_then(|open| open.text.get(span.range()))
            .is_some_and(|there| there != edit.text)
    }
}

impl Open {
    /// True where no other edit wants these bytes; the very same edit may be wanted by several findings.
    fn is_free(&self, span: Span, text: &str) -> bool {
        let before = self
            .edits
            .range(..=span.start)
            .next_back()
            .map(|(_, edit)| edit);
        let behind = self.edits.range(span.start..).next().map(|(_, edit)| edit);
        let leaves = |(other, words): &(Span, String)| {
            let is_same = *other == span && words == text;
            is_same || other.end < span.start || span.end < other.start || touches(*other, span)
        };
        before.is_none_or(leaves) && behind.is_none_or(leaves)
    }

    /// The text with all edits done; nothing where there are none.
    fn mended(self) -> Option<String> {
        let mut mended = String::with_capacity(self.text.len());
        let mut done = 0;
        for (span, text) in self.edits.values() {
            mended.push_str(self.text.get(done..span.start as usize)?);
            mended.push_str(text);
            done = span.end as usize;
        }
        mended.push_str(self.text.get(done..)?);
        (mended != self.text).then_some(mended)
    }
}

/// True for two places side by side that share no byte, where it is clear which comes first.
fn touches(one: Span, other: Span) -> bool {
    let is_empty = |span: Span| span.start == span.end;
    !is_empty(one) && !is_empty(other) && (one.end == other.start || other.end == one.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Code;

    fn found(file: &str, (start, end): (usize, usize), text: &str) -> Diagnostic {
        let file = FilePath::new(file);
        let fix = Fix::of(
            format!("write {text}"),
            (&file, Span::new(start, end)),
            text,
        );
        Diagnostic::new(Code::BrokenLink, "x").fixed_by(fix)
    }

    fn mended(found: &[Diagnostic]) -> (Option<String>, usize) {
        let mut mended = mend(found, &|_| Some("0123456789".to_owned()));
        (
            mended.texts.remove(&FilePath::new("content/a.md")),
            mended.done.len(),
        )
    }

    #[test]
    fn edits_are_done_in_any_order_and_only_once() {
        let a = |place, text| found("content/a.md", place, text);
        assert_eq!(
            mended(&[a((8, 9), "x"), a((0, 1), ""), a((8, 9), "x")]),
            (Some("1234567x9".into()), 3)
        );
        assert_eq!(
            mended(&[a((2, 4), "x"), a((4, 6), "y")]),
            (Some("01xy6789".into()), 2)
        );
        assert_eq!(mended(&[a((2, 4), "23")]), (None, 0));
    }

    #[test]
    fn of_two_that_want_the_same_place_the_second_waits() {
        let a = |place, text| found("content/a.md", place, text);
        for (second, why) in [
            ((3, 5), "overlaps"),
            ((2, 4), "is the same"),
            ((3, 3), "is inside"),
            ((1, 9), "holds it"),
        ] {
            assert_eq!(
                mended(&[a((2, 4), "x"), a(second, "y")]),
                (Some("01x456789".into()), 1),
                "{why}"
            );
        }
        assert_eq!(
            mended(&[a((2, 2), "x"), a((2, 2), "y")]),
            (Some("01x23456789".into()), 1)
        );
        assert_eq!(
            mended(&[a((2, 2), "x"), a((1, 3), "y")]),
            (Some("01x23456789".into()), 1)
        );
    }

    #[test]
    fn a_fix_is_done_in_full_or_not_at_all() {
        let mut both = found("content/a.md", (0, 1), "x");
        let of_theme = found("themes/a/kinds/b.yaml", (0, 1), "x");
        assert_eq!(
            mended(std::slice::from_ref(&of_theme)),
            (None, 0),
            "templates and kinds are no texts of authors"
        );
        let more = found("content/a.md", (20, 21), "x")
            .fix
            .into_iter()
            .flat_map(|fix| fix.edits);
        both.fix.as_mut().unwrap().edits.extend(more);
        assert_eq!(mended(&[both]), (None, 0), "one of its places is not there");
    }
}
