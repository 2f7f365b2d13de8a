//! Inputs of any size whose cost could grow faster than they do: known ways to keep readers of Markdown, YAML and CSV
//! busy, and what our own code would have to look for again and again.

use std::fmt::Write as _;

/// One shape of hostile input.
pub struct Shape {
    /// Where it stands.
    pub place: Place,
    text: Text,
}

/// Where a text stands in a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The body of a document.
    Body,
    /// The front matter of a document.
    Front,
    /// A CSV file that is shown as a table and as charts.
    Csv,
    /// A YAML file with data for templates.
    Data,
    /// The glossary.
    Glossary,
    /// The body of a document on a site with a glossary.
    Explained,
    /// Settings.
    Settings,
}

/// How a text is made. `№` in it is the number of the piece.
enum Text {
    /// A piece again and again.
    Of(&'static str),
    /// A beginning, and then a piece again and again.
    After(&'static str, &'static str),
    /// A piece again and again, and then another one as often.
    Around(&'static str, &'static str),
    /// A sign once, twice, three times …, with a text behind each run.
    Rising(&'static str, &'static str),
    /// A sign often, less often …, with a text behind each run.
    Falling(&'static str, &'static str),
    /// A CSV file or table of as many columns as rows.
    Square(&'static str, &'static str),
    /// Two lines of many cells, and then as many rows as there is room for.
    Wide([&'static str; 2], &'static str),
}

use Place::{Body, Csv, Data, Explained, Front, Glossary, Settings};
use Text::{After, Around, Falling, Of, Rising, Square, Wide};

impl Shape {
    /// What it is called: its place, and what it is made of.
    pub fn name(&self) -> String {
        let text = match self.text {
            Of(piece) => format!("{piece:?} ×n"),
            After(start, piece) => format!("{start:?} {piece:?} ×n"),
            Around(open, close) => format!("{open:?} ×n {close:?} ×n"),
            Rising(sign, between) => format!("{sign:?} ×1 ×2 … {between:?}"),
            Falling(sign, between) => format!("{sign:?} … ×2 ×1 {between:?}"),
            Square(cell, _) => format!("{cell:?} in n rows of n"),
            Wide([cell, below], row) => format!("{cell:?} ×n {below:?} ×n, then {row:?} ×n"),
        };
        format!("{:?}: {text}", self.place).to_lowercase()
    }

    /// The files of a site with this shape, of about so many bytes.
    pub fn files(&self, size: usize) -> Vec<(&'static str, String)> {
        let text = self.text(size);
        let page = "---\ntitle: A\n---\n";
        let title = "title: A site\nbase_url: https://example.org\ngit_dates: false\n";
        match self.place {
            Body => vec![
                ("site.yaml", title.to_owned()),
                ("content/a.md", format!("{page}{text}\n")),
            ],
            Front => vec![
                ("site.yaml", title.to_owned()),
                (
                    "content/a.md",
                    format!("---\ntitle: A\n{text}\n---\nWords\n"),
                ),
            ],
            Csv => {
                let blocks = [
                    "table src=a.csv",
                    "chart type=bar src=a.csv title=B",
                    "chart type=line src=a.csv title=L",
                ];
                let blocks: String = blocks
                    .iter()
                    .map(|block| format!("::: {block}\n:::\n\n"))
                    .collect();
                vec![
                    ("site.yaml", title.to_owned()),
                    ("content/a.md", format!("{page}{blocks}")),
                    ("content/a.csv", text),
                ]
            }
            Data => vec![
                ("site.yaml", title.to_owned()),
                ("content/a.md", page.to_owned()),
                ("content/data/a.yaml", text),
            ],
            Glossary => vec![
                ("site.yaml", title.to_owned()),
                ("content/a.md", format!("{page}We met AB1 and AB2.\n")),
                ("content/glossary.yaml", text),
            ],
            Explained => vec![
                ("site.yaml", title.to_owned()),
                ("content/a.md", format!("{page}{text}\n")),
                ("content/glossary.yaml", "AB1: words of it\n".to_owned()),
            ],
            Settings => vec![
                ("site.yaml", format!("{title}{text}\n")),
                ("content/a.md", page.to_owned()),
            ],
        }
    }

    fn text(&self, size: usize) -> String {
        match self.text {
            Of(piece) => pieces("", piece, size),
            After(start, piece) => pieces(start, piece, size),
            Around(open, close) => {
                let times = size / (open.len() + close.len());
                open.repeat(times) + &close.repeat(times)
            }
            Rising(sign, between) => runs(0..usize::MAX, sign, between, size),
            Falling(sign, between) => {
                // The runs of a text of this size, the longest first.
                let longest = (2.0 * size as f64).sqrt() as usize;
                runs((0..longest).rev(), sign, between, size)
            }
            Square(cell, end) => {
                let side = ((size / (cell.len() + 1)) as f64).sqrt() as usize;
                let row = pieces("", cell, side * cell.len()) + end;
                row.repeat(side)
            }
            Wide([cell, below], row) => {
                let times = size / (cell.len() + below.len() + row.len());
                format!(
                    "{}\n{}\n{}",
                    cell.repeat(times),
                    below.repeat(times),
                    row.repeat(times)
                )
            }
        }
    }
}

fn pieces(start: &str, piece: &str, size: usize) -> String {
    let mut text = start.to_owned();
    let mut number = 0;
    while text.len() < size {
        match piece.split_once('№') {
            None => text.push_str(piece),
            Some(_) => text.push_str(&piece.replace('№', &number.to_string())),
        }
        number += 1;
    }
    text
}

fn runs(lengths: impl Iterator<Item = usize>, sign: &str, between: &str, size: usize) -> String {
    let mut text = String::new();
    for length in lengths {
        if text.len() >= size {
            break;
        }
        let _ = write!(text, "{}{between}", sign.repeat(length + 1));
    }
    text
}

macro_rules! shapes {
    ($($place:ident: $($text:expr),* ;)*) => {
        &[$($(Shape { place: $place, text: $text }),*),*]
    };
}

/// All of them.
pub const SHAPES: &[Shape] = shapes! {
    // Brackets, links and pictures.
    Body:
        Of("["), Of("]"), Of("[]"), Of("[a]"), Of("![["), Of("![[]("), Of("![]("), Of("[a]("), Of("[a](<b"),
        Of("[a][b"), Of("[[a"), Of("[[a|b]] "), Of("[[a|"), Of("[[["), Of("[a](b) "), Of("[a](№) "),
        Of("[a](b "), Of("[a](\"b\""), Around("[", "]"), Around("[", "](a)"), Around("![", "](a)"),
        Around("[", "][a]"), Around("[[", "]]"), Of("[a](b.pdf) "), Of("[№](a.md#x№)\n\n"), Of("[a\\](b"),
        Of("# a№\n\n[b](#c№)\n\n"), Of("## Part №\n\n[b](#prat-№)\n\n"), Of("[b](#№)\n\n"),
        Of("[a](b\n(c"), After("[a](", "("), Around("[a](", ")"), Of("[^a"), Of("[[№]] ");
    // Definitions and footnotes.
    Body:
        Of("[a№]: b\n"), Of("[a№]: b\n\n[a№] [c№]\n\n"), Of("[a]: b\n"), Of("[a]: <b\n"), Of("[a]: b \"c\n"),
        Of("[a\n"), After("[a]: bcdefghijklmnopqrstuvwxyz0123456789\n\n", "[a]"), Of("[^№]"), Of("[^№]: a\n"),
        Of("a[^№]\n\n[^№]: b\n\n"), Of("[^a]: "), Of("[^a]:\n"), Of("[^a] "), After("[^a]: b\n\n", "[^a] "),
        Of("*[AB№]: c\nAB№ "), Of("*[A]: b\n"), Of(": a\n"), Of("a\n: b\n\n"), Of("[a]:\n"), Of("[a]: b '\n");
    // Emphasis.
    Body:
        Of("*a **a "), Of("_a__a"), Of("**a*"), Of("*"), Of("_"), Of("a**b"), Of("a*b_c~d"), Of("~~a "),
        Of("~a"), Of("***a** b"), Of("*_"), Of("**x [a"), Around("*a ", "a* "), Around("**a ", " b**"),
        Around("~~", "~~"), Rising("*", "a"), Rising("_", " a"), Of("a_*__**"), Of("\"a 'b "), Of("\"'"),
        Of("'"), Of("--a"), Of("...");
    // Code.
    Body:
        Of("`"), Of("`a"), Of("``a` "), Rising("`", "a"), Falling("`", "a "), Rising("`", "\n"), Of("```\n"),
        Of("``` a\n\n"), Of("~~~\n~~~~\n"), Of("    a\n"), Of("\ta\n\n"), After("```\n", "a\n"),
        After("```rust\n", "let a = \"b\"; "), Of("```js\nlet a;\n```\n"), Of("\\`a`"), Rising("~", "\n");
    // HTML, entities, addresses.
    Body:
        Of("<!--"), Of("<!-- a -"), Of("<?"), Of("<?a "), Of("<![CDATA["), Of("<!A"), Of("<!"), Of("<a href=x"),
        Of("<a href='"), Of("<a href=\""), Of("<a b "), Of("<a "), Of("<"), Of("</"), Of("<a>"), Of("</a>"),
        Of("<b>"), Of("<div>\n"), Of("<div>\n\n"), Of("<div a=b>"), Of("<a b=c d=e"), After("<a", " b=c"),
        After("<a", " b№=c"), Of("<p id=a№>\n\n"), Of("<a\n"), Around("<b>", "</b>"),
        Around("<div>\n", "</div>\n"), Of("<script>"), Of("<style>\n"), Of("<a onclick=b>c</a>"), Of("&"),
        Of("&amp"), Of("&amp;"), Of("&#1"), After("&", "a"), After("&#", "1"), Of("<http://a"), Of("http://a "),
        Of("http://"), Of("www.a."), Of("a@b.c "), Of("a@"), Of("https://a.b/(("), After("https://a.b/", "("),
        After("a@", "b."), After("https://a.b", "?c&d"), Of("<a@b"), Of("<img src=a>"), Of("<table>"),
        Of("<td>"), Of("<h2>a</h2>\n\n"), Of("<details>\n\n");
    // Containers.
    Body:
        Of(">"), Of("> "), Of("> a\n"), Of(">\n"), Of("> > a\n"), Of("- "), Of("- a\n"), Of("* * "), Of("1. "),
        Of("№. a\n"), Of("- - a\n"), Of("- a\n\n"), Of("-\n"), Of("- [ ] a\n"), Of("> - "), Rising(">", " a\n"),
        Rising(" ", "- a\n"), Rising("  ", "- a\n"), Falling(">", " a\n"), Of("- a\n\n  b\n\n"),
        After("- a\n\n", "\n  b\n"), Of("> - a\nb\n"), Of("1) a\n2. b\n"), Of("- >"), Of("\t- a\n"),
        Rising("- ", "\n"), Of("> [!NOTE]\n> a\n\n"), Of("> [!NOTE]\n");
    // Blocks of colons.
    Body:
        Of(":::"), Of(":"), Of("::: a\n:::\n"), Of("::: callout\n"), Of("::: callout\n:::\n"),
        Of("::: callout\na\n:::\n\n"), Of(":::\n"), Around("::: callout\n", ":::\n"),
        Falling(":", " callout\n"), Rising(":", " callout\n"), Of("::: callout a="),
        After("::: callout", " a№=b"), Of("::: callout a=\"\n"), Of("> ::: callout\n"),
        Of("::: steps\n1. a\n:::\n"), Of("::: quote by=A\nb\n:::\n\n"),
        Of("::: table caption=A\n|a|b|\n|-|-|\n|c|d|\n:::\n\n"), Of("::: figure image=a.png alt=b\n:::\n"),
        Of("::: cards collection=b\n:::\n"), Of("::: stat value=1 label=a\n:::\n"), Of("?:"),
        After(":::\n", "?:"), After(":::\n", "?:№"), After(":::\n", "<?::");
    // Headings and paragraphs.
    Body:
        Of("# a\n"), Of("## a\n\n"), Of("## a №\n\n"), Of("# a {#b}\n"), Of("# a {#b№}\n\n"), Of("#"), Of("# "),
        Of("#\n"), Of("# #"), Of("{#a}"), After("# a ", "{#b}"), After("# a {", "b "), Of("a\n=\n"),
        Of("a\n---\n"), Of("=\n"), Of("a\n="), After("a\n", "="), Of("---\n"), Of("- - -\n"), Of("a\n"),
        Of("a\r\n"), Of("a\r"), Of("a  \n"), Of("a\\\n"), Of("\t"), Of("a\t"), Of(" "), Of("\n"), Of("\r\n"),
        Of(" \n"), Of("\\"), Of("\\["), Of("\u{a0}"), Of("é"), Of("\u{200b}"), Of("\0"), Of("\u{1b}[31m"),
        Of("a "), Of("a. "), Of("Long Words "), Of("TLAP "), Of("AB№ "), Of("**a**\n\n"), Of("2012-13-14 "),
        Of("3 May 2031 "), Of("(AB) "), Of("👩‍👩‍👧"), Of("\u{202e}a");
    // Tables.
    Body:
        Of("|"), Of("|a|\n"), Of("|a|\n|-|\n"), Of("|a|\n|-|\n\n"), After("|a|b|\n|-|-|\n", "|c|d|\n"),
        After("|a|b|\n|-|-|\n", "|"), After("|a|b|\n|-|-|\n", "a\n"), Around("a|", "-|"), Around("|a", "|\n"),
        After("a|b\n-|-\n", "a|b|c|d|e\n"), Of("a|b\n"), Of("-|-\n"), Of("|-\n"), Square("|a", "\n"),
        Wide(["|a", "|-"], "|b\n"), Wide(["|a", "|-"], "b\n"), After("|a|\n|-|\n|", "\\|"),
        After("|a|\n|-|\n|", "`|"), Of("|a|b|\n|-|-|\n|c|\n\n");
    // Template code, and problems on one line.
    Body:
        Of("{{"), Of("{{ a }} "), Of("{% "), Of("{% a %}"), Of("{#"), Of("{"), Of("[a](/none/) "),
        Of("[a](none№.md) "), Of("[[none№]] "), Of("[click here](a.md) "), Of("![](a.png) "),
        Of("é[a](none.md) ");
    // Front matter.
    Front:
        Of("["), Of("{"), Of("{a: "), Of("- "), Of("? "), Of("a№: b\n"), Of("a: b\n"), Of("title: B\n"),
        After("tags: [", "a№, "), After("tags:\n", "- a№\n"), After("tags:\n", "- a\n"),
        After("a: &a b\nc: [", "*a, "), After("a: &a b\nc:\n", "- *a\n"), Of("a№: &a№ b\n"), Of("# a\n"),
        Of("a: b # c\n"), After("summary: ", "a "), After("summary: |\n", "  a\n"),
        After("summary: >\n", "  a\n\n"), After("summary: \"", "\\u00e9"), After("summary: '", "''"),
        After("summary: \"", "a\n\n  "), Of("!a "), Of("&a "), Of("*a "), Of("a: |\n"), Rising(" ", "a:\n"),
        Around("[", "]"), Around("{a: ", "}"), After("aliases:\n", "- /b№/\n"), After("aliases:\n", "- /b/\n"),
        After("attachments:\n", "- {file: a№.pdf, title: B}\n"),
        After("changes:\n", "- {date: 2012-01-01, note: a}\n"), After("topics: [", "b№, "), Of("\t"),
        Of("\u{a0}"), Of("a№: 2 August 2012\n"), Of("a:b\n"), Of("---\n"), Of("...\n"), Of("%a\n"), Of("\n"),
        Of("a\n"), Of("\"a"), Of("- a: b\n"), After("date: ", "1"), After("x: ", "9"), After("slug: ", "a"),
        After("summary: ", "*a "), After("summary: ", "[a](none.md) "), After("title№: &x [", "*x, "),
        After("actions:\n", "- {title: A, link: none№.md}\n");
    // Tables of numbers.
    Csv:
        Of("a,b\n"), After("a,b\n", "c№,1\n"), Of(",\n"), Of(","), Of("\n"), Of("a,"), After("a,b\n", "c"),
        Of("\"\""), Of("\""), After("a,b\n", "\"c\",\"1\"\n"), After("a,b\nc,\"", "\"\""),
        After("a,b\n", "c,d\n"), After("a,b\n", "c,1,2\n"), After("a,b\n", "c\n"), Square("1,", "\n"),
        Square("a,", "\n"), Wide(["a,", "b,"], "c\n"), After("a,b\nc", ",1"), After("a", ",b№"),
        After("a,b\n", "\"c\n"), Of("a\r"), Of(";"), Of("\t"), After("a,b\n", "\u{e9},1\n"),
        After("a,b\nc,", "9"), After("a,b\n", "c,£1 \n"), After("a,b,c,d,e,f,g\n", "h№,1,2,3,4,5,6\n"),
        Around("a,", "\nb,1");
    // What else is YAML.
    Data:
        Of("a№: b\n"), Of("- a\n"), Of("["), Of("{a: "), Of("- "), Of("? "), Around("[", "]"),
        Around("{a: ", "}"), Of("a: b\n"), After("a: &a b\nc: [", "*a, "), Of("a: [b, c]\n"), Of("# a\n");
    Glossary:
        Of("AB№: words of it\n"), Of("AB: words\n"), Of("AB№: [a]\n"), Of("AB№ CD: {words: b, link: /none/}\n");
    Explained:
        Of("ZQ,"), Of("ZQ№, "), Of("(ZQ)"), Of("ZQ ZR "), Of("ZQ№ "), Of("ZQ№,"), Of("Zoo Queen (ZQ) "),
        Of("ZQ (zoo queen) "), Of("ZQ:\n\n"), Of("zq ZQ№ ");
    Settings:
        After("kinds:\n", "  k№: {fields: {a: {type: relation, to: z№}}}\n"),
        After("kinds:\n", "  k№: {fields: {a: {type: tag, address: /z№/}}}\n"),
        After("kinds:\n  k:\n    fields:\n", "      f№: text\n"), After("extra: &a [", "b, "),
        After("redirects:\n", "  /b№/: /a/\n"), After("redirects:\n", "  /b№/: /c№/\n"),
        After("gone:\n", "- /b№/\n"), After("menus:\n  main:\n", "  - {title: A, link: none№.md}\n"),
        After("ignore:\n", "- a№\n"), Of("a№: b\n"), After("extra: {a: &a b, c: [", "*a, "),
        After("kinds:\n", "  k№: {folder: f№, list: {}, fields: {a: {type: relation, to: k№, inverse: i№}}}\n"),
        After("kinds:\n", "  k№: {folder: f№}\n"), After("languages: [", "a№, "),
        After("checks:\n", "  c№: warn\n");
};
