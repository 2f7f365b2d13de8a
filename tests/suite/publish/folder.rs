//! `copublish publish` into a folder.

use std::fs;

use crate::site::{Run, Site, read_folder};

const PAGE: &str = "---\ntitle: Home\n---\nHello.\n";

fn site(target: &str) -> Site {
    Site::new()
        .file(
            "site.yaml",
            format!("title: A\nbase_url: https://example.org\npublish: {{to: folder, {target}}}\n"),
        )
        .file("content/index.md", PAGE)
}

fn said(run: &Run) -> String {
    format!("{}{}", run.stdout, run.stderr)
}

#[test]
fn a_folder_gets_what_changed_and_keeps_what_others_put_there() {
    let site = site("folder: www");
    let first = site.run(&["publish"]);
    first.assert_exit(0);
    assert!(
        first.stdout.contains("address: https://example.org/\n"),
        "{first}"
    );
    let www = site.root().join("www");
    fs::write(www.join("of-others.txt"), "keep me").expect("a file");
    site.write("content/new.md", "---\ntitle: New\n---\nText.\n");
    site.run(&["publish"]);
    assert!(www.join("new/index.html").exists());
    site.delete("content/new.md");
    let third = site.run(&["publish"]);
    assert!(
        third.stdout.contains("removed  new/index.html\n"),
        "{third}"
    );
    assert!(!www.join("new").exists() && www.join("of-others.txt").exists());
    let mut there = read_folder(&www);
    assert!(there.remove("of-others.txt").is_some());
    assert!(there.remove(".copublish-published.json").is_some());
    let mut built = read_folder(site.output());
    built.remove(".copublish-manifest");
    assert!(there == built);
}

/// The hashes in the names of what pages look by change with it.
#[test]
fn what_open_pages_need_stays_for_a_day_and_what_was_withdrawn_goes_at_once() {
    let site = site("folder: www");
    site.write("assets/extra.css", "p { color: red }");
    site.write(
        "content/secret.md",
        "---\ntitle: Secret\n---\n[A](plan.txt) xylophone\n",
    );
    site.write("content/plan.txt", "a plan");
    site.run(&["publish"]).assert_exit(0);
    let www = site.root().join("www");
    let css = only_file(&www, "assets/extra.");
    site.delete("assets/extra.css");
    site.write(
        "content/secret.md",
        "---\ntitle: Secret\ndraft: true\n---\n[A](plan.txt) xylophone\n",
    );
    let rehearsal = site.run(&["publish", "--dry-run"]);
    assert!(
        rehearsal.stdout.contains(&format!("kept     {css}\n")),
        "{rehearsal}"
    );
    let second = site.run(&["publish"]);
    second.assert_exit(0);
    assert!(
        second.stdout.contains(", 1 kept for pages that are open"),
        "{second}"
    );
    assert!(www.join(&css).exists() && !www.join("secret").exists());
    let parts = |folder| {
        let mut files = read_folder(folder);
        files.retain(|path, _| path.starts_with("search/") || path.ends_with(".txt"));
        files
    };
    assert!(
        parts(&www) == parts(site.output()),
        "something withdrawn is still there"
    );
    let third = site.run(&["publish"]);
    assert!(third.stdout.contains("has this site already"), "{third}");
    let manifest = www.join(".copublish-published.json");
    let mut text: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(&manifest).expect("a manifest")).expect("JSON");
    assert!(text["left"][&css].is_string(), "{text}");
    text["left"][&css] = "2012-10-02T00:00:00Z".into();
    fs::write(&manifest, text.to_string()).expect("a manifest");
    let later = site.run(&["publish"]);
    assert!(
        later.stdout.contains(&format!("removed  {css}\n")),
        "{later}"
    );
    assert!(!www.join(&css).exists());
}

fn only_file(folder: &std::path::Path, start: &str) -> String {
    let files = read_folder(folder);
    let mut found = files.keys().filter(|path| path.starts_with(start));
    let file = found.next().expect("such a file").clone();
    assert_eq!(found.next(), None);
    file
}

