//! A small site in which most things depend on others, and random edits of it: of texts, translations, titles, relations, templates,
//! assets, tables, data and settings, deletions, moves, several files at once, and one value alone in a site without
//! problems. Compares nothing itself.

use std::fs;
use std::path::{Path, PathBuf};

use crate::outputs::Dice;
use crate::site::Site;

/// What its site.yaml says at first.
pub const SETTINGS: &str = "\
title: Making it real
base_url: https://example.org/sub
theme: bare
git_dates: false
kinds:
  blog:
    folder: blogs
    list: {sort: date desc, per_page: 2, feed: true}
    editions: [pdf, epub]
    fields: {authors: {type: relation, to: person, many: true, inverse: blogs}, tags: {type: tag, many: true, address: /tags/}}
    collections: {alike: {kind: blog, where: {authors: same}, limit: 2}}
  person: {folder: people, list: {sort: title}}
  statement: {statement: {claim: claim, full: fully}, fields: {claim: {type: choice, of: [fully, partially]}}}
";
const PAGE: &str = "<link href=\"{{ 'style.css' | asset }}\"><title>{{ page.title }}</title><main>{{ page.page_author }}{{ page.content }}{% for card in page.backlinks %}{{ card.title }}{% endfor %}</main>";
const LIST: &str = "<main>{% for card in paginator.entries %}<a href=\"{{ card.url }}\">{{ card.title }} {{ card.summary }}</a>{% endfor %}</main>";
/// What belongs to an edition.
const EDITION: &str = "<!doctype html><html lang=\"{{ page.language }}\"><body><header><h1>{{ page.title }}</h1></header><main>{{ page.page_author }}{{ page.content }}{% for card in page.authors or [] %}<p>{{ card.title }}</p>{% endfor %}</main></body></html>";
/// What shows all that some readers cannot use, on whatever page it is.
const STATEMENT: &str = "<main>{{ page.title }}{{ page.access_issues | json }}</main>";
/// A PDF that says no language, and one that does.
const PDFS: [&str; 2] = [
    "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n3 0 obj <</Type/Page/Parent 2 0 R>>\nendobj\ntrailer <</Root 1 0 R>>\n",
    "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R/Lang(en)/MarkInfo<</Marked true>>/StructTreeRoot<</Type/StructTreeRoot/K[]>>>>\nendobj\n2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>>\nendobj\n3 0 obj <</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>\nendobj\n4 0 obj <</Length 25>>\nstream\nBT /F 12 Tf (Hello) Tj ET\nendstream\nendobj\n5 0 obj <</Type/Font/Subtype/TrueType/BaseFont/Arial>>\nendobj\ntrailer <</Root 1 0 R>>\n",
];
/// What other templates extend, and one that does.
const BASE: &str = "<title>{{ site.title }} {{ text.by }}</title>{% block main %}{% endblock %}";
const EXTENDING: &str = "{% extends \"base.html\" %}{% block main %}{{ page.title }}{% endblock %}";

/// A block that asks for a table.
const NUMBERS: &str =
    "{% component Numbers(src, table) {\"data\": {}} %}{{ table | json }}{% endcomponent %}";

