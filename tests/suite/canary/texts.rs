//! Texts: whatever Markdown can say, every block with every argument, tables, the glossary and data.

use tera::{ComponentArg, ComponentArgType, ComponentInfo};

use super::kinds::PICTURE;
use super::planting::Planting;
use super::word::{in_markdown, yaml};
use crate::guide::theme;
use serde_json::json;

/// Plants a page of everything that Markdown can say, and one of all blocks.
pub fn plant(planting: &mut Planting) {
    let text = markdown(planting);
    planting.file(
        "content/text.md",
        format!("---\ntitle: Text\nsummary: Text\n---\n{text}"),
    );
    let blocks = blocks(planting);
    // One of the blocks is for an accessibility statement alone.
    planting.file(
        "content/blocks.md",
        format!(
            "---\nkind: statement\ntitle: Blocks\nsummary: Blocks\ncomments: open\ncompliance: partially\nprepared: 2012-01-02\ncontact: {{name: Blocks}}\n---\n{blocks}"
        ),
    );
    let (word, words) = (
        planting.canaries.text("glossary.word"),
        planting.canaries.text("glossary.words"),
    );
    let glossary = format!(
        "{}: {}\nNGOX: {}\n",
        yaml(&json!(word)),
        yaml(&json!("x")),
        yaml(&json!(words))
    );
    planting.file("content/glossary.yaml", glossary);
    let data = json!({ "text": planting.canaries.text("data.text"), "list": [planting.canaries.text("data.list")] });
    planting.file("content/data/words.yaml", yaml(&data));
    planting.file(
        "templates/canary.html",
        "{% extends \"page.html\" %}{% block after %}{{ page.markdown }}<a href=\"{{ page.link.url }}\">\
         {{ page.link.title }}</a><a href=\"{{ page.email | mailto(subject=page.text, body=page.text) }}\">\
         {{ page.email }}</a>{% endblock after %}",
    );
    planting.file(
        "templates/partials/head.html",
        "<meta name=\"data\" content=\"{{ site.data.words.text }}\">\n\
         <script type=\"application/ld+json\">{{ [site.data, site.extra, site.menus, page.any] | json }}</script>\n",
    );
}

/// Each thing that Markdown can say, with `§` for the canary.
const LINES: &[(&str, &str)] = &[
    ("heading", "## §"),
    ("emphasis", "*§* **§**"),
    ("item", "- §\n- [ ] §"),
    ("term", "§\n: §"),
    ("quote", "> §\n\n> [!NOTE]\n> §"),
    ("cell", "| § | § |\n|---|---|\n| § | § |"),
    ("link", "[§](https://example.net/)"),
    ("wiki link", "[[/text.md|§]]"),
    ("footnote", "Words[^1].\n\n[^1]: §"),
];

/// The same for what takes no escapes.
const RAW: &[(&str, &str)] = &[
    ("code", "```` § ````"),
    ("code block", "````\n§\n````"),
    ("indented code", "Words\n\n    §"),
    ("coloured code", "````html\n§\n````"),
    ("no block", "::: §\nWords\n:::"),
    ("unknown block", "::: nothing words=\"§\"\nWords\n:::"),
    ("raw html", "<div title=\"§\">§</div>"),
    ("inline raw html", "Words <img src=x onerror=\"§\"> words"),
];

/// The same for what Markdown reads in its own way.
const BARE: &[(&str, &str)] = &[
    ("code info title", "~~~rust title=\"§\"\ncode\n~~~"),
    ("link title", "[words](https://example.net/ \"§\")"),
    ("raw comment", "<!-- § -->"),
    ("bare text", "Words § words"),
    ("bare heading", "## §"),
    ("bare footnote", "Words[^§].\n\n[^§]: Words"),
    ("heading id", "## Words {#§}"),
    ("heading class", "## Words {.§}"),
    ("heading attribute", "## Words {title=\"§\"}"),
    ("autolink", "<https://example.net/§>"),
    ("bare address", "https://example.net/§"),
    ("mail address", "<§!@example.net>"),
];

fn markdown(planting: &mut Planting) -> String {
    let mut text = "NGOX\n\n".to_owned();
    for (place, line) in LINES {
        let canary = in_markdown(&planting.canaries.line(&format!("text.{place}")));
        text.push_str(&format!("{}\n\n", line.replace('§', &canary)));
    }
    for (place, line) in RAW {
        let canary = planting.canaries.argument(&format!("text.{place}"));
        text.push_str(&format!("{}\n\n", line.replace('§', &canary)));
    }
    for (place, line) in BARE {
        let canary = planting.canaries.bare(&format!("text.{place}"));
        text.push_str(&format!("{}\n\n", line.replace('§', &canary)));
    }
    let info = planting.canaries.plant("text.code info", |marker| {
        format!("{marker}<cny/onclick'\"&{marker}z")
    });
    text.push_str(&format!("~~~{info}\ncode\n~~~\n\n"));
    let address = |marker: &str| format!("{marker}\"onclick='cny'&;,|]]%2F%0D%0A\u{202e}{marker}z");
    let link = planting.canaries.plant("text.link address", address);
    text.push_str(&format!("[words](<https://example.net/{link}>)\n\n"));
    let picture = planting.canaries.plant("text.picture", address);
    planting.file(&format!("content/files/{picture}.gif"), PICTURE);
    let picture = format!("/files/{picture}.gif").replace('%', "%25");
    let alt = in_markdown(&planting.canaries.line("text.picture alt"));
    text.push_str(&format!("![{alt}](<{picture}>)\n"));
    text
}

