//! Same input, same bytes: whatever the folder, the order, the number of threads and the history.

use crate::outputs::Dice;
use crate::site::{Run, Site};

/// Files that give every kind of page, list and feed something to order.
fn files() -> Vec<(String, String)> {
    let mut files = vec![(
        "content/index.md".to_owned(),
        "---\ntitle: Home\n---\nWelcome\n".to_owned(),
    )];
    for number in 0..60 {
        let next = (number * 7 + 1) % 60;
        let day = number % 3 + 1;
        let text = format!(
            "---\ntitle: Blog {number}\ndate: 2012-08-0{day}\n---\n## Part {number}\n\n\
             [next](../blogs/blog-{next}.md)\n\n```rust\nfn f() -> u8 {{ {number} }}\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
        );
        files.push((format!("content/blogs/blog-{number}.md"), text));
        if number % 2 == 0 {
            files.push((
                format!("content/news/news-{number}.md"),
                format!("---\ntitle: News\ndate: 2012-08-01\n---\n[^1]\n\n[^1]: {number}\n"),
            ));
        }
    }
    files
}

fn site(files: &[(String, String)]) -> Site {
    files
        .iter()
        .fold(Site::new(), |site, (path, text)| site.file(path, text))
}

/// Compares all files of two builds, how they ended, and what they said of problems.
#[track_caller]
pub fn assert_same(left: &Run, right: &Run) {
    left.assert_no_panic();
    assert_eq!(left.status, right.status, "{left}\n{right}");
    assert!(
        !left.output.is_empty(),
        "two builds of nothing are the same\n{left}"
    );
    assert_eq!(left.paths(), right.paths());
    for (path, bytes) in &left.output {
        let (left, right) = (
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(&right.output[path]),
        );
        assert!(
            left == right,
            "{path} differs\n{}",
            crate::diff::lines(&left, &right)
        );
    }
    assert_eq!(left.stderr, right.stderr);
}

#[test]
fn groups_that_a_template_makes_stand_in_the_order_of_their_list() {
    let template = "{% for card in paginator.entries %}{{ card.title }}, {% endfor %}|\
        {% for title, cards in paginator.entries | group_by(attribute=\"title\") %}{{ title }}, {% endfor %}";
    let settings = "title: A\nbase_url: https://example.org\nkinds:\n  blog: {list: {template: groups.html, per_page: 20}}\n";
    let site = site(&files())
        .site_yaml(settings)
        .file("templates/groups.html", template);
    let page = site.build().page("/blogs/");
    let (entries, groups) = page.split_once('|').expect("what the template has");
    assert_eq!(entries.matches("Blog ").count(), 20, "{page}");
    assert_eq!(entries, groups);
}

#[test]
fn two_folders_give_one_site() {
    let files = files();
    let first = site(&files).build();
    first.assert_clean();
    assert!(first.output.len() > 90, "{first}");
    let reversed: Vec<_> = files.into_iter().rev().collect();
    assert_same(&first, &site(&reversed).build());
}

#[test]
fn the_number_of_threads_does_not_show() {
    let files = files();
    let one = site(&files).arg("--threads").arg("1").build();
    one.assert_clean();
    assert_same(&one, &site(&files).arg("--threads").arg("2").build());
    assert_same(&one, &site(&files).arg("--threads").arg("5").build());
}

#[test]
fn diagnostics_come_in_one_order() {
    let mut files = files();
    for (_, text) in &mut files {
        text.push_str("\n[a](gone.md) [b](also-gone.md#x)\n");
    }
    let build = |threads: &str| {
        site(&files)
            .arg("--keep-going")
            .arg("--threads")
            .arg(threads)
            .build()
    };
    let one = build("1");
    one.assert_exit(1);
    assert_same(&one, &build("3"));
}

#[test]
fn the_environment_does_not_show() {
    let files = files();
    let plain = site(&files).build();
    let other = site(&files)
        .variable("LANG", "cy_GB.UTF-8")
        .variable("TZ", "Asia/Tokyo")
        .variable("COLUMNS", "40");
    assert_same(&plain, &other.variable("USER", "somebody").build());
}

#[test]
fn incremental_equals_clean() {
    let mut files = files();
    let worked_on = site(&files);
    worked_on.build().assert_clean();
    let mut dice = Dice::new(2012);
    for round in 0..12 {
        let at = usize::try_from(dice.below(files.len() as u64)).expect("a small number");
        let (path, text) = &mut files[at];
        match dice.below(4) {
            0 => text.push_str(&format!("\nRound {round}\n")),
            1 => *text = text.replacen("title: ", &format!("title: {round} "), 1),
            2 => *text = text.replacen("date: 2012-08-0", "date: 2011-08-0", 1),
            _ => text.push_str(&format!("\n## Heading {round}\n")),
        }
        worked_on.write(path, &*text);
        if round % 4 == 3 {
            let new = (
                format!("content/blogs/new-{round}.md"),
                "---\ntitle: New\ndate: 2012-08-09\n---\n".to_owned(),
            );
            worked_on.write(&new.0, &new.1);
            files.push(new);
        }
        let incremental = worked_on.build();
        incremental.assert_clean();
        assert_same(&incremental, &site(&files).build());
    }
}
