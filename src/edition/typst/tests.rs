//! Small texts as Typst.

use super::messages::LookPlace;
use super::{Place, PressMessage, PressReport};
use crate::config::{Edition, Hosts};
use crate::edition::{PageStart, Picture, PressJob, PressLook, Publication, Tree};

fn press_job(
    edition: Edition,
    tree: &Tree,
    publication: &Publication,
    pictures: &[Picture],
) -> PressJob {
    super::press_job(edition, tree, publication, pictures, &PressLook::default())
}

/// What a text becomes, without what the look is told besides.
fn body(html: &str) -> String {
    with_pictures(html, &[])
}

fn with_pictures(html: &str, pictures: &[Picture]) -> String {
    let tree = Tree::parse(&format!("<!DOCTYPE html><main>{html}</main>"));
    let publication = Publication {
        hosts: Hosts::one("https://a.example", ""),
        language: "en".to_owned(),
        ..Publication::default()
    };
    let job = press_job(Edition::Pdf, &tree, &publication, pictures);
    let (_, body) = job.main.rsplit_once("colophon: [\n],\n)\n").unwrap();
    body.trim().to_owned()
}

#[test]
fn nothing_that_was_written_is_markup() {
    let text = r##"#set page() $x$ *a* _b_ @c [d] <e> ~ -- \ "q" //"##;
    let html = format!("<p>{}</p>", text.replace('<', "&lt;"));
    let literal = text.replace('\\', "\\\\").replace('"', "\\\"");
    assert_eq!(body(&html), format!("#par[#\"{literal}\";]"));
}

#[test]
fn white_space_is_that_of_a_browser() {
    assert_eq!(
        body("<p>  a <b> b </b> c\n</p>"),
        "#par[#\"a\";#\" \";#strong[#\"b\";];#\" c\";]"
    );
    assert_eq!(body("<p>a<br> b</p>"), "#par[#\"a\";#linebreak();#\"b\";]");
}

#[test]
fn links_lead_within_the_edition_or_to_the_web() {
    assert_eq!(
        body("<p><a href=/b/>x</a>"),
        "#par[#link(\"https://a.example/b/\")[#\"x\";];]"
    );
    assert_eq!(
        body("<h2 id=a>A</h2><p><a href=#a>x</a>"),
        "#chapter-start(own-page: false)\n#heading(level: 1)[#\"A\";]#label(\"a\")\n\n#par[#xref(\"a\")[#\"x\";];]"
    );
    assert_eq!(body("<p><a href=#gone>x</a>"), "#par[#\"x\";]");
}

#[test]
fn no_level_of_headings_is_left_out() {
    let levels = body("<h2>a</h2><h4>b</h4><h3>c</h3>");
    let levels: Vec<&str> = levels
        .split("level: ")
        .skip(1)
        .map(|rest| &rest[..1])
        .collect();
    assert_eq!(levels, ["1", "2", "2"]);
}

#[test]
fn a_note_is_set_at_its_first_mark() {
    let mark = "<sup><a href=#n role=doc-noteref>1</a></sup>";
    let html = format!(
        "<p>a{mark}b{mark}</p><section role=doc-endnotes><ol><li id=n><p>Note <a href=#r role=doc-backlink>back</a></p></ol></section>"
    );
    let set = "#par[#\"a\";#footnote[#\"Note\";]#label(\"n\");#\"b\";#footnote(label(\"n\"));]";
    assert_eq!(body(&html), set);
}

#[test]
fn a_table_says_what_its_heads_are_and_is_full() {
    let table = body(
        "<table><thead><tr><td></td><th>A</th></tr></thead><tbody><tr><th scope=row>B</th></tr></tbody></table>",
    );
    let lines = [
        "#data-table((auto, auto,), rows: 2, head: 1, foot: 0, wide: false, turned: false, short: true, fit: 100%, caption: none,",
        "table.header(repeat: true,",
        "pdf.data-cell(table.cell([])),",
        "table.cell([#\"A\";]),",
        "),",
        "row-head(table.cell([#\"B\";])),",
        "table.cell([]),",
        ")",
    ];
    assert_eq!(table, lines.join("\n"));
}