/// All its files before the first edit, but for site.yaml. Nothing is wrong with them.
const FIRST: [(&str, &str); 25] = [
    ("themes/bare/templates/page.html", PAGE),
    ("themes/bare/templates/edition.html", EDITION),
    ("themes/bare/templates/list.html", LIST),
    ("themes/bare/templates/statement.html", STATEMENT),
    (
        "themes/bare/templates/components/video.html",
        "{% component Video(title: string, link: map) %}{{ title }}{{ body }}{% endcomponent %}",
    ),
    ("themes/bare/templates/base.html", BASE),
    ("themes/bare/templates/tag.html", EXTENDING),
    ("themes/bare/text/en.yaml", "by: By\n"),
    (
        "themes/bare/templates/tags.html",
        "<main>{% for tag in tags %}{{ tag.title }}{% endfor %}</main>",
    ),
    (
        "themes/bare/templates/blog.html",
        "<main>{{ page.title }} {{ page.page_author }}{{ page.content }}{% for card in page.alike %}{{ card.title }}{% endfor %}{% for card in page.authors %}{{ card.title }}{% endfor %}{% if page.own is defined %}{% for card in page.own %}{{ card.title }}{% endfor %}{% endif %}{% for item in page.attachments %}{{ item.file.url }} <data>{{ item.file.size }} {{ item.file.pages }}</data>{% endfor %}</main>",
    ),
    (
        "themes/bare/templates/person.html",
        "<main>{{ page.title }}{% for card in page.blogs %}{{ card.title }}{% endfor %}{{ site.data | json }}</main>",
    ),
    ("themes/bare/templates/components/numbers.html", NUMBERS),
    (
        "themes/bare/templates/components/plain.html",
        "{% component Plain(src) %}{{ src.title }}{% endcomponent %}",
    ),
    ("themes/bare/assets/style.css", "a { color: red }"),
    ("content/facts.csv", "Year,People\n2012,2\n"),
    (
        "content/index.md",
        "---\ntitle: Home\n---\n[A](blogs/2012-06-01-a.md) [B](blogs/2012-06-02-b.md#part)\n",
    ),
    (
        "content/blogs/2012-06-01-a.md",
        "---\ntitle: A\nauthors: [ann]\ntags: [x]\ncollections: {own: {kind: blog, sort: title}}\n---\n[B](2012-06-02-b.md)\n",
    ),
    (
        "content/blogs/2012-06-02-b.md",
        "---\ntitle: B\nauthors: [ann, ben]\ntags: [x, y]\n---\n## Part\n\n[[person/ann]]\n",
    ),
    (
        "content/blogs/2012-06-03-c/index.md",
        "---\ntitle: C\n---\n[plan](plan.txt)\n",
    ),
    ("content/blogs/2012-06-03-c/plan.txt", "Plan"),
    ("content/people/ann.md", "---\ntitle: Ann\n---\n"),
    ("content/people/ben.md", "---\ntitle: Ben\n---\n"),
    ("content/data/facts.yaml", "a: 1\n"),
    (
        "content/statement.md",
        "---\nkind: statement\ntitle: Statement\nclaim: fully\n---\nNothing is wrong.\n",
    ),
    ("content/report.pdf", PDFS[0]),
];

/// What edits may add beside these.
const ADDED: [&str; 7] = [
    "addresses.lock",
    "content/blogs/2012-06-07-g",
    "content/blogs/2012-06-09-d.md",
    "content/e.md",
    "content/people/cem.md",
    "content/x.png",
    "templates/blog.html",
];

/// The site before its first edit.
pub fn site() -> Site {
    FIRST
        .iter()
        .fold(Site::new().site_yaml(SETTINGS), |site, (path, text)| {
            site.file(path, text)
        })
}

/// Makes it again what it was before the first edit. Most edits break something, and what is kept from a site with
/// problems is not what is kept from one without.
fn put_right(site: &Site) -> Vec<PathBuf> {
    let translations: Vec<String> = DOCUMENTS.iter().map(|path| translation(path)).collect();
    let added = ADDED.iter().copied();
    for path in added.chain(translations.iter().map(String::as_str)) {
        let path = site.root().join(path);
        let _ = if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        };
    }
    FIRST.iter().for_each(|(path, text)| site.write(path, text));
    site.write("site.yaml", SETTINGS);
    FIRST
        .iter()
        .map(|(path, _)| path)
        .chain(&ADDED)
        .chain(&["site.yaml"])
        .map(PathBuf::from)
        .chain(translations.iter().map(PathBuf::from))
        .collect()
}

/// Values of front matter, each with another one that is right in its place and leaves all else as it was.
const EXCHANGED: [(&str, &str); 8] = [
    ("authors: [ann]", "authors: [ben]"),
    ("authors: [ben]", "authors: [ann]"),
    ("authors: [ann, ben]", "authors: [ben, ann]"),
    ("authors: [ben, ann]", "authors: [ann, ann]"),
    ("authors: [ann, ann]", "authors: [ann, ben]"),
    ("sort: title}", "sort: title desc}"),
    ("sort: title desc}", "sort: title, limit: 1}"),
    ("sort: title, limit: 1}", "sort: title}"),
];

