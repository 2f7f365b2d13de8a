//! What open pages use that is not in them, and what becomes of them where a site moves to another path.

use super::*;

const WITH_PICTURE: &str = "<!doctype html><link rel=stylesheet href=/s.1.css><body><img src=\"../pictures/a.png\"></body>";

/// The next event that says something of the page.
fn of_page(tab: &mut Tab) -> (String, serde_json::Value) {
    loop {
        let (name, data) = tab.next();
        if name != "problems" {
            return (name, data);
        }
    }
}

#[test]
fn a_picture_with_other_bytes_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    std::fs::write(&path, "old").unwrap();
    let with_picture = || {
        site()
            .with("a/index.html", WITH_PICTURE)
            .with_copy("pictures/a.png", &path)
            .with("b.png", "b")
    };
    let (server, shown) = served(with_picture());
    let mut tab = Tab::open(&server, "a/index.html", "");
    let (_, state) = tab.next();
    tab.expect_problems(0);
    let mut other = Tab::opened(&server, "index.html", 0);

    // What the page does not show makes no difference to it.
    shown.show(Arc::new(with_picture().with("b.png", "other")));
    // Looked at before the picture changes: half written, it would be another one again.
    tab.expect_problems(0);
    std::fs::write(&path, "new bytes").unwrap();
    shown.show(Arc::new(with_picture()));
    let (name, data) = of_page(&mut tab);
    assert_eq!(
        (name.as_str(), &data["changed"]),
        ("files", &serde_json::json!(["../pictures/a.png"]))
    );
    assert_ne!(data["files"], state["files"]);

    // Nothing was told to the other page: the next it hears of is this.
    shown.show(Arc::new(
        with_picture().with("index.html", "<body>new</body>"),
    ));
    assert_eq!(of_page(&mut other).0, "reload");

    // A tab that slept meanwhile says which picture it has.
    let asleep = |files: &serde_json::Value| {
        let version = state["version"].as_str().unwrap();
        Tab::open(
            &server,
            "a/index.html",
            &format!("{version}&files={}", files.as_str().unwrap()),
        )
    };
    let mut late = asleep(&state["files"]);
    assert_eq!(
        (late.next().0.as_str(), late.next().0.as_str()),
        ("state", "reload")
    );
    let mut early = asleep(&data["files"]);
    assert_eq!(early.next().0, "state");
    early.expect_problems(0);
}

#[test]
fn a_kept_page_keeps_its_style_sheets() {
    let (server, shown) = served(site());
    let tab = Tab::opened(&server, "a/index.html", 0);
    let gone = || {
        Fake::default()
            .with("404.html", "<body>lost</body>")
            .with("s.2.css", "b{}")
    };
    shown.show(Arc::new(gone().with_problem("error")));
    assert_eq!(ask(&server, "GET /a/", &[PLAIN]).text(), PAGE);
    let sheet = ask(&server, "GET /s.1.css", &[]);
    assert_eq!((sheet.status, sheet.text()), (200, "p{}"));
    assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(ask(&server, "GET /feed.xml", &[]).status, 404);
    shown.show(Arc::new(gone()));
    assert_eq!(ask(&server, "GET /s.1.css", &[]).status, 404);
    drop(tab);
}

#[test]
fn old_urls_lead_to_where_the_site_is_now() {
    let at = |base: &str| {
        Arc::new(Fake {
            base: base.to_owned(),
            ..site()
        })
    };
    let (server, shown) = served(site());
    let leads = |path: &str| {
        let answer = ask(&server, &format!("GET {path}"), &[PLAIN]);
        (answer.status, answer.header("location").to_owned())
    };
    let to = |path: &str| (302, path.to_owned());
    let mut tab = Tab::opened(&server, "a/index.html", 0);
    shown.show(Arc::new(Fake {
        base: "/sub".to_owned(),
        ..site().with("a/index.html", "moved")
    }));
    assert_eq!(tab.next().0, "reload");
    assert!(server.url().ends_with("/sub/"));
    assert_eq!(leads("/a/?b=c"), to("/sub/a/?b=c"));
    assert_eq!(
        leads("/.copublish/events?page=x"),
        to("/sub/.copublish/events?page=x")
    );
    assert_eq!(leads("/"), to("/sub/"));
    assert_eq!(leads("/sub/a/"), (200, String::new()));
    assert_eq!(leads("/sub/none/"), (404, String::new()));

    shown.show(at("/sub/deep"));
    assert_eq!(leads("/a/"), to("/sub/deep/a/"));
    assert_eq!(leads("/sub/a/"), to("/sub/deep/a/"));
    assert_eq!(leads("/sub/deep/none/"), (404, String::new()));

    shown.show(at(""));
    assert_eq!(leads("/sub/deep/a/"), to("/a/"));
    assert_eq!(
        leads("/sub/.copublish/client.js"),
        to("/.copublish/client.js")
    );
    assert_eq!(leads("/sub"), to("/"));
    assert_eq!(leads("/none/"), (404, String::new()));
}

#[test]
fn problems_are_drawn_once_and_only_for_somebody() {
    let state = Arc::new(site().with_problem("warning"));
    let shown = ServedSite::new(Arc::clone(&state) as Arc<dyn State>);
    let server = start(Arc::clone(&shown), &options()).unwrap();
    let drawn = |state: &Fake| state.drawn.load(Ordering::Relaxed);
    shown.problems_changed();
    assert_eq!(ask(&server, "GET /a/", &[PLAIN]).status, 200);
    assert_eq!(drawn(&state), 0);
    let mut tabs: Vec<Tab> = (0..20)
        .map(|_| Tab::opened(&server, "a/index.html", 1))
        .collect();
    assert_eq!(ask(&server, "GET /.copublish/problems", &[]).status, 200);
    assert_eq!(drawn(&state), 1);
    let next = Arc::new(site().with_problem("error"));
    shown.show(Arc::clone(&next) as Arc<dyn State>);
    for tab in &mut tabs {
        tab.expect_problems(1);
    }
    assert_eq!((drawn(&state), drawn(&next)), (1, 1));
}