#[test]
fn long_words_may_be_broken_and_stay_whole() {
    let word = "https://example.org/a-very-long-address/of-a-page";
    let set = body(&format!("<p>see {word}</p>"));
    let letters: String = set.split('"').skip(1).step_by(2).collect();
    assert_eq!(letters, format!("see {word}"));
    assert!(set.contains("#box(width: 0pt);"));
}

#[test]
fn lists_within_lists_and_parts_in_other_languages() {
    assert_eq!(
        body("<ul><li>a<ul><li lang=cy>b</ul></ul>"),
        "#items(\"\", loose: true,\n[\n#par[#\"a\";]\n\n#items(\"\", loose: false,\n[#[#set text(lang: \"cy\", region: none);#\"b\";]],\n)\n\n],\n)"
    );
}

#[test]
fn a_photo_is_as_large_as_it_is_wherever_it_stands() {
    let photo = Picture {
        src: "/a.jpg".to_owned(),
        name: "1.jpg".to_owned(),
        bytes: Vec::new(),
    };
    let set = |html: &str| with_pictures(html, std::slice::from_ref(&photo));
    let img = "<picture><img src=/a.jpg alt=A width=1280></picture>";
    let shown = "picture(\"1.jpg\", alt: \"A\", pixels: 1280)";
    let alone = format!("#illustration({shown}, [])");
    assert_eq!(set(&format!("<p>{img}</p>")), alone);
    assert_eq!(
        set(&format!("<p>a {img} b</p>")),
        format!("#par[#\"a\";]\n\n{alone}\n\n#par[#\"b\";]")
    );
    assert_eq!(
        set(&format!("<p><a href=/b/>{img}</a></p>")),
        format!("#illustration(link(\"https://a.example/b/\")[#{shown}], [])")
    );
    for around in ["<ul><li>", "<table><tr><td>", "<dl><dt>t<dd><p>"] {
        let set = set(&format!("{around}{img}"));
        assert!(set.contains(&alone), "{set}");
    }
    assert_eq!(
        set("<p>a <img src=/a.jpg alt=A width=16></p>"),
        "#par[#\"a\";#\" \";#in-line(picture(\"1.jpg\", alt: \"A\", pixels: 16));]"
    );
}

#[test]
fn a_letter_that_no_font_has_is_named_once() {
    let tree = Tree::parse("<!DOCTYPE html><main><p>x</p></main>");
    let job = press_job(Edition::Pdf, &tree, &Publication::default(), &[]);
    let message = |letter: &str| PressMessage {
        message: format!("the text `\"{letter}\"` could not be displayed with font"),
        line: None,
        look: None,
        picture: None,
    };
    let report = PressReport {
        job: &job,
        pictures: &[],
        messages: &["🎉", "🎈", "🎉"].map(message),
    };
    let error = report.error();
    assert_eq!(error.message, "its fonts do not have `🎉` and `🎈`");
    assert_eq!(error.words, ["🎉", "🎈"]);
}

/// What becomes of a message.
fn said_of(message: PressMessage) -> (String, Vec<String>) {
    let report = PressReport {
        job: &PressJob {
            main: "\n#par[#\"It’s Anna\";#\" at the first meeting – all\";]".to_owned(),
            ..PressJob::default()
        },
        pictures: &[Picture {
            src: "/news/anna.jpg".to_owned(),
            name: "1.jpg".to_owned(),
            bytes: Vec::new(),
        }],
        messages: &[message],
    };
    let error = report.error();
    (error.message, error.words)
}

#[test]
fn a_message_names_the_picture_the_words_or_the_file_of_the_theme() {
    let message = |look: &str| PressMessage {
        message: "it is wrong".to_owned(),
        line: Some(2),
        look: Some(LookPlace {
            file: look.to_owned(),
            line: 7,
        }),
        picture: None,
    };
    let damaged = PressMessage {
        picture: Some("1.jpg".to_owned()),
        line: None,
        look: None,
        ..message("look.typ")
    };
    let (said, words) = said_of(damaged);
    assert_eq!(said, "`anna.jpg` is damaged, so it cannot be shown");
    assert_eq!(words, ["anna.jpg"]);
    let (said, words) = said_of(message("look.typ"));
    assert_eq!(
        (said.as_str(), words),
        ("it is wrong", vec!["at the first meeting".to_owned()])
    );
    let (said, words) = said_of(message("press/report.typ"));
    assert_eq!(
        said,
        "`press/report.typ` of the theme is wrong in line 7: it is wrong"
    );
    assert!(words.is_empty());
}