/// What site.yaml may say of languages. The first is the default, so each document may have translations into the others.
const LANGUAGES: [&str; 3] = [
    "languages: [en, cy]\n",
    "languages: {en: {}, cy: {missing: fallback, title: Go iawn}}\n",
    "languages: {en: {}, cy: {missing: hide}, de: {base_path: /deutsch}}\n",
];

/// The same with a language on a host of its own. What a preview shows of such a site is not what a build writes.
const HOSTS: [&str; 3] = [
    "languages: {en: {}, cy: {base_url: 'https://cymru.example'}}\n",
    "languages: {en: {}, cy: {base_url: 'https://other.example', missing: fallback}}\n",
    "languages: {en: {}, cy: {base_url: 'https://cymru.example'}, de: {}}\ndefault_at_root: false\n",
];

/// What site.yaml says of languages starts with this.
const NAMES_LANGUAGES: &str = "languages: ";

/// The translation of a document.
fn translation(path: &str) -> String {
    path.replace(".md", ".cy.md")
}

/// The file of a document, or of its translation where the site has languages.
fn document(site: &Site, dice: &mut Dice) -> String {
    let path = one(&DOCUMENTS, dice);
    let settings = fs::read_to_string(site.root().join("site.yaml"));
    let has_languages = settings.is_ok_and(|text| text.contains(NAMES_LANGUAGES));
    if has_languages && dice.below(3) == 0 {
        translation(path)
    } else {
        path.to_owned()
    }
}

/// Puts a language on a host of its own, or on another one, or back.
pub fn exchange_hosts(site: &Site, dice: &mut Dice) -> (Vec<PathBuf>, String) {
    exchange_languages(site, dice, &HOSTS)
}

/// Takes what site.yaml says of languages away, or has it say one of these things of them.
fn exchange_languages(site: &Site, dice: &mut Dice, languages: &[&str]) -> (Vec<PathBuf>, String) {
    let old = fs::read_to_string(site.root().join("site.yaml")).expect("the settings");
    let start = old.find(NAMES_LANGUAGES).unwrap_or(old.len());
    let mut text = old[..start].to_owned();
    if start == old.len() || dice.below(3) > 0 {
        text.push_str(one(languages, dice));
    }
    site.write("site.yaml", &text);
    let path = PathBuf::from("site.yaml");
    (vec![path], format!("wrote site.yaml: {text:?}"))
}

