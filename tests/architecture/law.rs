//! The import law: import the foundation and what sorts before you. And `lib.rs`, which lists the rooms.

use std::collections::BTreeSet;

use crate::tokens::Source;
use crate::tree::{Tree, Violation};

/// The groups of rooms, lowest first, each in the order of the alphabet.
const GROUPS: [(&str, &[&str]); 4] = [
    ("foundation", &["base", "config", "yaml"]),
    (
        "pipeline",
        &[
            "content", "document", "edition", "graph", "html", "images", "index", "issues",
            "layout", "output", "schema",
        ],
    ),
    (
        "beside",
        &[
            "adopt", "check", "engine", "lsp", "publish", "serve", "watch",
        ],
    ),
    ("top", &["cli"]),
];

/// Rooms that may import one that sorts behind them, and why.
const OUT_OF_ORDER: &[(&str, &str, &str)] = &[(
    "config",
    "yaml",
    "settings are written in YAML, and a reader of YAML knows no settings",
)];

/// Imports the law forbids and we allow: who, what, and why there is no better noun for it.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

/// The place of a room: its group and its place in the group.
fn place(room: &str) -> Option<(usize, usize)> {
    GROUPS.iter().enumerate().find_map(|(group, (_, rooms))| {
        let at = rooms.iter().position(|name| *name == room)?;
        Some((group, at))
    })
}

/// True where code in `from` may name `to`.
fn may_import(from: &str, to: &str) -> bool {
    let (Some((from_group, from_at)), Some((to_group, to_at))) = (place(from), place(to)) else {
        return false;
    };
    let is_out_of_order = |(one, other, _): &(&str, &str, &str)| *one == from && *other == to;
    if OUT_OF_ORDER.iter().any(is_out_of_order) {
        return true;
    }
    let beside = GROUPS[from_group].0 == "beside";
    from == to || to_group < from_group || (to_group == from_group && to_at < from_at && !beside)
}

/// The room of a file: the first folder below `src/`, or the name of a file there.
fn room_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("src/")?;
    let first = rest.split('/').next()?;
    Some(first.trim_end_matches(".rs")).filter(|name| !["lib", "main"].contains(name))
}

/// Every path into the crate leads to a room that the law allows; every exception is still needed.
pub fn imports(tree: &Tree) -> Vec<Violation> {
    imports_but(tree, EXCEPTIONS)
}

fn imports_but(tree: &Tree, exceptions: &[(&str, &str, &str)]) -> Vec<Violation> {
    let mut violations = Vec::new();
    let mut used = BTreeSet::new();
    for (path, text) in tree.rust_of("src/") {
        let source = Source::read(text);
        if let Some(problem) = &source.problem {
            violations.push(Violation::new(path, 0, format!("is no Rust: {problem}")));
        }
        for named in source.paths(path) {
            let Some(to) = target(&named.parts) else {
                continue;
            };
            let excepted = exceptions
                .iter()
                .position(|(from, room, _)| *from == path && *room == to);
            if let Some(exception) = excepted {
                used.insert(exception);
            } else if let Some(message) = judge(path, to) {
                violations.push(Violation::new(path, named.line, message));
            }
        }
    }
    let unused = exceptions
        .iter()
        .enumerate()
        .filter(|(at, _)| !used.contains(at));
    violations.extend(unused.map(|(_, (from, to, _))| {
        Violation::new(
            from,
            0,
            format!("no longer imports `{to}`: take the exception out of the table"),
        )
    }));
    violations
}

/// The room a path leads to; `None` for a path out of the crate.
fn target(parts: &[String]) -> Option<&str> {
    let root = parts.first().map(String::as_str);
    if root != Some("crate") && root != Some("copublish") {
        return None;
    }
    // The name of the crate alone is also a plain word, in `use` lists of tests for one.
    match parts.get(1) {
        Some(room) => Some(room),
        None if root == Some("crate") => Some("*"),
        None => None,
    }
}

fn judge(path: &str, to: &str) -> Option<String> {
    let Some(from) = room_of(path) else {
        // main.rs and lib.rs stand above all rooms.
        return place(to)
            .is_none()
            .then(|| format!("names `crate::{to}`, which is no room"));
    };
    if place(from).is_none() {
        return Some(format!(
            "`{from}` is no room: put the file in one, or add the room to the law"
        ));
    }
    match place(to) {
        None => Some(format!(
            "names `crate::{to}`, which is no room: name the room it comes from"
        )),
        Some(_) if may_import(from, to) => None,
        Some(_) => Some(format!(
            "`{from}` may not import `{to}`: put the noun they share into the earlier of the two"
        )),
    }
}

