//! Tables of numbers as spreadsheet programs save them: comma-separated values, and what passes for them.
//!
//! Read by hand and not by a library, because every cell has to know its place in the file, and a quote
//! that is never closed has to be reported where it opens.

use std::collections::BTreeMap;
use std::path::Path;

use super::disk;
use super::encoding::{Encoding, without_mark};
use super::records::{Field, Records, separator};
use super::table::{Cell, NumberStyle, Table, between_semicolons};
use super::unreadable::unreadable;
use crate::base::clean_text::CleanText;
use crate::base::english::count;
use crate::base::{Code, Diagnostic, FilePath, Label, Reported, Severity, Span};

/// A CSV file that a block names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedTable {
    /// The CSV file.
    pub file: FilePath,
    /// Where the first block that wants it stands.
    pub by: Label,
}

/// The tables of CSV files, by file. One that cannot be read is not among them.
pub type Tables = BTreeMap<FilePath, Table>;

/// Longer tables help no reader of a page, and would cost every reader's telephone dearly.
const MOST_ROWS: usize = 10_000;
/// Nobody reads a table as wide as this either.
const MOST_COLUMNS: usize = 500;
/// The most cells: ten thousand rows are not to be hundreds of columns wide.
const MOST_CELLS: usize = 300_000;
/// The most cells that are read, also empty ones: what they cost is not to grow with what somebody else's program saves.
const MOST_READ: usize = 2_000_000;
/// What to do about a table that is too large.
const TOO_LARGE: &str = "show a part of it, and offer the file as a download";
/// The most bytes that are read; even ten thousand long rows are less.
const MOST_BYTES: usize = 20_000_000;

/// Reads the CSV files that blocks name, each once.
pub fn read(root: &Path, named: &[NamedTable]) -> Reported<Tables> {
    let mut tables = Reported::<Tables>::default();
    for NamedTable { file, by } in named {
        // One byte more than is read says that there is more.
        let parsed = match disk::read_start(root, file, MOST_BYTES as u64 + 1) {
            Ok(bytes) => parse(file, &bytes),
            Err(error) => Reported {
                value: None,
                diagnostics: vec![unreadable(file, &error)],
            },
        };
        for mut diagnostic in parsed.diagnostics {
            diagnostic.labels.push(by.clone());
            tables.diagnostics.push(diagnostic);
        }
        tables
            .value
            .extend(parsed.value.map(|table| (file.clone(), table)));
    }
    tables
}

/// Reads a file's bytes as a table; `None` where they are none. What is odd in a row costs that row only.
pub fn parse(file: &FilePath, bytes: &[u8]) -> Reported<Option<Table>> {
    let bytes = without_mark(bytes);
    let mut reader = Reader {
        file,
        bytes,
        encoding: Encoding::of(bytes),
        diagnostics: Vec::new(),
    };
    let value = reader.table();
    Reported {
        value,
        diagnostics: reader.diagnostics,
    }
}

