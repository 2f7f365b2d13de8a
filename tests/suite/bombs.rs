//! Small inputs that could cost much memory, time or stack, each with what it may cost at most. They are meant to take about
//! a second each.

use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::scale::{build, peak};
use crate::serve::Serving;
use crate::site::Site;

const MB: u64 = 1 << 20;

fn page(text: &str) -> String {
    format!("---\ntitle: Home\n---\n{text}\n")
}

#[test]
fn clients_that_never_read_hold_little_memory() {
    let site = Site::new().file("content/index.md", page("[film](film.mp4)"));
    site.write("content/film.mp4", vec![7; 40 << 20]);
    let serving = Serving::start(&site);
    assert_eq!(serving.get("film.mp4").body.len(), 40 << 20);
    let before = peak(serving.program.id()).expect("a server");
    let clients: Vec<TcpStream> = (0..300)
        .map(|_| {
            let mut stream = TcpStream::connect(&serving.host).expect("the server listens");
            let request = format!("GET /film.mp4 HTTP/1.1\r\nHost: {}\r\n\r\n", serving.host);
            stream
                .write_all(request.as_bytes())
                .expect("the server takes requests");
            stream
        })
        .collect();
    // Each is sent as much as the system takes for it.
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(
        serving.get("film.mp4").body.len(),
        40 << 20,
        "others are served meanwhile"
    );
    let more = peak(serving.program.id()).expect("a server") - before;
    assert!(
        more < 60 * MB,
        "{} MB for {} clients",
        more / MB,
        clients.len()
    );
}

#[test]
fn data_without_end_are_refused_in_little_memory() {
    let long = format!(
        "a: &a {}\nb: [{}x]\n",
        "x".repeat(100_000),
        "*a, ".repeat(20_000)
    );
    let doubled = |levels: usize| {
        let lines = (1..levels).map(|at| format!("a{at}: &a{at} [*a{}, *a{}]\n", at - 1, at - 1));
        format!("a0: &a0 [x, y]\n{}", lines.collect::<String>())
    };
    for (what, text, said) in [
        (
            "values",
            "- a\n".repeat(3_500_000),
            "this file holds more than 1,000,000 values",
        ),
        (
            "keys",
            (0..600_000).map(|at| format!("a{at}: b\n")).collect(),
            "holds more than 1,000,000 values",
        ),
        (
            "json",
            format!("[{}1]", "1,".repeat(6_000_000)),
            "holds more than 1,000,000 values",
        ),
        (
            "a text again and again",
            long,
            "holds more than 1,000,000 values",
        ),
        (
            "twice as much with each line",
            doubled(40),
            "holds more than 1,000,000 values",
        ),
        ("letters", "x".repeat(21_000_000), "it is larger than 20 MB"),
    ] {
        let site = Site::new()
            .file("content/index.md", page("Text"))
            .file("content/data/a.yaml", text);
        let (status, stderr, most) = build(&site);
        assert_eq!(status.code(), Some(1), "{what}\n{stderr}");
        assert!(
            stderr.contains(said) && stderr.contains("content/data/a.yaml"),
            "{what}\n{stderr}"
        );
        assert!(most < 250 * MB, "{what}: {} MB", most / MB);
    }
    let many: String = (0..330_000)
        .map(|at| format!("- [a{at}, {at}]\n"))
        .collect();
    let site = Site::new()
        .file("content/index.md", page("Text"))
        .file("content/data/a.yaml", many);
    let (status, stderr, most) = build(&site);
    assert!(status.success(), "{stderr}");
    assert!(most < 600 * MB, "{} MB", most / MB);
}

/// A PDF with a stream of objects that unpacks to so many times a piece.
fn pdf_bomb(piece: &[u8], times: usize) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(b"1 0 2 9 ").expect("memory");
    (0..times).for_each(|_| packed.write_all(piece).expect("memory"));
    let packed = packed.finish().expect("memory");
    let mut pdf = b"%PDF-1.5\n".to_vec();
    let objects = pdf.len();
    pdf.extend(
        format!(
            "3 0 obj\n<</Type/ObjStm/N 2/First 8/Filter/FlateDecode/Length {}>>\nstream\n",
            packed.len()
        )
        .bytes(),
    );
    pdf.extend(packed);
    pdf.extend(b"\nendstream\nendobj\n");
    let table = pdf.len();
    // Objects 1 and 2 are in stream 3, which is where it is; the table is object 4.
    let mut entries = vec![0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 2, 0, 0, 0, 3, 1];
    for place in [objects, table] {
        entries.push(1);
        entries.extend(u32::try_from(place).expect("a small file").to_be_bytes());
        entries.push(0);
    }
    pdf.extend(
        format!(
            "4 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length {}>>\nstream\n",
            entries.len()
        )
        .bytes(),
    );
    pdf.extend(entries);
    pdf.extend(format!("\nendstream\nendobj\nstartxref\n{table}\n%%EOF\n").bytes());
    pdf
}

#[test]
fn what_pdfs_unpack_to_is_bounded() {
    let site = Site::new();
    let mut links = String::new();
    for (name, bomb) in [
        ("zeros", pdf_bomb(&[b'0'; 1 << 16], 1_100)),
        ("lists", pdf_bomb(&b"[ ".repeat(1 << 15), 80)),
        ("names", pdf_bomb(&b"/a".repeat(1 << 15), 160)),
    ] {
        for number in 0..2 {
            // No two are alike, or one look would do for all.
            let bytes = [bomb.clone(), format!("% {number}\n").into_bytes()].concat();
            site.write(&format!("content/{name}{number}.pdf"), bytes);
            links.push_str(&format!("[{name}]({name}{number}.pdf) "));
        }
    }
    site.write("content/index.md", page(&links));
    let (_, stderr, most) = build(&site);
    assert_eq!(
        stderr.matches("cannot be read as a PDF").count(),
        6,
        "{stderr}"
    );
    assert!(most < 200 * MB, "{} MB", most / MB);
}