/// `lib.rs` lists every room with Rust in it, groups in order, each in the order of the alphabet.
pub fn order(tree: &Tree) -> Vec<Violation> {
    let lib = "src/lib.rs";
    let source = Source::read(tree.text(lib).unwrap_or_default());
    let mut violations = Vec::new();
    let mut last: Option<((usize, usize), &str)> = None;
    let mut listed = BTreeSet::new();
    for three in source.tokens.windows(3) {
        let [word, name, end] = three else { continue };
        if word.text != "mod" || end.text != ";" {
            continue;
        }
        listed.insert(name.text.as_str());
        let Some(here) = place(&name.text) else {
            violations.push(Violation::new(
                lib,
                name.line,
                format!("`{}` is no room", name.text),
            ));
            continue;
        };
        if let Some((before, earlier)) = last.filter(|(before, _)| *before > here) {
            let message = format!("`{}` stands before `{earlier}`, not behind it", name.text);
            violations.push(Violation::new(lib, name.line, message));
            last = Some((before, earlier));
        } else {
            last = Some((here, &name.text));
        }
    }
    let rooms: BTreeSet<&str> = tree
        .rust_of("src/")
        .filter_map(|(path, _)| room_of(path))
        .collect();
    let missing = rooms.into_iter().filter(|room| !listed.contains(room));
    violations
        .extend(missing.map(|room| Violation::new(lib, 0, format!("does not list `{room}`"))));
    violations
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        imports(&Tree::planted(&[(path, text)]))
            .into_iter()
            .map(|violation| violation.message)
            .collect()
    }

    fn allowed(path: &str, text: &str) {
        assert_eq!(found(path, text), Vec::<String>::new(), "{path}: {text}");
    }

    fn forbidden(path: &str, text: &str) {
        assert_eq!(found(path, text).len(), 1, "{path}: {text}");
    }

    #[test]
    fn the_law() {
        allowed(
            "src/graph/node.rs",
            "use crate::document::Outline; use crate::base::Span;",
        );
        allowed(
            "src/graph/node.rs",
            "use super::resolve; use crate::graph::resolve::x;",
        );
        allowed(
            "src/layout/edition/pdf.rs",
            "use crate::html::Html; use super::super::plan;",
        );
        allowed(
            "src/engine/memo.rs",
            "use crate::output::Bundle; use crate::config::Site;",
        );
        allowed(
            "src/cli/build.rs",
            "use crate::{engine, serve, watch, base::Code};",
        );
        allowed("src/main.rs", "fn main() { copublish::cli::run() }");
        allowed(
            "src/config/site.rs",
            "use crate::base::Code; // use crate::layout;",
        );
        forbidden("src/base/span.rs", "use crate::config::Site;");
        forbidden("src/config/site.rs", "use crate::content::Files;");
        forbidden("src/document/mod.rs", "use crate::graph::Graph;");
        forbidden(
            "src/html/code.rs",
            "fn f() -> crate::layout::Page { todo() }",
        );
        forbidden("src/html/code.rs", "use crate::{base::Span, layout::Page};");
        forbidden("src/html/code.rs", "use super::super::output::write;");
        forbidden(
            "src/layout/edition/pdf.rs",
            "use super::super::super::output;",
        );
        forbidden("src/engine/memo.rs", "use crate::check::Rule;");
        forbidden("src/watch/mod.rs", "use crate::cli::Terminal;");
        forbidden("src/output/mod.rs", "pub(in crate::engine) fn f() {}");
        forbidden(
            "src/html/mod.rs",
            "macro_rules! m { () => { $crate::output::write() } }",
        );
        forbidden("src/graph/mod.rs", "use crate::Graph;");
        forbidden("src/graph/mod.rs", "use crate::*;");
        forbidden("src/helpers/mod.rs", "use crate::base::Span;");
        allowed(
            "src/html/code.rs",
            "#[cfg(test)]\nmod tests { use crate::layout::Page; }",
        );
    }

    #[test]
    fn exceptions_need_a_reason_and_a_use() {
        let tree = Tree::planted(&[("src/engine/a.rs", "use crate::check::Rule;")]);
        assert!(imports_but(&tree, &[("src/engine/a.rs", "check", "because")]).is_empty());
        let stale = [
            ("src/engine/a.rs", "check", "because"),
            ("src/engine/b.rs", "serve", "because"),
        ];
        assert_eq!(imports_but(&tree, &stale).len(), 1);
        assert!(
            EXCEPTIONS
                .iter()
                .all(|(_, _, reason)| reason.split(' ').count() > 3)
        );
    }

    #[test]
    fn lib_is_the_diagram() {
        let order =
            |lib: &str, room: &str| order(&Tree::planted(&[("src/lib.rs", lib), (room, "")])).len();
        let base = "src/base/mod.rs";
        assert_eq!(
            order(
                "pub mod base; pub mod config; pub mod content; pub mod engine; pub mod cli;",
                base
            ),
            0
        );
        assert_eq!(order("pub mod config; pub mod base;", base), 1);
        assert_eq!(
            order(
                "pub mod base; pub mod cli; pub mod content; pub mod html;",
                base
            ),
            2
        );
        assert_eq!(order("pub mod base; mod utils;", base), 1);
        assert_eq!(order("pub mod base;", "src/graph/mod.rs"), 1);
    }
}