struct Reader<'r> {
    file: &'r FilePath,
    bytes: &'r [u8],
    encoding: Encoding,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn table(&mut self) -> Option<Table> {
        if let Some((message, help)) = no_text(self.bytes) {
            self.unreadable(message, None, help);
            return None;
        }
        if let Encoding::Windows1252 { first_odd } = self.encoding {
            self.not_utf8(first_odd);
        }
        let (start, separator) = separator(self.bytes);
        let rows = self.rows(Records {
            bytes: self.bytes,
            at: start,
            separator,
            unclosed: None,
            endless: None,
        })?;
        let mut table = self.in_columns(rows)?;
        if separator == b';' {
            table.numbers = between_semicolons(&table);
        }
        Some(table)
    }

    /// The rows that are not empty.
    fn rows(&mut self, mut records: Records) -> Option<Vec<Vec<Cell>>> {
        let (mut rows, mut cells) = (Vec::new(), 0);
        for record in records.by_ref() {
            cells += record.len();
            if rows.len() > MOST_ROWS {
                return self.too_many(&count(MOST_ROWS, "row"), None);
            }
            if cells > MOST_READ {
                return self.too_many(&count(MOST_CELLS, "cell"), None);
            }
            let row: Vec<Cell> = record.iter().map(|field| self.cell(field)).collect();
            if row.iter().any(|cell| !cell.text.is_empty()) {
                rows.push(row);
            }
        }
        self.check_end(&records)?;
        Some(rows)
    }

    /// Reports records that have no end.
    fn check_end(&mut self, records: &Records) -> Option<()> {
        if let Some(at) = records.endless {
            return self.too_many(&count(MOST_COLUMNS, "column"), Some(Span::new(at, at)));
        }
        if let Some(at) = records.unclosed {
            let message = "these quotes are never closed".to_owned();
            let help = "close the quotes; quotes inside a quoted cell are written twice";
            self.unreadable(message, Some(Span::new(at, at + 1)), help);
            return None;
        }
        Some(())
    }

    fn cell(&self, field: &Field) -> Cell {
        let text = self.encoding.decode(&field.bytes);
        Cell {
            text: CleanText::of(text.trim()).as_str().to_owned(),
            span: Span::new(field.range.start, field.range.end),
        }
    }

    /// The rows with as many cells each as there are columns.
    fn in_columns(&mut self, rows: Vec<Vec<Cell>>) -> Option<Table> {
        let mut rows = rows.into_iter();
        let Some(mut headings) = rows.next() else {
            let help =
                "the first line holds the titles of the columns, the lines below it the rows";
            self.unreadable("this file is empty".to_owned(), None, help);
            return None;
        };
        let mut rows: Vec<Vec<Cell>> = rows.collect();
        drop_empty_columns(&mut headings, &mut rows);
        self.check_size(&headings, &rows)?;
        self.check_titles(&headings);
        for row in &mut rows {
            self.fit(row, headings.len());
        }
        Some(Table {
            headings,
            rows,
            numbers: NumberStyle::default(),
        })
    }

    /// Reports a table that is too large, or that has no rows.
    fn check_size(&mut self, headings: &[Cell], rows: &[Vec<Cell>]) -> Option<()> {
        if let Some(first) = headings.get(MOST_COLUMNS) {
            return self.too_many(&count(MOST_COLUMNS, "column"), Some(first.span));
        }
        if headings.len() * rows.len() > MOST_CELLS {
            return self.too_many(&count(MOST_CELLS, "cell"), None);
        }
        if rows.is_empty() {
            let place = headings.first().map(|first| first.span);
            let help = "the lines below the titles of the columns are the rows";
            self.unreadable("this table has titles, but no rows".to_owned(), place, help);
            return None;
        }
        Some(())
    }

    fn check_titles(&mut self, headings: &[Cell]) {
        for (number, heading) in headings.iter().enumerate().skip(1) {
            if heading.text.is_empty() {
                let message = format!("column {} has no title", number + 1);
                self.wrong(message, heading.span, "its title is missing here", "");
            }
        }
    }

    fn too_many<T>(&mut self, most: &str, place: Option<Span>) -> Option<T> {
        let message = format!("this table has more than {most}");
        self.unreadable(message, place, TOO_LARGE);
        None
    }

    /// Reports a row with too many or too few cells, and makes it as long as the others.
    fn fit(&mut self, row: &mut Vec<Cell>, columns: usize) {
        if row.len() == columns {
            return;
        }
        let start_of = |cell: Option<&Cell>| cell.map(|cell| cell.span.start as usize);
        let end = row.last().map_or(0, |cell| cell.span.end as usize);
        let (cells, of_table) = (count(row.len(), "cell"), count(columns, "column"));
        let message = format!("this row has {cells}, but the table has {of_table}");
        if let Some(start) = start_of(row.get(columns)) {
            let help = "put a cell that holds a comma into double quotes";
            self.wrong(message, Span::new(start, end), "has no column", help);
        } else {
            let start = start_of(row.first()).unwrap_or_default();
            let help = "for a cell without a value, leave it empty but keep the separator";
            self.wrong(message, Span::new(start, end), "", help);
        }
        let empty = Cell {
            text: String::new(),
            span: Span::new(end, end),
        };
        row.resize(columns, empty);
    }

    fn wrong(&mut self, message: String, place: Span, label: &str, help: &str) {
        let diagnostic = Diagnostic::new(Code::WrongCell, message).at(self.file, place, label);
        self.diagnostics.push(diagnostic.help(help));
    }

    fn unreadable(&mut self, message: String, place: Option<Span>, help: &str) {
        let diagnostic = Diagnostic::new(Code::UnreadableCsv, message);
        let diagnostic = match place {
            Some(span) => diagnostic.at(self.file, span, ""),
            None => diagnostic.in_file(self.file),
        };
        self.diagnostics.push(diagnostic.help(help));
    }

    fn not_utf8(&mut self, at: usize) {
        let line = self
            .bytes
            .get(..at)
            .unwrap_or_default()
            .iter()
            .filter(|byte| **byte == b'\n')
            .count()
            + 1;
        let message =
            format!("the text is not UTF-8 from line {line} on, and is read as Windows-1252");
        let mut diagnostic = Diagnostic::new(Code::NotUtf8, message)
            .at(self.file, Span::new(at, at + 1), "first odd byte")
            .help("check that letters such as £ and é are right, or save the file as `CSV UTF-8`");
        diagnostic.severity = Severity::Warning;
        self.diagnostics.push(diagnostic);
    }
}

