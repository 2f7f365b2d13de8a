//! Nothing is stale, whichever field is edited: each field of each kind, at every depth, is set, changed, broken, put
//! right, reordered, repeated, removed, and what it names is renamed. After each of these a preview and the folder of a
//! watching build are compared with a build from nothing, bytes and diagnostics. The fields are read from the kinds, so
//! a new one is covered the moment it is declared.

pub mod sites;
pub mod slot;
pub mod values;
pub mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use copublish::config::Kind;
use copublish::engine::{Options, Preview};

use crate::preview::{LiveSite, Seen, next, options, seen};
use crate::site::NOW;
use sites::{Model, declared_in, fields_in, of_every_type, of_theme};
use slot::{Slot, slots};
use values::is_relation;
use written::Written;

/// `MODEL_EDITS=all` edits every field of every kind in every way, in some minutes. Otherwise fields that all kinds have
/// are edited in one kind each, and one field of each shape in every way; the others are set, and changed if they name
/// documents.
const ALL: &str = "MODEL_EDITS";

/// Which fields are edited in more ways than one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// All, in every way.
    All,
    /// Those that name documents, one of each shape in every way.
    Relations,
    /// One of each shape in every way.
    Types,
}

/// Something that is done to a document, in words, with its entries afterwards; or a file that is moved.
enum Step {
    Write(&'static str, Vec<(String, Written)>),
    Move(&'static str, PathBuf, PathBuf),
}

/// A site that is edited, with the states that came of it.
struct Editing {
    course: LiveSite,
    model: Model,
    options: Options,
    before: Option<Preview>,
    done: Vec<String>,
    /// What came out otherwise than in a build from nothing.
    stale: Vec<String>,
}

impl Editing {
    fn of(mut model: Model) -> Editing {
        let course = LiveSite::of(std::mem::replace(&mut model.site, crate::site::Site::new()));
        let options = options(course.site.root(), NOW);
        let (before, done, stale) = (None, Vec::new(), Vec::new());
        let mut editing = Editing {
            course,
            model,
            options,
            before,
            done,
            stale,
        };
        let (_, said) = editing.look("nothing yet", &[]).expect("the site is right");
        assert_eq!(
            said,
            Vec::<String>::new(),
            "a site with problems would hide what is stale"
        );
        editing
    }

    /// Says what has changed, and compares what comes of it with a build from nothing.
    fn look(&mut self, words: &str, changed: &[PathBuf]) -> Option<Seen> {
        self.done.push(words.to_owned());
        self.course.forget(changed);
        let last = &self.done[self.done.len().saturating_sub(3)..];
        let told = format!("{last:#?}");
        let (before, course, options) = (self.before.take(), &self.course, &self.options);
        let state = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            next(before, (options, course), &told)
        }));
        match state {
            Ok(state) => self.before = state,
            Err(why) => {
                let why = why.downcast_ref::<String>().cloned().unwrap_or_default();
                let place = why
                    .lines()
                    .find(|line| line.contains(": ["))
                    .unwrap_or("the same files");
                self.stale.push(format!(
                    "{words} ({})",
                    place
                        .trim_start_matches("assertion ")
                        .chars()
                        .take(120)
                        .collect::<String>()
                ));
                // Whatever is remembered is wrong from here on.
                self.course.forget(&[PathBuf::new()]);
                return None;
            }
        }
        self.before.as_ref().map(seen)
    }

    fn take(&mut self, kind: &Kind, step: &Step, name: &str) -> Option<Seen> {
        match step {
            Step::Write(words, entries) => {
                let path = self.model.path(kind, "subject");
                self.course
                    .site
                    .write(&path, self.model.text(kind, "subject", entries));
                self.look(&format!("{} {name}: {words}", kind.name), &[path.into()])
            }
            Step::Move(words, from, to) => {
                let root = self.course.site.root();
                fs::rename(root.join(from), root.join(to)).expect("a file that is there");
                self.look(
                    &format!("{} {name}: {words}", kind.name),
                    &[from.clone(), to.clone()],
                )
            }
        }
    }
}