#[test]
fn a_rehearsal_makes_no_folder_and_lists_what_it_would_send() {
    let site = site("folder: www");
    let run = site.run(&["publish", "--dry-run"]);
    run.assert_exit(0);
    assert!(
        run.stdout.contains("new      index.html\n") && run.stdout.contains("would send "),
        "{run}"
    );
    assert!(!site.root().join("www").exists());
}

#[test]
fn a_site_with_errors_is_not_sent() {
    let site = site("folder: www").file("content/index.md", "---\ntitle: Home\n---\n[no](no.md)\n");
    let run = site.run(&["publish"]);
    run.assert_exit(1);
    assert!(run.stderr.contains("error[broken-link]"), "{run}");
    assert!(
        run.stdout
            .contains("nothing was sent: the site has 1 error\n"),
        "{run}"
    );
    assert!(!site.root().join("www").exists());
}

#[test]
fn a_site_that_has_lost_an_address_is_not_sent() {
    let site = site("folder: www").file("content/a.md", "---\ntitle: A\n---\nText.\n");
    site.run(&["build", "--update-ledger"]);
    site.delete("content/a.md");
    let run = site.run(&["publish"]);
    run.assert_exit(1);
    assert!(run.stderr.contains("error[address-gone]"), "{run}");
    assert!(!site.root().join("www").exists());
}

#[test]
fn nothing_under_embargo_is_sent_and_a_scheduler_sends_it_when_it_is_due() {
    let site = site("folder: www").by_the_clock();
    site.write(
        "content/a.md",
        "---\ntitle: Secret\npublish_at: 2013-01-01\n---\nText.\n",
    );
    let at = |moment: &str| site.run(&["publish", "--now", moment]);
    let due = |moment: &str| site.run(&["publish", "--if-due", "--now", moment]);
    let first = at("2012-10-01");
    assert!(
        first
            .stdout
            .contains("next change at 2013-01-01 00:00:00 +00:00"),
        "{first}"
    );
    assert!(
        first
            .stdout
            .contains("crontab: */15 * * * * copublish publish --if-due --quiet --root "),
        "{first}"
    );
    let www = site.root().join("www");
    assert!(!www.join("a").exists() && !said(&first).contains("Secret"));
    let early = due("2012-12-31");
    assert!(
        early
            .stdout
            .contains("nothing is due; next change at 2013-01-01"),
        "{early}"
    );
    assert!(!www.join("a").exists());
    let late = due("2013-01-01");
    assert!(late.stdout.contains("new      a/index.html\n"), "{late}");
    let after = due("2013-01-02");
    assert!(
        after
            .stdout
            .contains("nothing is due: the site does not change by itself"),
        "{after}"
    );
    let future = at("2999-01-01");
    future.assert_exit(2);
    assert!(future.stderr.contains("--now is in the future"), "{future}");
}

#[test]
fn a_site_that_its_host_would_refuse_is_not_sent() {
    let site = site("folder: www, host: cloudflare");
    site.write("content/big.pdf", vec![b'x'; 26 << 20]);
    let text = format!("{PAGE}[The plan](big.pdf)\n");
    site.write("content/index.md", text);
    let run = site.run(&["publish"]);
    run.assert_exit(2);
    assert!(
        run.stderr.contains(
            "nothing was sent: `big.pdf` has 26 MiB, and Cloudflare Pages takes files of 25 MiB"
        ),
        "{run}"
    );
    assert!(!site.root().join("www").exists());
}

#[test]
fn targets_are_named_and_mistakes_in_them_are_told() {
    let site = Site::new()
        .file("site.yaml", "title: A\npublish:\n  live: {to: folder, folder: live}\n  test: {to: folder, folder: test, base_url: 'https://test.example.org'}\n")
        .file("content/index.md", PAGE);
    let run = |args: &[&str]| site.run(&[&["publish"], args].concat());
    assert!(run(&[]).stderr.contains("site.yaml has the targets `live` and `test`; write which one, as in `copublish publish live`"));
    assert!(
        run(&["tset"])
            .stderr
            .contains("site.yaml has no target called `tset`; did you mean `test`?")
    );
    let test = run(&["test"]);
    assert!(
        test.stdout.contains("address: https://test.example.org/\n"),
        "{test}"
    );
    let page = fs::read_to_string(site.root().join("test/index.html")).expect("the home page");
    assert!(page.contains("https://test.example.org/"));
    let none = Site::new().file("content/index.md", PAGE).run(&["publish"]);
    none.assert_exit(2);
    assert!(none.stderr.contains("publish:\n  to: folder\n"), "{none}");
    let wrong = site_with("publish: {to: ftp}");
    assert!(
        wrong.stderr.contains(
            "error[invalid-setting]: `to` must be `folder`, `ssh`, `s3` or `branch`, but is `ftp`"
        ),
        "{wrong}"
    );
    assert!(
        wrong
            .stderr
            .contains("nothing was sent: the settings have errors"),
        "{wrong}"
    );
}