/// A theme in which each of so many templates includes the next one.
fn chain(length: usize) -> Site {
    let site = Site::new()
        .site_yaml("title: A\nbase_url: https://example.org\ntheme: bare\ngit_dates: false\n")
        .file("content/index.md", page("Text"))
        .file("themes/bare/templates/page.html", "{% include 'p1.html' %}");
    (1..length).fold(site, |site, at| {
        let text = format!("{at} {{% include 'p{}.html' %}}", at + 1);
        let text = if at + 1 == length {
            "the end".to_owned()
        } else {
            text
        };
        site.file(&format!("themes/bare/templates/p{at}.html"), text)
    })
}

#[test]
fn chains_of_templates_end_before_the_stack_does() {
    let run = chain(25).build();
    run.assert_clean();
    assert!(run.page("/").contains("23 the end"), "{}", run.page("/"));
    for length in [26, 179, 2_000] {
        let run = chain(length).build();
        run.assert_exit(1);
        run.assert_no_panic();
        assert!(
            run.stderr
                .contains("more than 24 templates extend or include one another"),
            "{}",
            run.stderr
        );
        assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.stderr);
    }
    // Components nest 20 deep, and each may hold a chain.
    let site = chain(24);
    let last =
        "{% if page.deep %}{{<Deep number={1} />}}{% else %}{{<Deep number={1} />}}{% endif %}";
    site.write("themes/bare/templates/p23.html", last);
    let deep = "{% component Deep(number) %}{% if number < 19 %}{{<Deep number={number + 1} />}}{% else %}done{% endif %}{% include 'q1.html' %}{% endcomponent %}";
    site.write("themes/bare/templates/deep.html", deep);
    for at in 1..20 {
        let next = if at == 19 {
            "x".to_owned()
        } else {
            format!("{{% include 'q{}.html' %}}", at + 1)
        };
        site.write(&format!("themes/bare/templates/q{at}.html"), next);
    }
    let run = site.build();
    run.assert_no_panic();
    assert!(run.status.code().is_some(), "{}", run.status);
}

#[test]
fn nesting_in_templates_is_refused() {
    for text in [
        format!("{{{{ {}1{} }}}}", "(".repeat(5_000), ")".repeat(5_000)),
        format!("{{{{ {}1 }}}}", "not ".repeat(5_000)),
        format!("{{{{ {}1 }}}}", "-".repeat(5_000)),
        format!("{{{{ 1{} }}}}", " + 1".repeat(5_000)),
        format!("{{{{ a{} }}}}", ".a".repeat(5_000)),
        format!("{{{{ 1{} }}}}", " | abs".repeat(5_000)),
        format!(
            "{}x{}",
            "{% if true %}".repeat(5_000),
            "{% endif %}".repeat(5_000)
        ),
        format!(
            "{}x{}",
            "{% for a in [1] %}".repeat(5_000),
            "{% endfor %}".repeat(5_000)
        ),
        format!(
            "{{% if a %}}x{}{{% endif %}}",
            "{% elif a %}x".repeat(5_000)
        ),
        format!("{{{{ {}1{} }}}}", "[".repeat(5_000), "]".repeat(5_000)),
        format!(
            "{{{{ {}1{} }}}}",
            "{\"a\": ".repeat(5_000),
            "}".repeat(5_000)
        ),
    ] {
        let site = chain(1).file("themes/bare/templates/page.html", &text);
        let run = site.build();
        run.assert_no_panic();
        assert!(
            matches!(run.status.code(), Some(0 | 1)),
            "{} of {}",
            run.status,
            &text[..40]
        );
    }
}

#[test]
fn many_broken_anchors_among_many_headings_take_no_time() {
    let parts: String = (0..9_000)
        .map(|at| format!("## Part {at}\n\n[x](#prat-{at})\n\n"))
        .collect();
    let started = Instant::now();
    let site = Site::new().file("content/index.md", page(&parts));
    let run = site.run(&["build", "--all"]);
    run.assert_exit(1);
    assert!(
        run.stderr.contains("did you mean `#part-7`"),
        "suggestions are made"
    );
    // It was minutes; and a busy machine may take its time.
    assert!(
        started.elapsed() < Duration::from_secs(60),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn many_redirects_are_no_aliases() {
    let redirects: String = (0..20_000).map(|at| format!("  /old/{at}/: /\n")).collect();
    let site = Site::new().file("content/index.md", page("Text"));
    let site = site.site_yaml(&format!(
        "title: A\nbase_url: https://example.org\ngit_dates: false\nredirects:\n{redirects}"
    ));
    let run = site.build();
    run.assert_clean();
    assert!(run.output.contains_key("old/19999/index.html"));
}

#[test]
fn what_is_too_long_for_a_disk_costs_only_itself() {
    let deep = (0..30).fold("content/blogs".to_owned(), |path, at| {
        format!("{path}/{at}{}", "x".repeat(120))
    });
    let site = Site::new()
        .file("content/index.md", page("Text"))
        .file(
            "content/blogs/2012-01-01-a.md",
            "---\ntitle: A\ntags: [fine]\n---\n",
        )
        .file(&format!("{deep}/b.md"), "---\ntitle: B\n---\n")
        .file(&format!("{deep}/b.txt"), "Text")
        .arg("--keep-going");
    let run = site.build();
    run.assert_exit(1);
    assert!(
        run.stderr.contains("cannot be longer than 2,000 bytes"),
        "{}",
        run.stderr
    );
    assert!(run.output.contains_key("index.html") && run.output.contains_key("blogs/a/index.html"));
}
