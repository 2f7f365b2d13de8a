//! Files of one room that import one another in a circle.
//!
//! A name that `mod.rs` only passes on (`pub use node::Node`) counts as an import of the file it comes from. What
//! `mod.rs` defines itself belongs to all files below it, so naming that closes no circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::sizes::is_test_file;
use crate::tokens::Source;
use crate::tree::Tree;

/// Which files of the product each file names.
pub type Imports = BTreeMap<String, BTreeSet<String>>;

/// The circles of files inside rooms, each sorted, the largest first.
pub fn find(tree: &Tree) -> Vec<Vec<String>> {
    let imports = imports(tree);
    let mut rings = components(&imports);
    rings.retain(|ring| ring.len() > 1);
    rings.sort_by_key(|ring| (usize::MAX - ring.len(), ring.clone()));
    rings
}

/// The imports between files of the same room.
fn imports(tree: &Tree) -> Imports {
    let files: BTreeMap<Vec<String>, &str> = tree
        .rust_of("src/")
        .filter(|(path, _)| !is_test_file(path))
        .map(|(path, _)| (module_of(path), path))
        .collect();
    let mut named: BTreeMap<&str, Vec<Vec<String>>> = BTreeMap::new();
    let mut passed_on: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for (module, path) in &files {
        let source = Source::read(tree.text(path).unwrap_or_default());
        let paths = source.paths(path).into_iter().map(|path| path.parts);
        let inside: Vec<Vec<String>> = paths
            .filter_map(|parts| below_crate(&parts, module, &files))
            .collect();
        for target in inside.iter().filter(|target| target.starts_with(module)) {
            // `use node::Node` in mod.rs: the name can be had from both.
            if let Some(name) = target.last().filter(|_| target.len() > module.len() + 1) {
                let short = [module.as_slice(), std::slice::from_ref(name)].concat();
                passed_on.insert(short, target.clone());
            }
        }
        named.insert(path, inside);
    }
    let mut imports = Imports::new();
    for (path, targets) in named {
        let own = imports.entry(path.to_owned()).or_default();
        for target in targets {
            if let Some(file) = file_of(&target, &files, &passed_on)
                && file != path
                && room(file) == room(path)
                && !module_of(path).starts_with(&module_of(file))
            {
                own.insert(file.to_owned());
            }
        }
    }
    imports
}

/// The file that holds what a path names.
fn file_of<'f>(
    target: &[String],
    files: &BTreeMap<Vec<String>, &'f str>,
    passed_on: &BTreeMap<Vec<String>, Vec<String>>,
) -> Option<&'f str> {
    let mut target = target.to_vec();
    // A name may be passed on by several rooms in turn.
    for _ in 0..4 {
        let longer = (1..=target.len())
            .find_map(|end| Some((end, passed_on.get(&target[..end])?)))
            .filter(|(end, to)| files.get(&target[..*end]).is_none() && to.len() > *end);
        let Some((end, to)) = longer else { break };
        target.splice(..end, to.iter().cloned());
    }
    (1..=target.len())
        .rev()
        .find_map(|end| files.get(&target[..end]))
        .copied()
}

/// A path without `crate`; one that starts with a module of the file's own gets the modules above it.
fn below_crate(
    parts: &[String],
    module: &[String],
    files: &BTreeMap<Vec<String>, &str>,
) -> Option<Vec<String>> {
    let first = parts.first()?;
    if first == "crate" {
        return Some(parts[1..].to_vec()).filter(|rest| !rest.is_empty());
    }
    let child = [module, std::slice::from_ref(first)].concat();
    files.contains_key(&child).then(|| [module, parts].concat())
}

fn module_of(path: &str) -> Vec<String> {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let parts = path.split('/').filter(|part| *part != "mod");
    parts.map(str::to_owned).collect()
}

fn room(path: &str) -> Option<&str> {
    path.split('/').nth(1)
}

/// Groups of files each of which can be reached from each other one.
fn components(imports: &Imports) -> Vec<Vec<String>> {
    let mut groups = Vec::new();
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    let reached: BTreeMap<&str, BTreeSet<&str>> = imports
        .keys()
        .map(|file| (file.as_str(), reachable(file, imports)))
        .collect();
    for (file, below) in &reached {
        if placed.contains(file) {
            continue;
        }
        let ring: Vec<&str> = below
            .iter()
            .copied()
            .filter(|other| reached[other].contains(file))
            .collect();
        placed.extend(&ring);
        groups.push(ring.into_iter().map(str::to_owned).collect());
    }
    groups
}

/// The file itself and all it imports, over any number of steps.
fn reachable<'i>(file: &'i str, imports: &'i Imports) -> BTreeSet<&'i str> {
    let mut found = BTreeSet::from([file]);
    let mut open = vec![file];
    while let Some(next) = open.pop() {
        for import in imports.get(next).into_iter().flatten() {
            if found.insert(import) {
                open.push(import);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_are_found() {
        let tree = Tree::planted(&[
            ("src/graph/mod.rs", "mod a; mod b; pub use a::A; use b::B;"),
            ("src/graph/a.rs", "use super::B; pub struct A(B);"),
            ("src/graph/b.rs", "pub struct B;"),
        ]);
        assert_eq!(find(&tree), Vec::<Vec<String>>::new());
        let tree = Tree::planted(&[
            ("src/graph/mod.rs", "mod a; mod b; pub use a::A; use b::B;"),
            ("src/graph/a.rs", "use super::B; pub struct A(B);"),
            ("src/graph/b.rs", "pub struct B; use super::A;"),
        ]);
        assert_eq!(find(&tree), [["src/graph/a.rs", "src/graph/b.rs"]]);
        let tree = Tree::planted(&[
            (
                "src/graph/mod.rs",
                "mod a; pub struct Input; fn f() { a::g() }",
            ),
            ("src/graph/a.rs", "use super::Input; fn g() {}"),
        ]);
        assert_eq!(find(&tree), Vec::<Vec<String>>::new());
    }
}