/// All that is done to one field. The first two steps set it and change it.
fn steps(model: &Model, slot: &Slot) -> Vec<Step> {
    let values = &model.values;
    let entry = |value: Option<Written>| slot.entry(values, value).into_iter().collect::<Vec<_>>();
    let valid = |number: usize| values.of_field(slot.field(), number);
    let [first, second] =
        [0, 1].map(|number| slot.entry(values, Some(valid(number))).expect("a value"));
    let key = first.0.clone();
    let titled = |entry: &(String, Written)| {
        let mut entries = vec![entry.clone()];
        if key != "title" {
            entries.push(("title".to_owned(), Written::text("Another-title")));
        }
        entries
    };
    let mut steps = vec![
        Step::Write("set", vec![first.clone()]),
        Step::Write("changed", vec![second.clone()]),
        Step::Write("changed together with the title", titled(&first)),
        Step::Write("changed back together with the title", vec![second.clone()]),
    ];
    if let Some(wrong) = values.wrong(slot.ty()) {
        steps.push(Step::Write("wrong", entry(Some(wrong))));
        steps.push(Step::Write("right again", vec![first.clone()]));
    }
    if let (Some(both), Some(reordered)) = (first.1.joined(&second.1), second.1.joined(&first.1)) {
        steps.push(Step::Write("one more", vec![(key.clone(), both)]));
        steps.push(Step::Write(
            "reordered",
            vec![(key.clone(), reordered.clone())],
        ));
        if let Some(repeated) = reordered.joined(&second.1) {
            steps.push(Step::Write("repeated", vec![(key.clone(), repeated)]));
        }
    }
    steps.push(Step::Write(
        "written twice",
        vec![first.clone(), second.clone()],
    ));
    steps.push(Step::Write(
        "written twice inside",
        vec![(key.clone(), second.1.written_twice(&first.1))],
    ));
    steps.push(Step::Write("set once more", vec![first.clone()]));
    for (from, to) in named(model, &first.1) {
        steps.push(Step::Move(
            "what it names is renamed",
            from.clone(),
            to.clone(),
        ));
        steps.push(Step::Move("and renamed back", to, from));
    }
    for (number, other) in slot.path[0].from.iter().enumerate() {
        let words = if number == 0 {
            "under another key"
        } else {
            "under yet another key"
        };
        steps.push(Step::Write(words, vec![(other.clone(), second.1.clone())]));
        steps.push(Step::Write(
            "under both keys",
            vec![(other.clone(), second.1.clone()), first.clone()],
        ));
    }
    steps.push(Step::Write("removed", entry(None)));
    steps
}

/// The files that a value names, each with another path for it.
fn named(model: &Model, value: &Written) -> Vec<(PathBuf, PathBuf)> {
    match value {
        Written::Text(text) => {
            let file = text
                .strip_prefix('/')
                .filter(|path| values::FILES.contains(path));
            let asset = file.map(|path| {
                (
                    format!("content/{path}").into(),
                    format!("content/moved-{}", path.replace('/', "-")).into(),
                )
            });
            let is_document = model
                .values
                .documents
                .values()
                .flatten()
                .any(|name| name == text);
            asset
                .or_else(|| model.file_of(text).filter(|_| is_document))
                .into_iter()
                .collect()
        }
        Written::List(items) => items
            .iter()
            .flat_map(|item| named(model, item))
            .take(1)
            .collect(),
        Written::Map(entries) => entries
            .iter()
            .flat_map(|(_, value)| named(model, value))
            .take(1)
            .collect(),
    }
}

/// What was seen of all edits of a site.
#[derive(Default)]
struct Effects {
    /// Each kind with each of its fields.
    visited: BTreeSet<(String, String)>,
    /// The words of the types that were edited.
    types: BTreeSet<&'static str>,
    /// The fields whose two values came out the same, and how many did not.
    without: Vec<String>,
    with: usize,
    edits: usize,
}