const DOCUMENTS: [&str; 6] = [
    "content/index.md",
    "content/blogs/2012-06-01-a.md",
    "content/blogs/2012-06-02-b.md",
    "content/blogs/2012-06-03-c/index.md",
    "content/people/ann.md",
    "content/people/ben.md",
];
/// What else an edit may write, and with what.
const OTHERS: [(&str, &[&str]); 17] = [
    (
        "addresses.lock",
        &[
            "/blogs/a/ content/blogs/2012-06-01-a.md\n/old/ content/e.md\n/tags/x/ field tags\n",
            "/people/ann/ content/people/ann.md\n/lost/ content/lost.md\n/blogs/c/plan.txt x\n",
            "/people/ann/\n",
        ],
    ),
    (
        "themes/bare/templates/page.html",
        &[
            PAGE,
            "<main>{{ page.title }}</main>",
            "<main>{{ page.titel }}</main>",
            "{% if %}",
        ],
    ),
    (
        "themes/bare/templates/edition.html",
        &[
            EDITION,
            EDITION,
            "<main>{{ page.title }}</main>",
            "<main>{{ page.titel }}</main>",
        ],
    ),
    (
        "themes/bare/templates/list.html",
        &[LIST, "<main>{{ paginator.total }}</main>"],
    ),
    (
        "themes/bare/assets/style.css",
        &["a { color: red }", "a { color: blue }"],
    ),
    ("content/data/facts.yaml", &["a: 1\n", "a: 2\n", "a: [\n"]),
    (
        "content/blogs/2012-06-03-c/plan.txt",
        &["Plan", "Nalp", "Other plan"],
    ),
    (
        "content/facts.csv",
        &["Year,People\n2012,3\n", "Year,People\n2012,\"4\n", ""],
    ),
    ("content/x.png", &["no picture", "\u{89}"]),
    ("content/report.pdf", &PDFS),
    (
        "site.yaml",
        &[
            SETTINGS,
            "title: Other\ntheme: bare\ngit_dates: false\nredirects: {/lost/: /facts.csv, /x/: people/ann.md}\ngone: [/old/]\n",
            "title: Other\nbase_url: https://example.org\ntheme: bare\ngit_dates: false\n",
        ],
    ),
    (
        "templates/blog.html",
        &[
            "<main>{{ page.title }}</main>",
            "<main>{{ page.summary }}</main>",
        ],
    ),
    // What others are made of is broken, and fixed again.
    (
        "themes/bare/templates/base.html",
        &[
            BASE,
            BASE,
            "{% block main %}{% endblock %}{{ nowhere.at.all }}",
            "{% if %}",
        ],
    ),
    (
        "themes/bare/templates/tag.html",
        &[LIST, EXTENDING, EXTENDING],
    ),
    (
        "themes/bare/templates/components/numbers.html",
        &[NUMBERS, NUMBERS, "{% component Numbers(", "{{ 1 | lost }}"],
    ),
    (
        "themes/bare/text/en.yaml",
        &["by: By\n", "by: Of\n", "by: [\n"],
    ),
    (
        "themes/bare/kinds/place.yaml",
        &[
            "label: Place\nfolder: places\n",
            "label: Town\nfolder: places\n",
            "fields: 3\n",
            "label: [\n",
        ],
    ),
];
const FRONTS: [&str; 18] = [
    "title: One\nauthors: [ann]\nsummary: Short",
    "title: Two\nauthors: [ben]\ntags: [y]\nsummary: Short",
    "title: Three\ndraft: true",
    "title: Four\nauthors: [nobody]",
    "title: Five\naliases: [/old/]\nsummary: Short",
    "title: Six\nslug: six",
    "title: [",
    "titel: Seven\ntags: [z, x]",
    "title: Eight\ndate: 2012-07-0x",
    "title: Nine\npublish_at: 2012-10-02T08:00:00Z\nauthors: [ben]",
    "title: Ten\nexpires: 2012-10-02T09:00:00Z",
    "title: Eleven\npage_author: Ann\nsummary: Short",
    "title: Twelve\neditions: none",
    "title: Fourteen\nexempt: archive\nexempt_note: Old",
    "title: Fifteen\nattachments: [{file: /report.pdf, title: Report}]",
    "title: Sixteen\nattachments: [{file: /report.pdf, exempt: map}, {file: /facts.csv, accessible: false}]\nimage: /x.png",
    "title: Seventeen\ndraft: true\nattachments: [{file: /report.pdf}]",
    "title: Thirteen\neditions: [epub, large-print]\nupdated: 2012-07-01",
];
const BODIES: [&str; 12] = [
    "Text.",
    "## Part\n\nText.",
    "[gone](nowhere.md) [Ann](/people/ann.md)",
    "::: odd\nText.\n:::",
    "[B](/blogs/2012-06-02-b.md#part) ![](x.png)",
    "Another text, with a note.[^1]\n\n[^1]: The note.",
    "::: numbers src=/facts.csv\n:::",
    "::: plain src=/facts.csv\n:::",
    "```rust\nfn main() {}\n```",
    "::: video link=https://example.net/ title=Film\n:::",
    "::: video link=https://example.net/ title=Film\nIts words.\n:::",
    "::: plain src=/facts.csv\nNever closed.",
];

/// One of some things.
pub fn one<'t, T: ?Sized>(things: &[&'t T], dice: &mut Dice) -> &'t T {
    things[usize::try_from(dice.below(things.len() as u64)).expect("a small number")]
}

