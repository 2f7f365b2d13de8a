//! Trees of small documents.

use super::{Element, Node, Tree, text};

/// A tree as indented lines.
fn outline(nodes: &[Node]) -> String {
    let mut out = String::new();
    add(nodes, 0, &mut out);
    out
}

fn add(nodes: &[Node], depth: usize, out: &mut String) {
    for node in nodes {
        let line = match node {
            Node::Text(text) if text.words.trim().is_empty() => continue,
            Node::Text(text) => format!("{:?}", text.words),
            Node::Element(element) => {
                let attributes = element.attributes.iter();
                let all: Vec<String> = attributes
                    .map(|(name, value)| format!(" {name}={value}"))
                    .collect();
                format!("{}{}", element.name, all.concat())
            }
        };
        out.push_str(&format!("{}{line}\n", "  ".repeat(depth)));
        if let Node::Element(element) = node {
            add(&element.children, depth + 1, out);
        }
    }
}

#[test]
fn cover_text_and_colophon_are_told_apart() {
    let tree = Tree::parse(
        "<!DOCTYPE html><html lang=\"cy\"><head><title>T</title></head><body><header><h1>Title</h1></header>\
         <main><p>Text<header>of an author</header></main><footer><p>Foot</footer></body></html>",
    );
    assert_eq!(tree.language, "cy");
    assert_eq!(outline(&tree.cover), "h1\n  \"Title\"\n");
    assert_eq!(
        outline(&tree.body),
        "p\n  \"Text\"\nheader\n  \"of an author\"\n"
    );
    assert_eq!(outline(&tree.colophon), "p\n  \"Foot\"\n");
}

#[test]
fn a_document_without_main_is_all_text() {
    let tree = Tree::parse("<header>One</header><p>Two");
    assert_eq!(outline(&tree.body), "header\n  \"One\"\np\n  \"Two\"\n");
    assert!(tree.cover.is_empty());
}

#[test]
fn what_is_only_for_a_page_is_dropped() {
    for html in [
        "<nav>x</nav>",
        "<script>x</script>",
        "<style>x</style>",
        "<template><p>x</template>",
        "<form><label>x</label></form>",
        "<button>x</button>",
        "<p hidden>x</p>",
        "<span aria-hidden=true>x</span>",
        "<span class='a visually-hidden'>x</span>",
        "<a role=doc-backlink href='#a'>x</a>",
        "<p data-edition=no>x</p>",
        "<svg><script>x</script></svg>",
        "<svg aria-hidden=true><text>x</text></svg>",
        "<!-- x -->",
    ] {
        let tree = Tree::parse(&format!("<main><p>a</p>{html}<p>b</p></main>"));
        assert_eq!(text(&tree.body), "ab", "{html}");
    }
}

#[test]
fn what_is_done_stays_marked() {
    let tree = Tree::parse(
        "<main><ul><li><input type=checkbox checked disabled> a<li><input type=checkbox disabled> b</ul></main>",
    );
    assert_eq!(text(&tree.body), "☑  a☐  b");
}

#[test]
fn attributes_that_act_in_a_browser_are_dropped() {
    let tree = Tree::parse(
        "<main><a href='#x' onclick='y()' style='z' id=a class='b c' target=_blank>t</a></main>",
    );
    assert_eq!(outline(&tree.body), "a href=#x id=a class=b c\n  \"t\"\n");
}

#[test]
fn drawings_keep_their_names_and_letters() {
    let tree = Tree::parse(
        "<main><svg viewBox='0 0 1 1'><linearGradient xlink:href='#a'/><text aria-hidden=true>5</text></svg></main>",
    );
    let lines =
        "svg viewBox=0 0 1 1\n  linearGradient xlink:href=#a\n  text aria-hidden=true\n    \"5\"\n";
    assert_eq!(outline(&tree.body), lines);
    let svg = tree.body[0].element();
    assert!(svg.is_some_and(|svg| svg.is_foreign));
}

#[test]
fn crossed_tags_are_read_as_browsers_read_them() {
    let tree =
        Tree::parse("<!DOCTYPE html><main><p>a<b>b<p>c</b>d<table>e<tr><td>f</table></main>");
    let lines = concat!(
        "p\n  \"a\"\n  b\n    \"b\"\n",
        "p\n  b\n    \"c\"\n  \"d\"\n\"e\"\n",
        "table\n  tbody\n    tr\n      td\n        \"f\"\n"
    );
    assert_eq!(outline(&tree.body), lines);
}

#[test]
fn no_depth_is_too_deep_and_no_word_is_lost() {
    for tag in ["div", "p", "li", "b", "table", "blockquote", "svg"] {
        let html = format!(
            "<main>{}deep{}</main>",
            format!("<{tag}>").repeat(20_000),
            format!("</{tag}>").repeat(20_000)
        );
        assert_eq!(text(&Tree::parse(&html).body), "deep", "{tag}");
    }
}

#[test]
fn what_comes_after_deep_tags_is_read_as_ever() {
    let html = format!(
        "<main>{}deep{}<h2>After</h2></main>",
        "<div>".repeat(500),
        "</div>".repeat(500)
    );
    let tree = Tree::parse(&html);
    let last = tree.body.last().and_then(Node::element);
    assert_eq!(last.and_then(Element::heading_level), Some(2));
}

#[test]
fn abbreviations_are_listed_once_at_the_end() {
    let mut tree = Tree::parse(
        "<main><p><abbr title='Royal Mail'>RM</abbr> <abbr title=B>A</abbr> <abbr title=C>A</abbr> <abbr>X</abbr></main>",
    );
    tree.add_abbreviations("Abbreviations");
    let lines = concat!(
        "section class=abbreviations\n  h2 id=_abbreviations\n    \"Abbreviations\"\n  dl\n",
        "    dt\n      \"A\"\n    dd\n      \"B\"\n",
        "    dt\n      \"RM\"\n    dd\n      \"Royal Mail\"\n"
    );
    assert_eq!(outline(&tree.body[1..]), lines);
    let mut without = Tree::parse("<main><p>x</main>");
    without.add_abbreviations("Abbreviations");
    assert_eq!(without.body.len(), 1);
}
