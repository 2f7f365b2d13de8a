//! Comments in numbers that nobody reads, from the command that starts one to the page that shows it.

use crate::site::Site;

const BLOG: &str = "content/blogs/2012-06-29-a";

/// A blog with so many comments, each naming the one that `answers` gives for its number.
fn with_comments(count: usize, answers: impl Fn(usize) -> Option<usize>) -> Site {
    let site = Site::new().file(&format!("{BLOG}.md"), "---\ntitle: A\n---\n\nText.\n");
    for number in 0..count {
        let answer = answers(number)
            .map(|answer| format!("reply_to: c{answer}\n"))
            .unwrap_or_default();
        let text = format!(
            "---\nname: Reader {number}\ndate: 2012-07-01\n{answer}---\n\nWords of {number}.\n"
        );
        site.write(&format!("{BLOG}/comments/c{number}.md"), text);
    }
    site
}

/// How deep the lists of the comments nest.
fn levels(page: &str) -> usize {
    let section = page
        .split("<section class=\"comments\"")
        .nth(1)
        .expect("comments on the page");
    let section = section.split("</section>").next().unwrap_or_default();
    let (mut open, mut deepest) = (0, 0);
    for piece in section.split('<') {
        if piece.starts_with("ol ") || piece.starts_with("ol>") {
            open += 1;
            deepest = deepest.max(open);
        } else if piece.starts_with("/ol>") {
            open -= 1;
        }
    }
    deepest
}

#[test]
fn a_long_conversation_stays_readable() {
    let run = with_comments(600, |number| number.checked_sub(1)).build();
    run.assert_clean();
    let page = run.page("/blogs/a/");
    assert_eq!(page.matches("class=\"comment\"").count(), 600);
    assert_eq!(levels(&page), 3);
    let places: Vec<usize> = (0..600)
        .map(|number| {
            page.find(&format!("Words of {number}."))
                .expect("each is shown")
        })
        .collect();
    assert!(
        places.is_sorted(),
        "an answer stands before what it answers"
    );
    assert!(run.page("/blogs/").contains("600 comments"));
}

#[test]
fn none_is_lost_in_a_large_circle() {
    let run = with_comments(300, |number| Some((number + 1) % 300))
        .arg("--keep-going")
        .build();
    run.assert_exit(1);
    assert_eq!(
        run.stderr.matches("error[circular-answers]").count(),
        1,
        "{run}"
    );
    let page = run.page("/blogs/a/");
    assert_eq!(page.matches("class=\"comment\"").count(), 300);
    assert_eq!(levels(&page), 3);
}

#[test]
fn two_comments_of_one_reader_stand_beside_a_single_file() {
    let site = Site::new().file(&format!("{BLOG}.md"), "---\ntitle: A\n---\n\nText.\n");
    let new = [
        "new",
        "comment",
        "Siân Lee",
        "--in",
        "blogs/2012-06-29-a",
        "--now",
        "2012-07-03",
    ];
    for _ in 0..2 {
        let run = site.run(&new);
        assert!(run.status.success(), "{run}");
    }
    let run = site.build();
    run.assert_clean();
    let page = run.page("/blogs/a/");
    for anchor in ["comment-sian-lee", "comment-sian-lee-2"] {
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{page}");
    }
    assert!(page.contains("Comments (2)"), "{page}");
}