#[test]
fn an_item_with_a_heading_is_a_part_of_the_text() {
    assert_eq!(
        body("<ul><li class=lane><div><h2>A</h2></div><p>a</ul>"),
        "#entry(\"lane\", short: true)[\n#heading(level: 1)[#\"A\";]\n\n#par[#\"a\";]\n\n]"
    );
}

#[test]
fn pages_begin_where_nothing_is_around_them() {
    let wide: String = (0..12).map(|_| "<td>abcdefghij</td>").collect();
    let table = format!("<table><tr>{wide}</table>");
    assert!(body(&table).contains("wide: true, turned: true"));
    let section = body(&format!("<div class=a>{table}</div>"));
    assert!(section.contains("wide: true, turned: true"), "{section}");
    for around in ["<ul><li>", "<blockquote>", "<figure><p>x", "<dl><dt>t<dd>"] {
        let set = body(&format!("{around}<h2>h</h2>{table}"));
        assert!(
            set.contains("wide: true, turned: false, short: true, fit: 59%"),
            "{set}"
        );
        assert!(!set.contains("chapter-start"), "{set}");
    }
}

#[test]
fn a_table_of_few_long_rows_goes_on_on_the_next_page() {
    let row = format!("<tr><td>{}<td>{}", "word ".repeat(10), "word ".repeat(40));
    assert!(body(&format!("<table>{}</table>", row.repeat(9))).contains("short: false"));
    assert!(body("<table><tr><td>a<td>b<tr><td>c<td>d</table>").contains("short: true"));
}

#[test]
fn short_chapters_share_a_page() {
    let long = "word ".repeat(400);
    let set = body(&format!(
        "<h2>A</h2><p>a<h2>B</h2><p>b<h2>C</h2><p>{long}<h2>D</h2><p>d<h2>E</h2><p>e"
    ));
    let starts: Vec<&str> = set
        .lines()
        .filter(|line| line.starts_with("#chapter-start"))
        .collect();
    let (beside, own) = ("#chapter-start(own-page: false)", "#chapter-start()");
    assert_eq!(starts, [beside, beside, own, own, beside]);
}

#[test]
fn tables_that_do_not_fit_in_large_print_are_entries() {
    let set = |columns: usize, around: &str| {
        let head: String = (0..columns).map(|at| format!("<th>Column{at}")).collect();
        let row: String = (1..columns).map(|at| format!("<td>figure{at}")).collect();
        let html = format!(
            "{around}<table><caption>C</caption><thead><tr>{head}<tbody><tr><th>First{row}<tr><th rowspan=2>Second<td colspan=2>both<tr><td>below</table>"
        );
        let tree = Tree::parse(&format!("<!DOCTYPE html><main>{html}</main>"));
        let job = press_job(Edition::LargePrint, &tree, &Publication::default(), &[]);
        let (_, body) = job.main.rsplit_once("colophon: [\n],\n)\n").unwrap();
        body.trim().to_owned()
    };
    assert!(set(4, "").contains("turned: false, short: true, fit: 100%"));
    assert!(set(6, "").contains("turned: true, short: false, fit: 100%"));
    assert!(set(6, "<blockquote>").contains("#definitions("));
    let entries = set(9, "");
    let start = "#para(\"box-title\")[#\"C\";]\n\n#para(\"box-title\")[#\"Column0\";#\": \";#\"First\";]\n\n#definitions(\"record\",\n([#\"Column1\";], [#\"figure1\";]),\n";
    assert!(entries.starts_with(start), "{entries}");
    let both = "[#\"Column0\";#\": \";#\"Second\";]\n\n#definitions(\"record\",\n([#\"Column1\";#\", \";#\"Column2\";], [#\"both\";]),\n)";
    let below = "[#\"Column0\";#\": \";#\"Second\";]\n\n#definitions(\"record\",\n([#\"Column1\";], [#\"below\";]),\n)";
    assert!(entries.contains(both), "{entries}");
    assert!(entries.ends_with(below), "{entries}");
}