/// Every block of the theme, and each again with its other links.
fn blocks(planting: &mut Planting) -> String {
    let mut text = String::new();
    for (name, signature) in theme::blocks() {
        let arguments: Vec<ComponentArg> = theme::arguments(&signature).cloned().collect();
        let all: Vec<&ComponentArg> = arguments.iter().collect();
        let without_links = |kept: Option<&str>| -> Vec<&ComponentArg> {
            let is_kept =
                |arg: &&ComponentArg| !MAIN.contains(&arg.name()) || Some(arg.name()) == kept;
            arguments.iter().filter(is_kept).collect()
        };
        let mut variants = vec![all];
        let links = arguments
            .iter()
            .map(ComponentArg::name)
            .filter(|name| MAIN.contains(name));
        variants.extend(links.map(|link| without_links(Some(link))));
        if signature.metadata().contains_key("data") {
            variants.push(without_links(None));
        }
        let choices = arguments
            .iter()
            .filter_map(|argument| theme::choices(&signature, argument.name()));
        for choice in 0..choices.map(|words| words.len()).max().unwrap_or(1) {
            for variant in &variants {
                text.push_str(&block((&name, &signature), (variant, choice), planting));
            }
        }
    }
    text
}

/// Links that stand for one another: a block shows one of them.
const MAIN: [&str; 2] = ["src", "link"];

fn block(
    (name, signature): (&str, &ComponentInfo),
    (arguments, choice): (&[&ComponentArg], usize),
    planting: &mut Planting,
) -> String {
    let mut line = format!("::: {name}");
    for argument in arguments {
        let place = format!("block {name}.{}", argument.name());
        if let Some(value) = value((signature, argument), choice, (&place, planting)) {
            line.push_str(&format!(
                " {}=\"{value}\"",
                argument.name().replace('_', "-")
            ));
        }
    }
    let body = in_markdown(&planting.canaries.line(&format!("block {name}/body")));
    let has_source = arguments.iter().any(|argument| argument.name() == "src");
    let table = if signature.metadata().contains_key("data") && !has_source {
        let mut cell =
            |what: &str| in_markdown(&planting.canaries.line(&format!("block {name}/{what}")));
        format!(
            "| {} | {} |\n|---|---|\n| {} | 3 |\n| Rest | 4 |\n\n",
            cell("head"),
            cell("head"),
            cell("cell")
        )
    } else {
        String::new()
    };
    format!("{line}\n{table}{body}\n:::\n\n")
}

/// What an argument is given: a canary where it may be any text.
fn value(
    (signature, argument): (&ComponentInfo, &ComponentArg),
    choice: usize,
    (place, planting): (&str, &mut Planting),
) -> Option<String> {
    let is_of_table = signature.metadata().contains_key("data");
    if let Some(words) = theme::choices(signature, argument.name()) {
        return words.get(choice % words.len()).cloned();
    }
    Some(match (argument.name(), argument.arg_type()) {
        // It names a collection of the page.
        ("of", _) => return None,
        // Its words stand in the component.
        ("kind", _) if signature.name() == "Callout" => "note".to_owned(),
        ("link", _) => format!("https://example.net/{}", planting.canaries.argument(place)),
        ("src", _) if is_of_table => csv(place, planting),
        ("src", _) => planting.asset(place, ("mp4", b"film")),
        ("image", _) => planting.asset(place, ("gif", PICTURE)),
        ("file", _) => planting.asset(place, ("vtt", b"WEBVTT\n")),
        (_, Some(ComponentArgType::Bool)) => "true".to_owned(),
        (
            _,
            Some(ComponentArgType::Integer | ComponentArgType::Float | ComponentArgType::Number),
        ) => "3".to_owned(),
        ("language", _) => planting
            .canaries
            .plant(place, |marker| format!("en-x-{marker}")),
        _ => planting.canaries.argument(place),
    })
}

/// A table of numbers whose every word is a canary.
fn csv(place: &str, planting: &mut Planting) -> String {
    let mut cell = |what: &str| {
        let text = planting.canaries.line(&format!("{place}/{what}"));
        format!("\"{}\r\n=cny\"", text.replace('"', "\"\""))
    };
    let table = format!(
        "{},{}\n{},1\n{},2\n",
        cell("head"),
        cell("head"),
        cell("cell"),
        cell("cell")
    );
    planting.asset(place, ("csv", table.as_bytes()))
}
