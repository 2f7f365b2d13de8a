//! A page of the theme guide as a text with generated parts, each between two HTML comments; what people wrote in the
//! last column of a table is kept by name.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What stands in a generated part.
pub enum Piece {
    /// A heading of the second level; names below it are its own.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A table.
    Table(Table),
}

/// A table whose first column names its rows.
pub struct Table {
    /// The titles of its columns.
    pub columns: Vec<&'static str>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row without its last cell, and what stands there.
pub struct Row {
    /// The other cells; the first is the name.
    pub cells: Vec<String>,
    /// The last cell.
    pub last: Last,
}

/// Where the words of a row's last cell come from.
pub enum Last {
    /// From the code, or from what declares the name.
    Made(String),
    /// From the page: somebody wrote them there.
    Kept,
}

/// The page.
pub struct Page {
    text: String,
    /// Names without words, as `part: heading name`.
    pub wordless: Vec<String>,
}

impl Page {
    /// The page as it stands.
    pub fn new(text: String) -> Page {
        Page {
            text,
            wordless: Vec::new(),
        }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// True if a generated part is on this page.
    pub fn has(&self, name: &str) -> bool {
        self.text.contains(&format!("<!-- made: {name} -->\n"))
    }

    /// What stands in a generated part now.
    pub fn part(&self, name: &str) -> &str {
        let (start, end) = self.place(name);
        &self.text[start..end]
    }

    /// Writes a generated part anew.
    pub fn set(&mut self, name: &str, pieces: &[Piece]) {
        let (start, end) = self.place(name);
        let words = words_of(&self.text[start..end]);
        let mut out = String::new();
        let mut heading = String::new();
        for piece in pieces {
            match piece {
                Piece::Heading(title) => {
                    heading.clone_from(title);
                    let _ = write!(out, "\n## {title}\n");
                }
                Piece::Text(text) => {
                    let _ = write!(out, "\n{text}\n");
                }
                Piece::Table(table) => self.table(&mut out, (name, &heading), table, &words),
            }
        }
        out.push('\n');
        self.text.replace_range(start..end, &out);
    }

    fn table(
        &mut self,
        out: &mut String,
        (part, heading): (&str, &str),
        table: &Table,
        words: &BTreeMap<(String, String), String>,
    ) {
        let line = |cells: &[&str]| format!("| {} |\n", cells.join(" | "));
        *out += "\n";
        *out += &line(&table.columns);
        *out += &line(&vec!["---"; table.columns.len()]);
        for row in &table.rows {
            let last = match &row.last {
                Last::Made(text) => text.clone(),
                Last::Kept => {
                    let name = row.cells.first().cloned().unwrap_or_default();
                    let of =
                        |name: &str| words.get(&(heading.to_owned(), name.to_owned())).cloned();
                    let kept = row.cells.get(1).and_then(|second| of(&both(&name, second)));
                    let kept = kept.or_else(|| of(&name)).unwrap_or_default();
                    if kept.is_empty() {
                        self.wordless
                            .push(format!("{part}: {heading} {name}").replace(":  ", ": "));
                    }
                    kept
                }
            };
            let cells: Vec<&str> = row
                .cells
                .iter()
                .map(String::as_str)
                .chain([last.as_str()])
                .collect();
            *out += &line(&cells);
        }
    }

    fn place(&self, name: &str) -> (usize, usize) {
        let open = format!("<!-- made: {name} -->\n");
        let start = self
            .text
            .find(&open)
            .unwrap_or_else(|| panic!("the theme guide has no line {open}"));
        let start = start + open.len();
        let close = format!("<!-- end of {name} -->");
        let end = self.text[start..]
            .find(&close)
            .unwrap_or_else(|| panic!("the theme guide: no {close}"));
        (start, start + end)
    }
}

/// The cells of each row of a part, as they are written.
pub fn rows_of(part: &str) -> Vec<Vec<String>> {
    let rows = part
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    rows.map(cells_of).collect()
}

/// The last cells of all rows, by heading and name, and by heading and the first two cells.
fn words_of(part: &str) -> BTreeMap<(String, String), String> {
    let mut words = BTreeMap::new();
    let mut heading = String::new();
    for line in part.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut heading);
        } else if line.starts_with("| ") {
            let cells = cells_of(line);
            if let (Some(name), Some(last)) = (cells.first(), cells.last()) {
                let second = cells
                    .get(1)
                    .map(|second| both(name, second))
                    .unwrap_or_default();
                words.insert((heading.clone(), second), last.clone());
                words
                    .entry((heading.clone(), name.clone()))
                    .or_insert_with(|| last.clone());
            }
        }
    }
    words
}

/// A name that stands in several rows, told apart by the second cell.
fn both(name: &str, second: &str) -> String {
    format!("{name}\n{second}")
}

/// The cells of a line; `\|` is no border.
fn cells_of(line: &str) -> Vec<String> {
    let line = line.trim().trim_start_matches('|');
    let line = line
        .strip_suffix('|')
        .unwrap_or(line)
        .replace("\\|", "\u{0}");
    line.split('|')
        .map(|cell| cell.trim().replace('\u{0}', "\\|"))
        .collect()
}

/// Text as code in a cell of a table.
pub fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "'").replace('|', "\\|"))
}

/// The first letters of a text, on one line.
pub fn cut(text: &str, letters: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    if line.chars().count() <= letters {
        return line;
    }
    let start: String = line.chars().take(letters).collect();
    format!("{}…", start.trim_end())
}

#[test]
fn words_are_kept_by_heading_and_name() {
    let text = "a\n<!-- made: x -->\n\n## one\n\n| N | W |\n| --- | --- |\n| `a\\|b` | First. |\n| `old` | Gone. |\n\n<!-- end of x -->\nz\n";
    let mut page = Page::new(text.to_owned());
    let row = |name: &str, last: Last| Row {
        cells: vec![code(name)],
        last,
    };
    let rows = vec![
        row("a|b", Last::Kept),
        row("new", Last::Kept),
        row("made", Last::Made("By code.".to_owned())),
    ];
    page.set(
        "x",
        &[
            Piece::Heading("one".to_owned()),
            Piece::Table(Table {
                columns: vec!["N", "W"],
                rows,
            }),
        ],
    );
    let expected = "a\n<!-- made: x -->\n\n## one\n\n| N | W |\n| --- | --- |\n| `a\\|b` | First. |\n| `new` |  |\n| `made` | By code. |\n\n<!-- end of x -->\nz\n";
    assert_eq!(page.text(), expected);
    assert_eq!(page.wordless, ["x: one `new`"]);
    assert_eq!(rows_of(page.part("x"))[1], ["`a\\|b`", "First."]);
}

#[test]
fn long_texts_are_cut() {
    assert_eq!(cut("one\n two  three", 9), "one two t…");
    assert_eq!(cut("short", 5), "short");
}