/// What is wrong with bytes that are no text at all, and what to do.
fn no_text(bytes: &[u8]) -> Option<(String, &'static str)> {
    let save = "open it in your spreadsheet program and save it as `CSV UTF-8`";
    if bytes.starts_with(b"PK\x03\x04") {
        return Some((
            "this is a spreadsheet or an archive, not a CSV file".to_owned(),
            save,
        ));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Some(("this file is saved as UTF-16".to_owned(), save));
    }
    if bytes.contains(&0) {
        return Some(("this file is not text".to_owned(), save));
    }
    let too_long = bytes.len() > MOST_BYTES;
    too_long.then(|| ("this file is longer than 20 MB".to_owned(), TOO_LARGE))
}

/// Spreadsheet programs save empty columns at the end as commas: where nothing stands in them, they are none.
fn drop_empty_columns(headings: &mut Vec<Cell>, rows: &mut [Vec<Cell>]) {
    let used = |row: &[Cell]| {
        row.iter()
            .rposition(|cell| !cell.text.is_empty())
            .map_or(0, |last| last + 1)
    };
    let titled = used(headings);
    let columns = headings.len();
    // A row that is longer than the titles is reported, unless what is too much is empty.
    let within = |row: &Vec<Cell>| Some(used(row)).filter(|used| *used <= columns);
    let most = rows
        .iter()
        .filter_map(within)
        .max()
        .unwrap_or(0)
        .max(titled);
    headings.truncate(most);
    for row in rows {
        let keep = used(row).max(most);
        row.truncate(keep);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bytes: &[u8]) -> (Vec<Vec<String>>, Vec<String>) {
        let parsed = parse(&FilePath::new("a.csv"), bytes);
        let texts = |row: &Vec<Cell>| row.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
        let rows = parsed.value.map_or_else(Vec::new, |table| {
            [texts(&table.headings)]
                .into_iter()
                .chain(table.rows.iter().map(texts))
                .collect()
        });
        (
            rows,
            parsed
                .diagnostics
                .into_iter()
                .map(|diagnostic| diagnostic.message)
                .collect(),
        )
    }

    #[test]
    fn reads_what_spreadsheets_save() {
        let plain = [vec!["Area", "Pounds"], vec!["A, B", "1"], vec!["C\nD", ""]];
        for text in [
            "Area,Pounds\n\"A, B\",1\n\"C\nD\",\n",
            "\u{feff}Area;Pounds\r\n\r\nA, B;1\r\n\"C\nD\";\r\n;\r\n",
            "Area\tPounds\t\t\n A, B \t1\n\"C\nD\"\t\t\t",
            "sep=;\nArea;Pounds\n\"A, B\" ;1\n\"C\nD\";",
            "Area,Pounds\r\"A, B\",1\r\"C\nD\",",
        ] {
            assert_eq!(
                table(text.as_bytes()),
                (
                    plain
                        .iter()
                        .map(|row| row.iter().map(ToString::to_string).collect())
                        .collect(),
                    vec![]
                ),
                "{text:?}"
            );
        }
    }

    #[test]
    fn quotes_inside_cells_are_doubled() {
        let (rows, said) = table(b"A,B\n\"say \"\"yes\"\"\",5\" pipe\n");
        assert_eq!(
            (rows[1].clone(), said),
            (
                vec!["say \"yes\"".to_owned(), "5\" pipe".to_owned()],
                vec![]
            )
        );
    }

    #[test]
    fn odd_files_say_what_they_are() {
        let said = |bytes: &[u8]| table(bytes).1.join("|");
        assert_eq!(said(b""), "this file is empty");
        assert_eq!(said(b"\n,,\n"), "this file is empty");
        assert_eq!(said(b"A,B\n"), "this table has titles, but no rows");
        assert_eq!(said(b"A,B\n\"x,1\n"), "these quotes are never closed");
        assert_eq!(
            said(b"PK\x03\x04.."),
            "this is a spreadsheet or an archive, not a CSV file"
        );
        assert_eq!(said(b"\xff\xfeA\0"), "this file is saved as UTF-16");
        assert_eq!(
            said(b"A,B\n1\n1,2,3\n"),
            "this row has 1 cell, but the table has 2 columns|this row has 3 cells, but the table has 2 columns"
        );
        assert_eq!(said(b"A,,C\n1,2,3\n"), "column 2 has no title");
        let long = format!("A,B\n{}", "x,1\n".repeat(MOST_ROWS + 1));
        assert_eq!(
            said(long.as_bytes()),
            "this table has more than 10,000 rows"
        );
        assert_eq!(
            said(format!("A,B\n{}", "x,1\n".repeat(MOST_ROWS)).as_bytes()),
            ""
        );
        let line = |cell: &str, times: usize| cell.repeat(times) + "a\n";
        let wide = |columns: usize| line("a,", columns - 1).repeat(2);
        assert_eq!(said(wide(MOST_COLUMNS).as_bytes()), "");
        for columns in [MOST_COLUMNS + 1, 100_000] {
            assert_eq!(
                said(wide(columns).as_bytes()),
                "this table has more than 500 columns"
            );
        }
        let short = line("a,", 499) + &"b\n".repeat(601);
        assert_eq!(
            said(short.as_bytes()),
            "this table has more than 300,000 cells"
        );
        let trailing = ",".repeat(15_000);
        let empty = format!("A,B{trailing}\n{}", format!("x,1{trailing}\n").repeat(100));
        assert_eq!(said(empty.as_bytes()), "");
    }

    #[test]
    fn cells_know_their_places_in_the_file() {
        let parsed = parse(
            &FilePath::new("a.csv"),
            b"\xef\xbb\xbfA,B\r\n \"x\" , 12 \n",
        );
        let row = &parsed.value.unwrap().rows[0];
        // They count from behind the byte-order mark, which is part of no text.
        assert_eq!(
            (row[0].span, row[1].span),
            (Span::new(6, 9), Span::new(12, 14))
        );
    }

    #[test]
    fn windows_letters_are_read_and_mentioned() {
        let (rows, said) = table(b"Caf\xe9,\x80\n\x93a\x94,\xa35\n");
        assert_eq!(rows, [["Café", "€"], ["“a”", "£5"]]);
        assert_eq!(
            said,
            ["the text is not UTF-8 from line 1 on, and is read as Windows-1252"]
        );
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn any_bytes_give_a_whole_table_or_none(pieces in proptest::collection::vec("[a,;\t\"\r\n \\x00é=1]{0,3}|sep=;\n|.", 0..60)) {
            let bytes = pieces.concat().into_bytes();
            let parsed = parse(&FilePath::new("a.csv"), &bytes);
            if let Some(table) = parsed.value {
                let rows = || table.rows.iter().chain([&table.headings]);
                assert!(rows().all(|row| row.len() == table.headings.len()));
                assert!(rows().flatten().all(|cell| cell.span.end as usize <= bytes.len()));
            }
        }
    }
}
