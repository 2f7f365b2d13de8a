//! A list of documents in aligned columns. A function from rows to words.

use super::list::{Filter, Row};
use super::terminal::is_obeyed;
use crate::base::english::excerpt;

/// Longer titles are cut: the file tells documents apart.
const LONGEST_TITLE: usize = 50;

/// The list for a terminal; one line where it is empty.
pub fn draw(rows: &[Row], filter: Filter, kind: Option<&str>) -> String {
    if rows.is_empty() {
        return format!("{}\n", nothing(filter, kind));
    }
    if filter != Filter::Overdue {
        return table(rows, filter, "");
    }
    let by_author = rows.chunk_by(|a, b| page_author(a) == page_author(b));
    let groups = by_author.map(|group| {
        let name = group.first().map_or("", page_author);
        let name = if name.is_empty() {
            "no page author"
        } else {
            name
        };
        format!("{}\n{}", shown(name), table(group, filter, "  "))
    });
    groups.collect::<Vec<_>>().join("\n")
}

fn page_author(row: &Row) -> &str {
    row.page_author.as_deref().unwrap_or_default()
}

fn nothing(filter: Filter, kind: Option<&str>) -> String {
    let of_kind = kind
        .map(|kind| format!(" of kind `{kind}`"))
        .unwrap_or_default();
    match filter {
        Filter::All => format!("there is no document{of_kind}"),
        Filter::Drafts => format!("no document{of_kind} is a draft"),
        Filter::Scheduled => format!("no document{of_kind} waits for its `publish_at`"),
        Filter::Expired => format!("no document{of_kind} has expired"),
        Filter::Overdue => format!("no document{of_kind} is past its `review_by`"),
        Filter::Orphans => format!("each page{of_kind} is linked to or named by another one"),
        Filter::Stale => format!("no translation{of_kind} is known to be out of date"),
    }
}

/// One line for each document under one with the names of the columns.
fn table(rows: &[Row], filter: Filter, indent: &str) -> String {
    let headings = [heading_of_moment(filter), "KIND", "ID", "TITLE", "FILE"];
    let mut lines = vec![headings.map(str::to_owned).to_vec()];
    lines.extend(rows.iter().map(|row| {
        let when = moment(row, filter).unwrap_or("-");
        let title = excerpt(&row.title, LONGEST_TITLE);
        [when, &row.kind, &row.id, &title, &row.file]
            .map(str::to_owned)
            .to_vec()
    }));
    // What is not public is said of each; a list of nothing else says so itself.
    if filter == Filter::All && !rows.iter().all(is_public) {
        let words = rows
            .iter()
            .map(|row| if is_public(row) { "" } else { row.standing });
        let column = std::iter::once("NOT PUBLIC").chain(words);
        for (line, word) in lines.iter_mut().zip(column) {
            line.push(word.to_owned());
        }
    }
    aligned(&lines, indent)
}

fn is_public(row: &Row) -> bool {
    row.standing == "public"
}

fn heading_of_moment(filter: Filter) -> &'static str {
    match filter {
        Filter::Scheduled => "PUBLISH AT",
        Filter::Expired => "EXPIRES",
        Filter::Overdue => "REVIEW BY",
        Filter::All | Filter::Drafts | Filter::Orphans | Filter::Stale => "DATE",
    }
}

/// The moment that a list is about.
fn moment(row: &Row, filter: Filter) -> Option<&str> {
    let moment = match filter {
        Filter::Scheduled => &row.publish_at,
        Filter::Expired => &row.expires,
        Filter::Overdue => &row.review_by,
        Filter::All | Filter::Drafts | Filter::Orphans | Filter::Stale => &row.date,
    };
    moment.as_deref()
}

fn aligned(lines: &[Vec<String>], indent: &str) -> String {
    let shown = |line: &Vec<String>| line.iter().map(|cell| shown(cell)).collect();
    let lines: Vec<Vec<String>> = lines.iter().map(shown).collect();
    let widths = widths(&lines);
    let mut text = String::new();
    for line in &lines {
        let cells = line.iter().zip(&widths);
        let padded = cells.map(|(cell, width)| format!("{cell:width$}"));
        let padded = padded.collect::<Vec<_>>().join("  ");
        text.push_str(format!("{indent}{padded}").trim_end());
        text.push('\n');
    }
    text
}

/// How many characters the widest cell of each column has.
fn widths(lines: &[Vec<String>]) -> Vec<usize> {
    let mut widths = Vec::new();
    for line in lines {
        widths.resize(widths.len().max(line.len()), 0);
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    widths
}

/// A text on one line that a terminal takes for nothing but text.
fn shown(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if is_obeyed(letter) {
                '\u{FFFD}'
            } else {
                letter
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(title: &str, author: Option<&str>, standing: &'static str) -> Row {
        Row {
            kind: "blog".to_owned(),
            id: title.to_lowercase(),
            title: title.to_owned(),
            file: format!("content/blogs/{title}.md"),
            url: None,
            permalink: None,
            language: "en".to_owned(),
            standing,
            date: None,
            publish_at: None,
            expires: None,
            review_by: Some("2012-08-02".to_owned()),
            page_author: author.map(str::to_owned),
        }
    }

    #[test]
    fn columns_stand_beneath_their_names() {
        let rows = [row("Été", None, "public"), row("Longer", None, "draft")];
        assert_eq!(
            draw(&rows, Filter::All, None),
            "\
DATE  KIND  ID      TITLE   FILE                     NOT PUBLIC
-     blog  été     Été     content/blogs/Été.md
-     blog  longer  Longer  content/blogs/Longer.md  draft
"
        );
    }

    #[test]
    fn what_is_overdue_stands_with_who_looks_after_it() {
        let rows = [
            row("A", Some("Sam \u{1b}[31mLee"), "public"),
            row("B", None, "public"),
        ];
        assert_eq!(
            draw(&rows, Filter::Overdue, None),
            "\
Sam \u{FFFD}[31mLee
  REVIEW BY   KIND  ID  TITLE  FILE
  2012-08-02  blog  a   A      content/blogs/A.md

no page author
  REVIEW BY   KIND  ID  TITLE  FILE
  2012-08-02  blog  b   B      content/blogs/B.md
"
        );
    }

    #[test]
    fn an_empty_list_says_so_in_a_line() {
        assert_eq!(
            draw(&[], Filter::Drafts, Some("blog")),
            "no document of kind `blog` is a draft\n"
        );
        assert_eq!(
            draw(&[], Filter::Orphans, None),
            "each page is linked to or named by another one\n"
        );
    }
}
