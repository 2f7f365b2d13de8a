//! Lines of code that were met before in the same state of their syntax: closing braces, imports, and whatever a
//! tutorial shows again with one line changed. Looking for a syntax's patterns takes nearly all of the time.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use syntect::parsing::{ParseState, Scope};

use super::highlight::Classes;
use crate::base::Hash;

/// So many lines are remembered, in about 1 MB, and then all are forgotten.
const MOST: usize = 8 * 1024;

thread_local! {
    /// Each thread has its own, since states of a syntax cannot be shared: they hold memory of the library that
    /// looks for patterns.
    static LINES: RefCell<Lines> = RefCell::default();
}

/// What a thread knows of lines.
#[derive(Default)]
pub(super) struct Lines {
    /// All states that a known line begins or ends in, by their scopes.
    states: HashMap<Vec<Scope>, Vec<Place>>,
    /// The number of the next state; none is used twice.
    next: u64,
    by_line: HashMap<(u64, Hash), Step>,
}

/// Between two lines: how far the syntax is, and in which scopes.
#[derive(Clone, PartialEq)]
pub(super) struct State {
    pub parse: ParseState,
    pub classes: Classes,
}

/// A state, and its number.
#[derive(Clone)]
pub(super) struct Place {
    number: u64,
    pub state: Rc<State>,
}

/// A line that is known: the lengths and classes of its runs, and the state behind it.
#[derive(Clone)]
pub(super) struct Step {
    pub runs: Rc<[(u16, u8)]>,
    pub next: Place,
}

impl Lines {
    /// Gives `work` the lines that this thread knows.
    pub fn with<T>(work: impl FnOnce(&mut Lines) -> T) -> T {
        LINES.with_borrow_mut(work)
    }

    /// The place of a state.
    pub fn place(&mut self, state: State) -> Place {
        let alike = self
            .states
            .entry(state.classes.scopes().to_vec())
            .or_default();
        if let Some(place) = alike.iter().find(|place| *place.state == state) {
            return place.clone();
        }
        let place = Place {
            number: self.next,
            state: Rc::new(state),
        };
        self.next += 1;
        alike.push(place.clone());
        place
    }

    /// What is known of a line that begins at a place; `read` finds out what is not.
    pub fn step(
        &mut self,
        place: &Place,
        line: &str,
        read: impl FnOnce(&str, State) -> (Vec<(u16, u8)>, State),
    ) -> Step {
        let key = (place.number, Hash::of(line.as_bytes()));
        if let Some(step) = self.by_line.get(&key) {
            return step.clone();
        }
        let (runs, next) = read(line, State::clone(&place.state));
        if self.by_line.len() >= MOST {
            self.by_line.clear();
            self.states.clear();
        }
        let step = Step {
            runs: runs.into(),
            next: self.place(next),
        };
        self.by_line.insert(key, step.clone());
        step
    }
}

#[cfg(test)]
mod tests {
    use super::super::highlight;

    /// Runs of a text that is met in every state its lines can be in, after all that came before it.
    fn runs(text: &str) -> Box<[u8]> {
        highlight::runs("rust", text).unwrap().into_bytes()
    }

    #[test]
    fn a_line_is_what_it_is_where_it_stands() {
        let lines = [
            "let a = 1;\n",
            "/* b\n",
            "*/\n",
            "\"\n",
            "\n",
            "fn f() {\n",
            "}\n",
        ];
        let texts: Vec<String> = (0..lines.len().pow(4))
            .map(|at| {
                (0..4)
                    .map(|place| lines[at / lines.len().pow(place) % lines.len()])
                    .collect()
            })
            .step_by(7)
            .collect();
        let known: Vec<_> = texts.iter().map(|text| runs(text)).collect();
        for (text, known) in texts.iter().zip(known).step_by(5) {
            let text = text.clone();
            let fresh = std::thread::spawn(move || (runs(&text), text));
            let (fresh, text) = fresh.join().unwrap();
            assert_eq!(known, fresh, "{text}");
        }
    }

    #[test]
    fn what_is_forgotten_is_found_out_again() {
        let text = "/* a\nb\n*/ let c = 1;\n";
        let before = runs(text);
        let many: String = (0..super::MOST + 9)
            .map(|line| format!("{line}\n"))
            .collect();
        runs(&many);
        super::Lines::with(|lines| assert!(lines.by_line.len() < super::MOST));
        assert_eq!(runs(text), before);
    }
}
