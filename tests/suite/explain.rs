//! `explain`: what makes a page and what it is linked with, and what a problem means. Builds nothing.

use crate::site::Site;

fn site() -> Site {
    Site::new()
        .file("content/people/sam-lee.md", "---\ntitle: Sam Lee\nrole: Co-chair\n---\n")
        .file(
            "content/blogs/2012-06-29-regions.md",
            "---\ntitle: Regions\nauthors: [sam-lee]\naliases: [/old/]\ndraft: false\n---\n[Sam](/people/sam-lee.md)\n",
        )
        .file("content/blogs/2012-07-01-later.md", "---\ntitle: Later\ndraft: true\n---\n")
}

#[test]
fn a_page_is_explained_by_its_address() {
    let run = site().run(&["explain", "/people/sam-lee/"]);
    run.assert_exit(0);
    assert_eq!(
        run.stdout,
        "/people/sam-lee/
  what         the page of a document
  file         people/sam-lee/index.html
  source       content/people/sam-lee.md
  kind         person
  id           sam-lee
  template     built-in:themes/partnership/templates/person.html
  fields
    role: Co-chair
    title: Sam Lee
  named by
    blogs: blog/regions
  linked from
    content/blogs/2012-06-29-regions.md
"
    );
    assert!(
        run.output.is_empty(),
        "explaining writes nothing: {:?}",
        run.paths()
    );
}

#[test]
fn a_file_a_missing_slash_and_an_old_address_lead_to_the_same_page() {
    let site = site();
    for asked in [
        "content/blogs/2012-06-29-regions.md",
        "/blogs/regions",
        "https://example.org/blogs/regions/",
    ] {
        let run = site.run(&["explain", asked]);
        assert!(
            run.stdout
                .contains("source       content/blogs/2012-06-29-regions.md"),
            "{asked}: {run}"
        );
        assert!(
            run.stdout.contains("  old addresses\n    /old/\n"),
            "{asked}: {run}"
        );
    }
    let old = site.run(&["explain", "/old/"]);
    assert!(
        old.stdout
            .contains("an old address that redirects to /blogs/regions/"),
        "{old}"
    );
}

#[test]
fn what_is_not_there_is_said_with_what_is_near() {
    let site = site();
    let near = site.run(&["explain", "/people/sam-le/"]);
    near.assert_exit(2);
    assert_eq!(
        near.stderr,
        "error: there is nothing at /people/sam-le/; did you mean `/people/sam-lee/`?\n"
    );
    site.run(&["explain", "/blogs/later/"]).assert_exit(2);
    site.run(&["explain", "/blogs/later/", "--drafts"])
        .assert_exit(0);
}

#[test]
fn json_holds_the_same() {
    let run = site().run(&["explain", "/blogs/regions/", "--format", "json"]);
    run.assert_exit(0);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(json["summary"]["names"]["authors"][0], "person/sam-lee");
    assert_eq!(json["summary"]["aliases"][0], "/old/");
}

#[test]
fn every_sort_of_page_has_a_view() {
    let site = site().file(
        "content/blogs/2012-05-01-words.md",
        "---\ntitle: Words\ntags: [care]\n---\n",
    );
    let asked = [
        "/blogs/words",
        "/blogs/",
        "/tags/",
        "/tags/care/",
        "/404.html",
    ];
    let run = site.run(&[&["explain", "--view", "--format", "json"], asked.as_slice()].concat());
    run.assert_exit(0);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let pages = json["summary"].as_array().expect("a page for each address");
    let shown = |page: &serde_json::Value| {
        let more: Vec<&str> = ["paginator", "tags", "lists"]
            .into_iter()
            .filter(|name| page.get(name).is_some())
            .collect();
        format!(
            "{} {} {}",
            page["address"],
            page["template"],
            more.join(" ")
        )
        .replace('"', "")
    };
    assert_eq!(
        pages.iter().map(shown).collect::<Vec<String>>(),
        [
            "/blogs/words/ blog.html ",
            "/blogs/ list.html paginator",
            "/tags/ tags.html tags",
            "/tags/care/ tag.html paginator",
            "/404.html 404.html lists"
        ]
    );
}

#[test]
fn a_code_is_explained_by_its_name() {
    let run = site().run(&["explain", "error[broken-link]"]);
    run.assert_exit(0);
    assert!(
        run.stdout.starts_with("broken-link\n") && run.stdout.contains("What to do"),
        "{run}"
    );
}
