//! Lines of colons of other programs: whose they are, and what to write here. Knows no components.

/// A program, or several that write lines of colons in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Program {
    /// `::: {.callout-note}`
    Quarto,
    /// `:::note[Title]`
    Docusaurus,
    /// `:::{note}`
    MyST,
}

impl Program {
    pub fn name(self) -> &'static str {
        match self {
            Program::Quarto => "Quarto and Pandoc",
            Program::Docusaurus => "Docusaurus",
            Program::MyST => "MyST",
        }
    }
}

/// The names that other programs have for notes, each with that of Markdown.
const NOTES: &[(&str, &str)] = &[
    ("admonition", "NOTE"),
    ("caution", "CAUTION"),
    ("danger", "CAUTION"),
    ("error", "CAUTION"),
    ("hint", "TIP"),
    ("important", "IMPORTANT"),
    ("info", "NOTE"),
    ("note", "NOTE"),
    ("seealso", "NOTE"),
    ("success", "TIP"),
    ("tip", "TIP"),
    ("warning", "WARNING"),
];

/// Whose line it is, if it opens something of another program.
pub(super) fn program(line: &str) -> Option<Program> {
    let rest = line.trim_start_matches(':');
    let text = rest.trim_start();
    if let Some(inside) = text.strip_prefix('{') {
        let is_class = inside.trim_start().starts_with(['.', '#']) || inside.contains('=');
        let is_near = rest.len() == text.len();
        return match inside.split_once('}') {
            Some(_) if is_class => Some(Program::Quarto),
            Some((name, _)) if is_near && is_name(name) => Some(Program::MyST),
            _ => None,
        };
    }
    let end = text.find(|c: char| !is_of_name(c)).unwrap_or(text.len());
    let (name, after) = text.split_at(end);
    let is_titled = after.starts_with('[') || after.starts_with("{") && after.ends_with('}');
    (is_name(name) && is_titled).then_some(Program::Docusaurus)
}

/// What to write in place of a line of another program.
pub(super) fn advice(line: &str) -> String {
    let words = line.split(|c: char| !c.is_alphanumeric());
    let note = words.filter_map(alert).next();
    note.map_or_else(
        || "delete these lines, or write a block of the theme: `::: name`".to_owned(),
        in_place_of_note,
    )
}

/// What to write for a block that has the name of a note of Docusaurus or VuePress.
pub fn advice_for_note(name: &str) -> Option<String> {
    let name = name.strip_prefix("callout-").unwrap_or(name);
    alert(name).map(in_place_of_note)
}

fn alert(name: &str) -> Option<&'static str> {
    let found = NOTES.iter().find(|(known, _)| *known == name);
    found.map(|(_, alert)| *alert)
}

fn in_place_of_note(alert: &str) -> String {
    format!("write `> [!{alert}]`, and the note below it with `> ` before each line")
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(is_of_name)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_other_programs_are_told_apart() {
        for (line, expected) in [
            ("::: {.callout-note}", Some(Program::Quarto)),
            ("::: {#fig-1 layout-ncol=2}", Some(Program::Quarto)),
            (":::: {.columns} ::::", Some(Program::Quarto)),
            (":::tip[Read this]", Some(Program::Docusaurus)),
            (":::note{#here}", Some(Program::Docusaurus)),
            (":::{note} Title", Some(Program::MyST)),
            (":::{figure} a.png", Some(Program::MyST)),
            ("::: {name}", None),
            (":::", None),
            ("::: to be done", None),
            (":::[a]", None),
        ] {
            assert_eq!(program(line), expected, "{line}");
        }
    }

    #[test]
    fn notes_become_those_of_markdown() {
        assert!(advice("::: {.callout-danger}").starts_with("write `> [!CAUTION]`"));
        assert!(advice("::: {.columns}").starts_with("delete these lines"));
        assert!(advice_for_note("info").is_some_and(|it| it.contains("[!NOTE]")));
        assert_eq!(advice_for_note("qoute"), None);
    }
}
