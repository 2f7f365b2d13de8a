//! Questions on a terminal, one line each: what is asked is read out by a screen reader, and the answer is a line of text.
//! A long list is searched by typing a part of a name. Prints through the given conversation only.

use crate::base::suggest::did_you_mean;

/// Somebody who can be asked.
pub trait Talk {
    /// Prints a line.
    fn say(&mut self, line: &str);
    /// Asks for a line, without spaces around it; `None` at the end of the input.
    fn ask(&mut self, question: &str) -> Option<String>;
}

/// One of several things to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is written down.
    pub value: String,
    /// What people call it.
    pub label: String,
    /// More about it; may be empty.
    pub about: String,
}

/// The input ended before the question was answered.
#[derive(Debug, PartialEq, Eq)]
pub struct InputEnded;

/// So many are listed at once.
const MOST_LISTED: usize = 25;

/// Asks for a text; `None` for an empty answer. `problem` says what is wrong with one, and it is asked again.
///
/// # Errors
/// The input ended.
pub fn text(
    talk: &mut dyn Talk,
    question: &str,
    problem: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<String>, InputEnded> {
    loop {
        let answer = talk.ask(question).ok_or(InputEnded)?;
        if answer.is_empty() {
            return Ok(None);
        }
        match problem(&answer) {
            None => return Ok(Some(answer)),
            Some(problem) => talk.say(&problem),
        }
    }
}

/// Asks for one of several things, by its number, its name or a part of it; `None` for an empty answer.
///
/// # Errors
/// The input ended.
pub fn choice<'c>(
    talk: &mut dyn Talk,
    question: &str,
    choices: &'c [Choice],
) -> Result<Option<&'c Choice>, InputEnded> {
    let mut listed: Vec<&Choice> = choices.iter().collect();
    list(talk, &listed);
    loop {
        let answer = talk.ask(question).ok_or(InputEnded)?;
        if answer.is_empty() {
            return Ok(None);
        }
        match named(&answer, &listed, choices).as_slice() {
            [] => talk.say(&unknown(&answer, choices)),
            [only] => {
                talk.say(&format!("  {}", only.label));
                return Ok(Some(only));
            }
            several => {
                listed = several.to_vec();
                list(talk, &listed);
            }
        }
    }
}

/// Lists what can be chosen with numbers, as far as that helps.
fn list(talk: &mut dyn Talk, choices: &[&Choice]) {
    if choices.len() > MOST_LISTED {
        let count = choices.len();
        talk.say(&format!("  There are {count}: type a part of the name."));
        return;
    }
    for (number, choice) in choices.iter().enumerate() {
        let Choice { label, about, .. } = choice;
        let about = if about.is_empty() {
            String::new()
        } else {
            format!(": {about}")
        };
        talk.say(&format!("  {}. {label}{about}", number + 1));
    }
}

/// What an answer can mean: the number of one that is listed, the name of one, or a part of several names.
fn named<'c>(answer: &str, listed: &[&'c Choice], all: &'c [Choice]) -> Vec<&'c Choice> {
    let number = answer.trim_end_matches('.').parse::<usize>().ok();
    let by_number = number.and_then(|number| listed.get(number.checked_sub(1)?));
    if let (Some(choice), true) = (by_number, listed.len() <= MOST_LISTED) {
        return vec![choice];
    }
    let answer = answer.to_lowercase();
    let called = all.iter().filter(|it| it.names().contains(&answer));
    let called: Vec<&Choice> = called.collect();
    if !called.is_empty() {
        return called;
    }
    let has_part = |choice: &&Choice| choice.names().iter().any(|name| name.contains(&answer));
    all.iter().filter(has_part).collect()
}

impl Choice {
    /// What it may be called, in small letters.
    fn names(&self) -> [String; 2] {
        [&self.value, &self.label].map(|name| name.to_lowercase())
    }
}

fn unknown(answer: &str, choices: &[Choice]) -> String {
    let names = choices.iter().map(|choice| choice.label.as_str());
    let near = did_you_mean(answer, names);
    let help = near.unwrap_or_else(|| "type a number, or a part of a name".to_owned());
    format!("  Nothing here is called `{answer}`; {help}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers in order, and all that was said.
    struct Script {
        answers: Vec<&'static str>,
        said: Vec<String>,
    }

    impl Talk for Script {
        fn say(&mut self, line: &str) {
            self.said.push(line.to_owned());
        }

        fn ask(&mut self, _: &str) -> Option<String> {
            (!self.answers.is_empty()).then(|| self.answers.remove(0).to_owned())
        }
    }

    fn people(count: usize) -> Vec<Choice> {
        let person = |number| Choice {
            value: format!("p-{number}"),
            label: format!("Person {number}"),
            about: String::new(),
        };
        (1..=count).map(person).collect()
    }

    fn chosen(
        count: usize,
        answers: &[&'static str],
    ) -> (Result<Option<String>, InputEnded>, Vec<String>) {
        let mut script = Script {
            answers: answers.to_vec(),
            said: Vec::new(),
        };
        let people = people(count);
        let chosen = choice(&mut script, "Who?", &people);
        (chosen.map(|it| it.map(|it| it.value.clone())), script.said)
    }

    #[test]
    fn one_is_chosen_by_number_by_name_or_by_a_part_of_it() {
        for answer in ["2", "2.", "p-2", "person 2", "SON 2"] {
            assert_eq!(
                chosen(3, &[answer]).0,
                Ok(Some("p-2".to_owned())),
                "{answer}"
            );
        }
        assert_eq!(chosen(3, &[""]).0, Ok(None));
        assert_eq!(chosen(3, &["Sam"]).0, Err(InputEnded));
        assert!(
            chosen(3, &["Sam", "1"])
                .1
                .iter()
                .any(|line| line.contains("`Sam`"))
        );
    }

    #[test]
    fn a_long_list_is_searched() {
        let (found, said) = chosen(300, &["Person 29", "person 299"]);
        assert_eq!(found, Ok(Some("p-29".to_owned())));
        assert_eq!(said[0], "  There are 300: type a part of the name.");
        let (found, said) = chosen(300, &["son 29", "3"]);
        assert_eq!(found, Ok(Some("p-291".to_owned())));
        assert!(said.contains(&"  3. Person 291".to_owned()), "{said:?}");
    }

    #[test]
    fn a_wrong_answer_is_asked_again() {
        let mut script = Script {
            answers: vec!["soon", "2012-08-02"],
            said: Vec::new(),
        };
        let problem = |answer: &str| (answer == "soon").then(|| "not a date".to_owned());
        let answer = text(&mut script, "When?", &problem);
        assert_eq!(answer, Ok(Some("2012-08-02".to_owned())));
        assert_eq!(script.said, ["not a date"]);
    }
}