/// Edits every field of every kind.
fn edit_all(editing: &mut Editing, depth: Depth) -> Effects {
    let depth = if std::env::var_os(ALL).is_some() {
        Depth::All
    } else {
        depth
    };
    let is_long = depth == Depth::All;
    let (mut effects, mut shapes) = (Effects::default(), BTreeSet::new());
    let kinds: Vec<Kind> = editing.model.kinds.iter().cloned().collect();
    for (at, kind) in kinds.iter().enumerate() {
        let mut common = 0;
        for slot in slots(&editing.model.kinds, kind) {
            let is_turn = !slot.is_common || is_long || common % kinds.len() == at;
            common += usize::from(slot.is_common);
            if !is_turn {
                continue;
            }
            let name = slot.name();
            effects.visited.insert((kind.name.clone(), name.clone()));
            effects.types.insert(values::word(slot.ty()));
            let all = steps(&editing.model, &slot);
            let many = match (depth, is_relation(slot.ty())) {
                (Depth::All, _) => all.len(),
                (Depth::Relations, false) => 1,
                _ if shapes.insert(slot.shape()) => all.len(),
                (_, true) => 2,
                _ => 1,
            };
            let states: Vec<Option<Seen>> = all
                .iter()
                .take(many)
                .map(|step| editing.take(kind, step, &name))
                .collect();
            effects.edits += states.len();
            let [Some(set), Some(changed), ..] = states.as_slice() else {
                continue;
            };
            if set == changed {
                assert!(
                    !is_relation(slot.ty()),
                    "{} {name}: another document named, and nothing moved",
                    kind.name
                );
                effects.without.push(format!("{} {name}", kind.name));
            } else {
                effects.with += 1;
            }
        }
        editing.take(kind, &Step::Write("as it was", Vec::new()), "all");
    }
    effects
}

/// Edits what front matter says besides fields: the kind, and collections of its own.
fn edit_own_keys(editing: &mut Editing, kind: &str, (from, other): (&str, &str)) -> usize {
    let kind = editing
        .model
        .kinds
        .find(kind)
        .expect("a kind of the site")
        .clone();
    let collection = |name: &str, entries: &[(&str, Written)]| {
        let entries = entries
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect();
        Written::Map(vec![(name.to_owned(), Written::Map(entries))])
    };
    let text = Written::text;
    let states = [
        (
            "one",
            collection("mine", &[("kind", text(from)), ("sort", text("title"))]),
        ),
        (
            "sorted otherwise",
            collection(
                "mine",
                &[("kind", text(from)), ("sort", text("title desc"))],
            ),
        ),
        (
            "limited",
            collection(
                "mine",
                &[
                    ("kind", text(from)),
                    ("sort", text("title desc")),
                    ("limit", text("1")),
                ],
            ),
        ),
        (
            "of another kind",
            collection("mine", &[("kind", text(other)), ("limit", text("1"))]),
        ),
        (
            "of an unknown kind",
            collection("mine", &[("kind", text("nokind")), ("limit", text("1"))]),
        ),
        (
            "of a kind again",
            collection("mine", &[("kind", text(from)), ("limit", text("1"))]),
        ),
        (
            "of some",
            collection(
                "mine",
                &[
                    ("kind", text(from)),
                    ("where", Written::map([("status", text("any"))])),
                ],
            ),
        ),
        (
            "of others",
            collection(
                "mine",
                &[
                    ("kind", text(from)),
                    ("where", Written::map([("title", text("any"))])),
                ],
            ),
        ),
        (
            "under another name",
            collection("yours", &[("kind", text(from))]),
        ),
    ];
    let (mut last, mut same) = (None, 0);
    for (words, value) in &states {
        let step = Step::Write(words, vec![("collections".to_owned(), value.clone())]);
        let state = editing.take(&kind, &step, "collections");
        same += usize::from(state.is_some() && state == last);
        last = state;
    }
    for (words, value) in [
        ("another kind", other),
        ("an unknown kind", "nokind"),
        ("its kind", &kind.name),
    ] {
        editing.take(
            &kind,
            &Step::Write(words, vec![("kind".to_owned(), text(value))]),
            "kind",
        );
    }
    editing.take(&kind, &Step::Write("none", Vec::new()), "collections");
    assert!(same <= 1, "{same} changes of a collection moved nothing");
    states.len() + 4
}

