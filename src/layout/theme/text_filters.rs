//! Filters that cut texts. A text with the mark of its language keeps it, in each part.

use tera::{Kwargs, State, TeraResult, Value};

use crate::base::foreign_words::{language_and_words, marked};

/// What is done to the words of a text that may have the mark of a language.
fn within_mark(text: &str, change: impl Fn(&str) -> String) -> String {
    match language_and_words(text) {
        Some((language, words)) => marked(&change(words), language),
        None => change(text),
    }
}

/// The first letters of a text.
pub fn first_letters(text: &str, count: usize) -> String {
    within_mark(text, |text| text.chars().take(count).collect())
}

/// A text of at most so many letters, with `end` if there were more.
pub fn truncate(text: &str, arguments: &Kwargs, _: &State) -> TeraResult<String> {
    let length = arguments.must_get::<usize>("length")?;
    let end = arguments.get::<&str>("end")?.unwrap_or("…");
    Ok(within_mark(text, |text| {
        match text.char_indices().nth(length) {
            Some((at, _)) => format!("{}{end}", &text[..at]),
            None => text.to_owned(),
        }
    }))
}

/// The parts of a text between `pat`.
pub fn split(text: &str, arguments: &Kwargs, _: &State) -> TeraResult<Value> {
    let between = arguments.must_get::<&str>("pat")?;
    let parts: Vec<Value> = match language_and_words(text) {
        Some((language, words)) => {
            let parts = words.split(between);
            parts.map(|part| marked(part, language).into()).collect()
        }
        None => text.split(between).map(Value::from).collect(),
    };
    Ok(parts.into())
}

/// The first words of a text, with an ellipsis if there are more.
pub fn truncate_words(text: &str, count: u64) -> String {
    within_mark(text, |text| first_words(text, count))
}

fn first_words(text: &str, count: u64) -> String {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let mut words = text.split_whitespace();
    let mut short: Vec<&str> = words.by_ref().take(count).collect();
    if words.next().is_some() {
        short.push("…");
    }
    short.join(" ").replace(" …", "…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use tera::Context;

    #[test]
    fn parts_of_a_text_keep_its_language() {
        let (context, text) = (Context::new(), marked("Sam Lee", "en"));
        let state = State::new(&context);
        let parts = split(&text, &Kwargs::from([("pat", " ".into())]), &state).unwrap();
        let parts = parts.as_array().unwrap();
        assert_eq!(parts[1].as_str(), Some(marked("Lee", "en").as_str()));
        let short = Kwargs::from([("length", 1.into()), ("end", "".into())]);
        let first = truncate(parts[0].as_str().unwrap(), &short, &state).unwrap();
        assert_eq!(first, marked("S", "en"));
        assert_eq!(truncate("Sam", &short, &state).unwrap(), "S");
        assert_eq!(truncate_words(&text, 1), marked("Sam…", "en"));
        assert_eq!(truncate_words("one two  three", 2), "one two…");
    }
}