fn site_with(settings: &str) -> Run {
    let site = Site::new().file("site.yaml", format!("title: A\n{settings}\n"));
    site.run(&["publish"])
}

#[test]
fn a_drive_that_is_not_there_is_named() {
    let run = site("folder: drive/www").run(&["publish"]);
    run.assert_exit(2);
    assert!(
        run.stderr
            .contains("drive/www does not exist; create it, or mount the drive that it is on"),
        "{run}"
    );
}

const HOSTS: &str = "title: A
base_url: https://example.org
git_dates: false
languages: {en: {}, cy: {base_url: 'https://cymru.example'}}
publish:
  english: {to: folder, folder: www}
  welsh: {to: folder, folder: cymru, language: cy}
  preview: {to: folder, folder: preview, base_url: 'https://preview.example'}
";

#[test]
fn each_host_of_a_site_is_a_target_and_a_preview_has_all_of_it() {
    let site = Site::new()
        .site_yaml(HOSTS)
        .file("content/index.md", PAGE)
        .file(
            "content/index.cy.md",
            "---\ntitle: Hafan\naliases: [/cy/hen/]\n---\n[En](index.md)\n",
        );
    for (target, address) in [
        ("english", "https://example.org/"),
        ("welsh", "https://cymru.example/"),
        ("preview", "https://preview.example/"),
    ] {
        let run = site.run(&["publish", target]);
        run.assert_exit(0);
        assert!(
            run.stdout.contains(&format!("address: {address}\n")),
            "{run}"
        );
    }
    let files = |folder: &str| read_folder(&site.root().join(folder));
    let (english, welsh, preview) = (files("www"), files("cymru"), files("preview"));
    assert!(
        !english.keys().any(|file| file.starts_with("cy/")),
        "{:?}",
        english.keys()
    );
    assert!(english["_redirects"].starts_with(b"/cy/* https://cymru.example/:splat 301"));
    assert_eq!(welsh["_redirects"], b"/hen/ / 301\n");
    for file in [
        "index.html",
        "404.html",
        "robots.txt",
        "sitemap.xml",
        "favicon.ico",
    ] {
        assert!(
            english.contains_key(file) && welsh.contains_key(file),
            "{file}"
        );
    }
    let home = String::from_utf8_lossy(&welsh["index.html"]);
    assert!(home.contains("<a href=\"https://example.org/\""), "{home}");
    let home = String::from_utf8_lossy(&preview["cy/index.html"]);
    assert!(
        home.contains("href=\"https://preview.example/cy/\""),
        "{home}"
    );
    assert!(!preview.contains_key("cy/robots.txt"));
}

#[test]
fn a_target_is_the_host_of_a_language_that_has_one() {
    let publish = "  welsh: {to: folder, folder: cymru, language: de}\n";
    let settings = HOSTS.replace(
        "  welsh: {to: folder, folder: cymru, language: cy}\n",
        publish,
    );
    let run = Site::new().site_yaml(&settings).run(&["publish", "welsh"]);
    assert!(
        run.stderr
            .contains("`de` is not a language on a host of its own"),
        "{run}"
    );
    let both =
        "  welsh: {to: folder, folder: cymru, language: cy, base_url: 'https://a.example'}\n";
    let settings = HOSTS.replace("  welsh: {to: folder, folder: cymru, language: cy}\n", both);
    let run = Site::new().site_yaml(&settings).run(&["publish", "welsh"]);
    assert!(
        run.stderr
            .contains("cannot have both `language` and `base_url`"),
        "{run}"
    );
}