#[test]
fn a_chart_is_with_the_table_of_its_figures() {
    let chart = "<svg width=340><text>a</text></svg>";
    let table = "<table><caption>C</caption><tr><td>1</table>";
    let set = body(&format!(
        "<figure><figcaption>C</figcaption>{chart}<details class=chart-data>{table}</details></figure>"
    ));
    let start = "#charted([#\"C\";], [#drawing(\"drawing-1.svg\", alt: none, pixels: 340)], [\n";
    assert!(set.starts_with(start), "{set}");
    assert!(set.contains("caption: none,"), "{set}");
    assert!(set.ends_with("], pixels: 340, rows: 1)"), "{set}");
}

#[test]
fn a_picture_that_cannot_be_shown_is_described() {
    assert_eq!(
        body(
            "<figure><img src=/b.avif alt=\"A boat\" width=800><figcaption>C</figcaption></figure>"
        ),
        "#described[#\"A boat\";]\n\n#par[#\"C\";]"
    );
}

#[test]
fn a_cover_has_the_logo_the_title_and_what_comes_behind() {
    let logo = Picture {
        src: "/logo.svg".to_owned(),
        name: "1.svg".to_owned(),
        bytes: Vec::new(),
    };
    let tree = Tree::parse(
        "<!DOCTYPE html><header><h1>T</h1><p class=lead>S</p><p>D</p><p><img class=logo src=/logo.svg alt=L></p></header><main><p>x</main>",
    );
    let job = press_job(Edition::Pdf, &tree, &Publication::default(), &[logo]);
    let cover = "cover: [\n#cover-title[#\"T\";]\n\n#para(\"lead\")[#\"S\";]\n\n],\n\
        facts: [\n#par[#\"D\";]\n\n],\n\
        logo: picture(\"1.svg\", alt: \"L\", pixels: none, class: \"logo\"),\n\
        cover-picture: none,\n";
    assert!(job.main.contains(cover), "{}", job.main);
    assert_eq!(job.files.len(), 1);
}

#[test]
fn charts_have_the_colour_of_the_site_unless_it_is_too_light() {
    let drawing = |brand: &str| {
        let tree = Tree::parse(
            "<!DOCTYPE html><main><figure><svg width=340><text>a</text></svg></figure></main>",
        );
        let publication = Publication {
            brand: brand.to_owned(),
            ..Publication::default()
        };
        let job = press_job(Edition::Pdf, &tree, &publication, &[]);
        String::from_utf8(job.files[0].1.clone()).unwrap()
    };
    assert!(drawing("#5b2a6e").contains(".series-1{fill:#5b2a6e}"));
    assert!(drawing("#ffee00").contains(".series-1{fill:#1f4e79}"));
}

#[test]
fn digits_of_a_column_of_numbers_are_below_one_another() {
    let set = body(
        "<table><tr><th>N<th>A<th>B<tr><td>x<td>£1,200<td class=align-center>7<tr><td>3<td>−7.5 %<td class=align-right>8</table>",
    );
    let cells: Vec<&str> = set
        .lines()
        .filter(|line| line.contains("table.cell("))
        .collect();
    let placed = cells.iter().map(|cell| match cell {
        cell if cell.contains("align: end") => 'e',
        cell if cell.contains("align: center") => 'c',
        _ => '-',
    });
    assert_eq!(placed.collect::<String>(), "-e--ec-ee");
}

#[test]
fn a_note_of_several_paragraphs_begins_beside_its_mark() {
    let mark = "<sup><a href=#n role=doc-noteref>1</a></sup>";
    let html = format!(
        "<p>a{mark}</p><section role=doc-endnotes><ol><li id=n><p>One</p><p>Two</p></ol></section>"
    );
    let set = "#par[#\"a\";#footnote[#\"One\";\n\n#par[#\"Two\";]\n\n]#label(\"n\");]";
    assert_eq!(body(&html), set);
}

