//! Links as authors write them: resolved in every place, and checked.

use crate::html;
use crate::site::{Run, Site, pdf};

/// The addresses that the links in the text of a page lead to.
fn targets(run: &Run, address: &str) -> Vec<String> {
    let page = html::parse(&run.page(address));
    let links = page.select("#text a");
    links
        .iter()
        .filter_map(|link| link.attribute("href").map(str::to_owned))
        .collect()
}

/// A site with a report in a folder, a chapter, an asset and two pages, and a template that shows text only.
fn site(page: &str) -> Site {
    let template = "<html><main id=\"text\">{{ page.content | safe }}</main></html>";
    Site::new()
        .file("templates/page.html", template)
        .file("content/about/board.md", page)
        .file(
            "content/about/team.md",
            "---\ntitle: The team\n---\n## Who we are\n",
        )
        .file("content/about/plan.pdf", pdf(1))
        .file(
            "content/papers/2012/index.md",
            "---\ntitle: Papers\n---\n## Budget\n",
        )
        .file("content/papers/2012/budget.csv", "a,b\n1,2\n")
}

#[test]
fn every_way_of_writing_a_link_leads_to_one_address() {
    let ways = [
        ("team.md", "/about/team/"),
        ("./team.md", "/about/team/"),
        ("../about/team.md", "/about/team/"),
        ("/about/team.md", "/about/team/"),
        ("/about/team/", "/about/team/"),
        ("team.md#who-we-are", "/about/team/#who-we-are"),
        ("/about/team/#who-we-are", "/about/team/#who-we-are"),
        ("../papers/2012/index.md#budget", "/papers/2012/#budget"),
        ("plan.pdf", "/about/plan.pdf"),
        ("../papers/2012/budget.csv", "/papers/2012/budget.csv"),
        ("#here", "#here"),
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ];
    let body: String = ways
        .iter()
        .map(|(written, _)| format!("[x]({written})\n"))
        .collect();
    let run = site(&format!("---\ntitle: Board\n---\n## Here\n\n{body}")).build();
    run.assert_clean();
    let expected: Vec<&str> = ways.iter().map(|(_, address)| *address).collect();
    assert_eq!(targets(&run, "/about/board/"), expected);
    assert!(run.output.contains_key("about/plan.pdf"), "{run}");
}

#[test]
fn links_carry_the_path_of_the_site() {
    let run = site("[x](team.md) [y](/papers/2012/) [z](plan.pdf) [w](#here)\n\n## Here\n")
        .site_yaml("title: A\nbase_url: https://example.org/sub\n")
        .build();
    run.assert_clean();
    assert_eq!(
        targets(&run, "/about/board/"),
        [
            "/sub/about/team/",
            "/sub/papers/2012/",
            "/sub/about/plan.pdf",
            "#here"
        ]
    );
}

#[test]
fn references_autolinks_and_pictures_are_links_too() {
    let page = "[x][team] <https://example.com/>\n\n![A plan](plan.png)\n\n[team]: team.md\n";
    let run = site(page).file("content/about/plan.png", "GIF89a").build();
    run.assert_clean();
    assert_eq!(
        targets(&run, "/about/board/"),
        ["/about/team/", "https://example.com/"]
    );
    assert!(
        run.page("/about/board/")
            .contains("src=\"/about/plan.png\""),
        "{run}"
    );
}

#[test]
fn a_link_by_id_has_the_title_as_its_text() {
    let run = site("[[page/team]]\n").build();
    run.assert_clean();
    assert!(
        run.page("/about/board/")
            .contains("<a href=\"/about/team/\">The team</a>"),
        "{run}"
    );
}

#[test]
fn broken_links_are_errors_at_their_place_naming_the_nearest() {
    let page = "---\ntitle: Board\n---\nText [x](teem.md).\n\n[y](team.md#who-we-were)\n\n![z](plan.png)\n";
    let run = site(page).build();
    run.assert_exit(1);
    for (code, place, near) in [
        ("broken-link", "content/about/board.md:4:", "team.md"),
        ("broken-anchor", "content/about/board.md:6:", "who-we-are"),
        ("broken-link", "content/about/board.md:8:", "plan.pdf"),
    ] {
        assert!(
            run.stderr.contains(&format!("error[{code}]")),
            "{code}\n{run}"
        );
        assert!(run.stderr.contains(place), "{place}\n{run}");
        assert!(run.stderr.contains(near), "{near}\n{run}");
    }
}

#[test]
fn a_link_to_what_is_not_public_is_an_error() {
    let run = site("[x](secret.md)\n")
        .file(
            "content/about/secret.md",
            "---\ntitle: S\ndraft: true\n---\n",
        )
        .build();
    run.assert_exit(1);
    assert!(run.stderr.contains("error[link-to-unpublished]"), "{run}");
    assert!(run.stderr.contains("content/about/board.md:1:"), "{run}");
}

#[test]
fn links_in_code_are_text() {
    let run = site("`[x](gone.md)`\n\n```\n[y](gone.md)\n[[gone/z]]\n```\n").build();
    run.assert_clean();
    assert_eq!(targets(&run, "/about/board/"), Vec::<String>::new());
}

#[test]
fn two_files_for_one_address_are_an_error_naming_both() {
    let run = site("# Board\n")
        .file("content/about/team/index.md", "# Also the team\n")
        .build();
    run.assert_exit(1);
    assert!(run.stderr.contains("error[address-clash]"), "{run}");
    for part in [
        "content/about/team.md",
        "content/about/team/index.md",
        "/about/team/",
    ] {
        assert!(run.stderr.contains(part), "{part}\n{run}");
    }
}
