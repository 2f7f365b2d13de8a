//! Code taken apart by the syntax of its language, and named by classes.
//!
//! A handful of classes stand for the hundreds of scopes that a syntax tells apart: pages stay light,
//! and a theme can restyle code in a few lines.

use std::sync::LazyLock;

use syntect::parsing::{
    BasicScopeStackOp, ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet,
};
use syntect::util::LinesWithEndings;

use super::lines::{Lines, State};
use super::runs::Runs;

/// Which class stands for which scopes; the first that fits counts.
pub(super) const CLASSES: [(&str, &str); 22] = [
    ("comment", "hl-comment"),
    ("constant.character.escape", "hl-escape"),
    ("string", "hl-string"),
    ("constant", "hl-constant"),
    ("keyword", "hl-keyword"),
    ("storage", "hl-keyword"),
    ("entity.name.function", "hl-function"),
    ("support.function", "hl-function"),
    ("variable.function", "hl-function"),
    ("entity.name.tag", "hl-tag"),
    ("entity.other.attribute-name", "hl-attribute"),
    ("support.type.property-name", "hl-attribute"),
    ("entity.name.section", "hl-heading"),
    ("markup.heading", "hl-heading"),
    ("entity.name", "hl-type"),
    ("entity.other.inherited-class", "hl-type"),
    ("support.type", "hl-type"),
    ("support.class", "hl-type"),
    ("variable.parameter", "hl-parameter"),
    ("markup.inserted", "hl-inserted"),
    ("markup.deleted", "hl-deleted"),
    ("invalid", "hl-invalid"),
];

/// Loaded when the first block is met that no earlier build has highlighted.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// The number of the class of each scope: that of the first row of `CLASSES` with its name, from 1.
static SCOPES: LazyLock<Vec<(Scope, u8)>> = LazyLock::new(|| {
    let number = |class| {
        (1..)
            .zip(CLASSES)
            .find(|(_, (_, known))| *known == class)
            .map(|(number, _)| number)
    };
    CLASSES
        .iter()
        .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, number(*class)?)))
        .collect()
});

/// The tag that opens an element of each class, by the number of the class; that of 0, which is no class, is empty.
pub(super) static TAGS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let of_classes = CLASSES
        .iter()
        .map(|(_, class)| format!("<span class=\"{class}\">"));
    std::iter::once(String::new()).chain(of_classes).collect()
});

/// True where a word, in small letters, names a syntax.
pub(super) fn is_known(token: &str) -> bool {
    syntax(token).is_some()
}

/// All words that name a syntax.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    SYNTAXES
        .syntaxes()
        .iter()
        .filter(|syntax| !syntax.hidden)
        .flat_map(|syntax| {
            std::iter::once(syntax.name.as_str())
                .chain(syntax.file_extensions.iter().map(String::as_str))
        })
}

fn syntax(token: &str) -> Option<&'static SyntaxReference> {
    SYNTAXES.find_syntax_by_token(token)
}

/// The classes of a code; `None` where there is no such syntax.
pub(super) fn runs(token: &str, text: &str) -> Option<Runs> {
    let parse = ParseState::new(syntax(token)?);
    let mut runs = Runs::default();
    Lines::with(|lines| {
        let mut place = lines.place(State {
            parse,
            classes: Classes::default(),
        });
        for line in LinesWithEndings::from(text) {
            let step = lines.step(&place, line, parse_line);
            step.runs
                .iter()
                .for_each(|(length, class)| runs.add(usize::from(*length), *class));
            place = step.next;
        }
    });
    Some(runs)
}

/// The lengths and classes of a line's runs, and the state behind it. Lines are no longer than
/// [`super::code::LONGEST_LINE`], so lengths are small.
fn parse_line(line: &str, mut state: State) -> (Vec<(u16, u8)>, State) {
    // A syntax that fails on a line is no reason to lose the line.
    let changes = state.parse.parse_line(line, &SYNTAXES).unwrap_or_default();
    let mut runs = Vec::new();
    let mut add = |from: usize, to: usize, class| {
        if from < to {
            runs.push((u16::try_from(to - from).unwrap_or(u16::MAX), class));
        }
    };
    let mut written = 0;
    for (at, change) in &changes {
        let at = (*at).min(line.len());
        add(written, at, state.classes.innermost());
        written = written.max(at);
        state.classes.apply(change);
    }
    add(written, line.len(), state.classes.innermost());
    (runs, state)
}

/// The scopes that a place in the code lies in, and for each the class that counts inside it.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Classes {
    scopes: ScopeStack,
    numbers: Vec<u8>,
}

impl Classes {
    /// The class of the innermost scope that has one; 0 for none.
    fn innermost(&self) -> u8 {
        self.numbers.last().copied().unwrap_or(0)
    }

    /// The scopes, the outermost first.
    pub fn scopes(&self) -> &[Scope] {
        self.scopes.as_slice()
    }

    fn apply(&mut self, change: &ScopeStackOp) {
        let numbers = &mut self.numbers;
        let applied = self
            .scopes
            .apply_with_hook(change, |change, _| match change {
                BasicScopeStackOp::Push(scope) => {
                    let own = SCOPES.iter().find(|(known, _)| known.is_prefix_of(scope));
                    let number = own.map_or_else(
                        || numbers.last().copied().unwrap_or(0),
                        |(_, number)| *number,
                    );
                    numbers.push(number);
                }
                BasicScopeStackOp::Pop => drop(numbers.pop()),
            });
        if applied.is_err() {
            *self = Classes::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_scope() {
        assert_eq!(SCOPES.len(), CLASSES.len());
        for ((_, number), (_, name)) in SCOPES.iter().zip(CLASSES) {
            assert_eq!(
                TAGS[usize::from(*number)],
                format!("<span class=\"{name}\">")
            );
        }
        assert_eq!(TAGS[0], "");
    }
}