fn report(editing: &Editing, effects: &Effects, started: Instant) {
    let took = started.elapsed().as_secs_f64();
    let (stale, fields) = (&editing.stale, effects.visited.len());
    eprintln!(
        "note: {} edits of {fields} fields in {took:.0} s, {} stale",
        effects.edits,
        stale.len()
    );
    assert!(
        stale.is_empty(),
        "{} of {} edits left something stale: {stale:#?}",
        stale.len(),
        effects.edits
    );
    // Some fields say nothing that templates receive, such as when a page has to be looked at again: one that all kinds
    // have counts once.
    let without: BTreeSet<&str> = effects
        .without
        .iter()
        .map(|field| field.rsplit(' ').next().unwrap_or(field))
        .collect();
    assert!(
        effects.with > 9 * without.len(),
        "these changes moved nothing: {:#?}",
        effects.without
    );
}

#[test]
fn whichever_field_of_the_theme_is_edited_nothing_is_stale() {
    let started = Instant::now();
    let mut editing = Editing::of(of_theme());
    let mut effects = edit_all(&mut editing, Depth::Relations);
    effects.edits += edit_own_keys(&mut editing, "report", ("news", "blog"));
    report(&editing, &effects, started);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = |path: PathBuf| fs::read_to_string(path).expect("a file of the theme");
    let common = text(root.join("src/config/common.yaml"));
    let common = fields_in(&serde_yaml::from_str(&common).expect("YAML"));
    let kinds = fs::read_dir(root.join("themes/partnership/kinds")).expect("the kinds");
    let own: BTreeMap<String, usize> = kinds
        .map(|entry| entry.expect("a file").path())
        .map(|path| {
            (
                path.file_stem()
                    .expect("a name")
                    .to_string_lossy()
                    .into_owned(),
                declared_in(&text(path)),
            )
        })
        .collect();
    let all_common = if std::env::var_os(ALL).is_some() {
        common * own.len()
    } else {
        common
    };
    assert_eq!(
        effects.visited.len(),
        own.values().sum::<usize>() + all_common,
        "{own:?}, {common} in all kinds"
    );
}

#[test]
fn whichever_type_a_field_has_nothing_is_stale() {
    let started = Instant::now();
    let mut editing = Editing::of(of_every_type());
    let mut effects = edit_all(&mut editing, Depth::Types);
    effects.edits += edit_own_keys(&mut editing, "every", ("person", "place"));
    report(&editing, &effects, started);
    let types: BTreeSet<String> = effects
        .types
        .iter()
        .map(|word| (*word).to_owned())
        .collect();
    assert_eq!(
        types,
        sites::types().into_iter().collect(),
        "a field of every type is edited"
    );
}

/// What is edited in a source is in its translations too, and in whatever names any of them.
#[test]
fn whichever_type_a_field_has_nothing_is_stale_in_any_language() {
    let is_long = std::env::var_os(ALL).is_some();
    let of_theme = is_long.then(|| (of_theme(), Depth::All));
    let of_every_type = (of_every_type(), Depth::Types);
    for (model, depth) in of_theme.into_iter().chain([of_every_type]) {
        let started = Instant::now();
        let mut editing = Editing::of(model.in_languages());
        let effects = edit_all(&mut editing, depth);
        report(&editing, &effects, started);
    }
}