#[test]
fn the_heading_of_a_turned_table_is_on_its_page() {
    let wide: String = (0..12).map(|_| "<td>abcdefghij</td>").collect();
    let set = body(&format!(
        "<h2>H</h2><div class=scroll><table><tr>{wide}</table></div>"
    ));
    let start = "#data-table((13fr, 13fr,";
    assert!(set.starts_with(start), "{set}");
    assert!(set.contains("heading: [#heading(level: 1)[#\"H\";]], caption: none,"));
    let boxed = body(&format!(
        "<h2>H</h2><div class=callout><p>x<table><tr>{wide}</table></div>"
    ));
    assert!(boxed.contains("#blk(\"callout\", )["), "{boxed}");
    assert!(
        boxed.contains("turned: true, short: false, fit: "),
        "{boxed}"
    );
}

#[test]
fn each_text_and_picture_says_where_it_is() {
    let table = "<table><thead><tr><th>A<th>Sum</thead><tr><td>ab<td>12</table>";
    let html = format!(
        "<main><p>One <b>tw\u{ad}o</b> \u{1}7\u{1}</p>{table}<pre><code>x\ny</code></pre></main>"
    );
    let tree = Tree::parse(&html);
    let job = press_job(Edition::Pdf, &tree, &Publication::default(), &[]);
    assert!(!job.main.contains('\u{1}'));
    let starts = |place: &Place| (place.unit, &job.main[place.offset..place.offset + 5]);
    let places: Vec<_> = job.places.iter().map(starts).collect();
    let expected = [
        (0, "\"One\""),
        (3, "\"two\""),
        (6, "\" 7\";"),
        (7, "\"A\";]"),
        (8, "\"Sum\""),
        (11, "\"ab\";"),
        (13, "\"12\";"),
        (15, "raw(b"),
    ];
    assert_eq!(places, expected);
}

#[test]
fn a_page_without_a_text_of_its_own_begins_with_the_next() {
    let tree = Tree::parse("<main><h2>One</h2><p>Two three</p></main>");
    let job = press_job(Edition::Pdf, &tree, &Publication::default(), &[]);
    let start = |at| PageStart {
        label: "x".to_owned(),
        at,
    };
    // The last page has more than the one before it, and a place that the job does not have is none.
    let starts = [
        None,
        None,
        Some((0, 0)),
        Some((1, 3)),
        Some((1, 0)),
        Some((9, 0)),
    ];
    let units = job.page_breaks(&starts.map(start));
    let units: Vec<u32> = units.iter().map(|page| page.unit).collect();
    assert_eq!(units, [0, 0, 0, 6, 6, u32::MAX - 1]);
}

#[test]
fn no_column_is_narrower_than_its_code() {
    let row = |meaning: &str, default: &str| format!("<tr><td>template<td>{meaning}<td>{default}");
    let rows = [
        row(
            "the template of its pages, if there is one of the theme, or of the site itself",
            "<code>NAME.html</code> if it exists",
        ),
        row(
            "what its pages are called in each of the languages that the site has, in short words",
            "nothing",
        ),
    ];
    let columns = |code: &str| {
        let html = format!(
            "<main><table>{}{}</table></main>",
            rows.concat(),
            row("x", code)
        );
        let tree = Tree::parse(&html);
        let job = press_job(Edition::LargePrint, &tree, &Publication::default(), &[]);
        let (_, columns) = job.main.split_once("#data-table(").unwrap();
        columns.split(", rows:").next().unwrap().to_owned()
    };
    assert_eq!(columns("none"), "(auto, 23fr, 13fr,)");
    assert_eq!(
        columns("<code>work_programme</code>"),
        "(auto, 17fr, 19fr,)"
    );
    // It may be broken behind its marks, and the look breaks it there.
    assert_eq!(
        columns("<code>work_programme_of_all</code>"),
        "(auto, 21fr, 15fr,)"
    );
}