/// Edits a site somewhere, and gives the paths that a watch would name, with words for a failure.
pub fn edit(site: &Site, dice: &mut Dice) -> (Vec<PathBuf>, String) {
    let path = &document(site, dice);
    let there = site.root().join(path).exists();
    match dice.below(26) {
        24 | 25 => exchange_languages(site, dice, &LANGUAGES),
        12 => (put_right(site), "put all right".to_owned()),
        13..=17 if there => {
            // One value for another one, with the title or without.
            let old = fs::read_to_string(site.root().join(path)).expect("a file of the site");
            let exchanged = EXCHANGED.iter().find(|(value, _)| old.contains(value));
            let (value, other) = exchanged.copied().unwrap_or(("title: ", "title: The "));
            let text = old.replacen(value, other, 1);
            let text = if dice.below(3) == 0 {
                text.replacen("title: ", "title: A ", 1)
            } else {
                text
            };
            site.write(path, &text);
            (vec![path.into()], format!("wrote {path}: {text:?}"))
        }
        0 if there => {
            fs::remove_file(site.root().join(path)).expect("a file of the site");
            (vec![path.into()], format!("deleted {path}"))
        }
        1 if there => {
            let to = one(
                &[
                    "content/people/cem.md",
                    "content/blogs/2012-06-09-d.md",
                    "content/e.md",
                ],
                dice,
            );
            fs::rename(site.root().join(path), site.root().join(to)).expect("a file of the site");
            (
                vec![path.into(), to.into()],
                format!("moved {path} to {to}"),
            )
        }
        2 | 3 => {
            let (path, texts) =
                OTHERS[usize::try_from(dice.below(OTHERS.len() as u64)).expect("a small number")];
            let text = one(texts, dice);
            site.write(path, text);
            (vec![path.into()], format!("wrote {path}: {text:?}"))
        }
        4 => {
            let folder = site.root().join("content/blogs/2012-06-03-c");
            let to = site.root().join("content/blogs/2012-06-07-g");
            let (from, to) = if folder.exists() {
                (folder, to)
            } else {
                (to, folder)
            };
            // One of the two may be left over beside the other: then nothing is moved.
            let done = fs::rename(&from, &to);
            let below = |path: &Path| {
                path.strip_prefix(site.root())
                    .expect("a path of the site")
                    .to_owned()
            };
            (
                vec![below(&from), below(&to)],
                format!("moved a folder: {done:?}"),
            )
        }
        5 | 6 if there => {
            // Only the text: the front matter stays, whatever it says.
            let old = fs::read_to_string(site.root().join(path)).expect("a file of the site");
            let front = old.find("\n---\n").map_or("", |end| &old[..end + 5]);
            let text = format!("{front}{}\n\n{}\n", one(&BODIES, dice), one(&BODIES, dice));
            site.write(path, &text);
            (vec![path.into()], format!("wrote {path}: {text:?}"))
        }
        7..=10 if there => {
            // What nobody but the page itself can tell.
            let old = fs::read_to_string(site.root().join(path)).expect("a file of the site");
            let text = match dice.below(6) {
                0 => old.replace("::: numbers", "::: plain"),
                1 => old.replace("::: plain", "::: numbers"),
                2 => old.replacen("[gone]", "Lost: [gone]", 1).replacen(
                    "::: plain",
                    "Here:\n\n::: plain",
                    1,
                ),
                3 => old.replacen("\n\n", "\n\nA paragraph between.\n\n", 1),
                4 => old
                    .replace("page_author: Ann", "page_author: Ben")
                    .replace("![](x.png)", "![A picture](x.png)")
                    .replace("exempt: archive", "exempt: heritage"),
                _ => format!("{old}\nA last line.\n"),
            };
            site.write(path, &text);
            (vec![path.into()], format!("wrote {path}: {text:?}"))
        }
        11 => {
            // Several files of which one watch tells at once.
            let (mut paths, mut words) = (Vec::new(), String::new());
            for _ in 0..3 {
                let (more, done) = edit(site, dice);
                paths.extend(more);
                words.push_str(&done);
                words.push_str("; ");
            }
            (paths, words)
        }
        _ => {
            let text = format!("---\n{}\n---\n{}\n", one(&FRONTS, dice), one(&BODIES, dice));
            site.write(path, &text);
            (vec![path.into()], format!("wrote {path}: {text:?}"))
        }
    }
}
