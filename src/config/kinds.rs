//! All kinds of a site: the theme's, with the site's laid over them, checked as a whole.

use std::collections::BTreeMap;

use super::collection::{Collection, Selection, Sort};
use super::field::{COMMON, Field, FieldType, read_fields};
use super::kind::{Kind, List};
use super::kind_check::{TAKEN, opposite_key, other_type};
use super::settings::SettingsFile;
use super::{order_check, period};
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, FilePath, Reported};
use crate::yaml::{self, Node};

/// The kinds, by name, and the fields that all of them have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kinds {
    kinds: Vec<Kind>,
    /// The place in `kinds` of the kind that claims a folder.
    by_folder: BTreeMap<String, usize>,
    /// The places of the kinds of parts.
    parts: Vec<usize>,
    /// The fields every kind has, in the order documents show them.
    pub common: Vec<Field>,
    /// False if a declaration cannot be understood without which nobody knows what is public.
    pub is_safe: bool,
}

/// What is wrong, and perhaps what was meant.
pub type Mistake = (String, Option<String>);

/// One layer of declarations: a kind's file of a theme, or `kinds:` of site.yaml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The file declared in.
    pub file: FilePath,
    /// The kind's name and what is said of it.
    pub kinds: Vec<(String, Node)>,
}

impl Kinds {
    /// Lays the layers over each other, the first one lowest, and checks what came out.
    pub fn from_layers(layers: &[Layer]) -> Reported<Kinds> {
        let mut by_name = built_in();
        let (mut diagnostics, mut is_safe) = (Vec::new(), true);
        for layer in layers {
            let file = SettingsFile::new(&layer.file, Code::InvalidKind);
            for (name, node) in &layer.kinds {
                by_name
                    .entry(name.clone())
                    .or_insert_with(|| Kind::new(name))
                    .overlay(&file, node);
            }
            give_folders(layer, &mut by_name, &file);
            is_safe &= file.is_safe();
            diagnostics.extend(file.diagnostics.into_inner());
        }
        let common = common_fields();
        let mut kinds: Vec<Kind> = by_name.into_values().collect();
        for kind in &mut kinds {
            let wrong = lay_over_common(kind, &common);
            is_safe &= wrong.is_empty();
            diagnostics.extend(wrong);
            period::pair(kind);
        }
        let kinds = Kinds {
            is_safe,
            ..Kinds::of(kinds, common)
        };
        kinds.check(&mut diagnostics);
        Reported {
            value: kinds,
            diagnostics,
        }
    }

    /// The kinds, sorted by name, with what they are found by.
    fn of(kinds: Vec<Kind>, common: Vec<Field>) -> Kinds {
        let places = || kinds.iter().enumerate();
        let with_folder = places().filter_map(|(at, kind)| Some((kind.folder.clone()?, at)));
        let parts = places().filter(|(_, kind)| kind.part.is_some());
        Kinds {
            by_folder: with_folder.collect(),
            parts: parts.map(|(at, _)| at).collect(),
            kinds,
            common,
            is_safe: true,
        }
    }

    /// All kinds, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter()
    }

    /// The kind with this name.
    pub fn find(&self, name: &str) -> Option<&Kind> {
        let at = self
            .kinds
            .binary_search_by(|kind| kind.name.as_str().cmp(name))
            .ok()?;
        self.kinds.get(at)
    }

    /// The kind of a document in `folder` (below `content/`): that of the deepest folder that a kind
    /// claims, else `page`.
    pub fn of_folder(&self, folder: &str) -> &Kind {
        let mut above = Some(folder);
        while let Some(folder) = above {
            match self.claiming(folder) {
                Some(kind) if kind.part.is_none() => return kind,
                _ => {}
            }
            above = folder.rsplit_once('/').map(|(above, _)| above);
        }
        self.page()
    }

    /// The kind that claims this very folder.
    pub fn claiming(&self, folder: &str) -> Option<&Kind> {
        let at = *self.by_folder.get(folder)?;
        self.kinds.get(at)
    }

    /// The kinds of documents that are parts of others, by name.
    pub fn of_parts(&self) -> impl Iterator<Item = &Kind> {
        self.parts.iter().filter_map(|at| self.kinds.get(*at))
    }

    /// The kind `page`, which every site has.
    pub fn page(&self) -> &Kind {
        self.find("page")
            .unwrap_or_else(|| unreachable!("from_layers always makes the kind `page`"))
    }

    /// All fields of a kind: common ones first, unless the kind declares one anew.
    pub fn fields<'k>(&'k self, kind: &'k Kind) -> impl Iterator<Item = &'k Field> {
        let own = |common: &Field| kind.field(&common.name).is_some();
        self.common
            .iter()
            .filter(move |common| !own(common))
            .chain(kind.fields.iter())
    }

    /// What a collection names that is not there: a kind, or a field to sort by. With the nearest ones.
    pub fn slips_of(&self, collection: &Collection) -> Vec<Mistake> {
        let name = collection.name.as_str();
        let what = format!("collection `{name}`");
        if TAKEN.contains(&name) || self.common.iter().any(|field| field.name == name) {
            let help = "give the collection another name".to_owned();
            return vec![(
                format!("{what} has the name of something every page has"),
                Some(help),
            )];
        }
        self.slips_of_selection(&what, &collection.selection, &collection.sort)
    }

    fn slips_of_selection(&self, what: &str, selection: &Selection, sort: &Sort) -> Vec<Mistake> {
        let slips = self.unknown_kinds(what, selection);
        if !slips.is_empty() {
            return slips;
        }
        let declared = self.fields_of(&selection.kinds);
        let fields: Vec<&str> = declared.iter().map(|field| field.name.as_str()).collect();
        let unsortable = order_check::unsortable(what, &sort.field, &declared);
        let mut slips = Vec::new();
        let sorted_by = sort.field.as_str();
        if sorted_by != "id" {
            slips.extend(no_field(
                &format!("{what} is sorted by"),
                sorted_by,
                &fields,
            ));
        }
        for condition in &selection.conditions {
            let field = condition.field.as_str();
            if field != "kind" {
                slips.extend(no_field(&format!("{what} filters by"), field, &fields));
            }
        }
        slips.extend(unsortable.map(with_help));
        slips
    }

    fn unknown_kinds(&self, what: &str, selection: &Selection) -> Vec<Mistake> {
        let kinds = selection.kinds.iter();
        let unknown = kinds.filter(|kind| self.find(kind).is_none());
        unknown
            .map(|kind| {
                let near = did_you_mean(kind, self.kinds.iter().map(|kind| kind.name.as_str()));
                (format!("{what} uses the unknown kind `{kind}`"), near)
            })
            .collect()
    }

    /// The fields of some kinds; of all if none is named.
    fn fields_of(&self, kinds: &[String]) -> Vec<&Field> {
        let is_asked = |kind: &&Kind| kinds.is_empty() || kinds.contains(&kind.name);
        let asked = self.kinds.iter().filter(is_asked);
        asked.flat_map(|kind| self.fields(kind)).collect()
    }

    /// What is wrong with a list of documents that it selects.
    fn check_selecting_list(&self, what: &str, list: &List, shown: &Selection) -> Vec<Mistake> {
        let mut slips = self.slips_of_selection(what, shown, &list.sort);
        if slips.is_empty() {
            slips.extend(check_groups(what, list, &self.fields_of(&shown.kinds)));
        }
        slips
    }

    fn check_list(&self, kind: &Kind, list: &List) -> Vec<Mistake> {
        let what = format!("the list of `{}`", kind.name);
        if let Some(shown) = &list.shows {
            return self.check_selecting_list(&what, list, shown);
        }
        let declared: Vec<&Field> = self.fields(kind).collect();
        let fields: Vec<&str> = declared.iter().map(|field| field.name.as_str()).collect();
        let mut slips = Vec::new();
        let sort = list.sort.field.as_str();
        if sort != "id" {
            slips.extend(no_field(&format!("{what} is sorted by"), sort, &fields));
        }
        slips.extend(order_check::unsortable(&what, sort, &declared).map(with_help));
        slips.extend(check_groups(&what, list, &declared));
        for field in &list.upcoming {
            let names = format!("`upcoming` of {what} names");
            slips.extend(no_field(&names, field, &fields));
        }
        slips
    }

    fn check_authors(&self, kind: &Kind) -> Vec<Mistake> {
        let fields: Vec<&str> = self.fields(kind).map(|field| field.name.as_str()).collect();
        let unknown = kind
            .authors
            .iter()
            .filter(|name| !fields.contains(&name.as_str()));
        let slip = |name: &String| {
            let message = format!(
                "`authors` of `{}` names `{name}`, which is not a field",
                kind.name
            );
            (message, did_you_mean(name, fields.iter().copied()))
        };
        unknown.map(slip).collect()
    }

    fn check_names(&self, kind: &Kind) -> Vec<Mistake> {
        let mut slips: Vec<Mistake> = kind
            .collections
            .iter()
            .flat_map(|collection| self.slips_of(collection))
            .collect();
        slips.extend(self.check_authors(kind));
        slips.extend(
            kind.list
                .iter()
                .flat_map(|list| self.check_list(kind, list)),
        );
        slips
    }

    fn check(&self, diagnostics: &mut Vec<Diagnostic>) {
        for kind in &self.kinds {
            for (message, help) in self.check_names(kind) {
                let diagnostic = Diagnostic::new(Code::InvalidKind, message);
                let diagnostic = match &kind.declared.0 {
                    Some((file, span)) => diagnostic.at(file, *span, "declared here"),
                    None => diagnostic,
                };
                diagnostics.push(diagnostic.help(help.unwrap_or_default()));
            }
            super::kind_check::check(kind, diagnostics);
            let fields: Vec<&Field> = self.fields(kind).collect();
            diagnostics.extend(kind.wrong_field_names(&fields));
            period::check(&fields, diagnostics);
            for field in &kind.fields {
                self.check_type(field, &field.ty, diagnostics);
            }
        }
    }

    fn check_type(&self, field: &Field, ty: &FieldType, diagnostics: &mut Vec<Diagnostic>) {
        match ty {
            FieldType::List(item) => self.check_type(field, item, diagnostics),
            FieldType::Map(fields) => {
                for field in fields {
                    self.check_type(field, &field.ty, diagnostics);
                }
            }
            FieldType::Relation(ends) => {
                for name in ends.to.iter().filter(|name| self.find(name).is_none()) {
                    let message = format!("`{}` refers to the unknown kind `{name}`", field.name);
                    let near = did_you_mean(name, self.kinds.iter().map(|kind| kind.name.as_str()));
                    let mut diagnostic = Diagnostic::new(Code::InvalidKind, message);
                    if let Some((file, span)) = &field.declared.0 {
                        diagnostic = diagnostic.at(file, *span, "declared here");
                    }
                    diagnostics.push(diagnostic.help(near.unwrap_or_default()));
                }
            }
            _ => {}
        }
    }
}

/// What a list is grouped by that is not there, or that makes no groups.
fn check_groups(what: &str, list: &List, fields: &[&Field]) -> Option<Mistake> {
    let group = list.group_by.as_deref().filter(|group| *group != "year")?;
    let mut names = fields.iter().map(|field| field.name.as_str());
    if names.any(|name| name == group) {
        return order_check::ungroupable(what, group, fields).map(with_help);
    }
    let names = fields.iter().map(|field| field.name.as_str());
    let near = did_you_mean(group, names.chain(["year"]));
    let message = format!("{what} is grouped by `{group}`, which is not a field");
    Some((message, near))
}

fn with_help(found: (String, &'static str)) -> Mistake {
    (found.0, Some(found.1.to_owned()))
}

/// The kinds that every site has.
fn built_in() -> BTreeMap<String, Kind> {
    let mut home = Kind::new("home");
    home.url = super::Pattern::parse("/").ok();
    let kinds = [Kind::new("page"), home];
    kinds.map(|kind| (kind.name.clone(), kind)).into()
}

/// Lays fields of a kind over those that every kind has, and says what they cannot change.
fn lay_over_common(kind: &mut Kind, common: &[Field]) -> Vec<Diagnostic> {
    let mut wrong = Vec::new();
    for field in &mut kind.fields {
        if let Some(older) = common.iter().find(|common| common.name == field.name) {
            *field = field.clone().over(older);
            wrong.extend(other_type(field, older));
            wrong.extend(opposite_key(field, older));
        }
    }
    wrong
}

/// A kind that claims a folder takes it from the kind of a lower layer that had it; two of one layer
/// cannot both have it.
fn give_folders(layer: &Layer, kinds: &mut BTreeMap<String, Kind>, file: &SettingsFile) {
    let mut first_of: BTreeMap<String, &str> = BTreeMap::new();
    let mut last_of: BTreeMap<String, &str> = BTreeMap::new();
    for (name, node) in &layer.kinds {
        if node.get("folder").is_none() {
            continue;
        }
        let Some(folder) = kinds.get(name).and_then(|kind| kind.folder.clone()) else {
            continue;
        };
        if let Some(first) = first_of.get(&folder) {
            let message =
                format!("the kinds `{first}` and `{name}` both claim the folder `{folder}`");
            file.wrong(node.span, message, "give one of them another folder");
        }
        first_of.entry(folder.clone()).or_insert(name);
        last_of.insert(folder, name);
    }
    for (name, kind) in kinds {
        let owner = kind.folder.as_ref().and_then(|folder| last_of.get(folder));
        if owner.is_some_and(|owner| owner != name) {
            kind.folder = None;
        }
    }
}

fn common_fields() -> Vec<Field> {
    let path = FilePath::new(COMMON);
    let file = SettingsFile::new(&path, Code::InvalidKind);
    let root = yaml::parse(include_str!("common.yaml"))
        .ok()
        .and_then(|parsed| parsed.root);
    root.map(|root| read_fields(&file, root.entries()))
        .unwrap_or_default()
}

/// What is wrong with a setting that names a field which is none.
fn no_field(what: &str, name: &str, fields: &[&str]) -> Option<Mistake> {
    if fields.contains(&name) {
        return None;
    }
    let message = format!("{what} `{name}`, which is not a field");
    Some((message, did_you_mean(name, fields.iter().copied())))
}

#[cfg(test)]
impl Layer {
    /// What a text declares, as `kinds:` of site.yaml.
    pub fn of_text(text: &str) -> Layer {
        let root = yaml::parse(text).unwrap().root.unwrap();
        let entries = root.entries().iter();
        Layer {
            file: FilePath::new("site.yaml"),
            kinds: entries
                .map(|entry| (entry.key.clone(), entry.value.clone()))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_overrides_and_adds() {
        let theme = Layer::of_text(
            "blog: {label: Blog, folder: blogs, list: {per_page: 20}, fields: {authors: text, tone: text}}",
        );
        let site = Layer::of_text(
            "blog: {plural: Stories, list: {per_page: 5}, fields: {tone: number}}\nrecipe: {}",
        );
        let kinds = Kinds::from_layers(&[theme, site]);
        assert!(kinds.diagnostics.is_empty(), "{:?}", kinds.diagnostics);
        let blog = kinds.value.find("blog").unwrap();
        assert_eq!(
            (blog.label.as_str(), blog.plural.as_str()),
            ("Blog", "Stories")
        );
        assert_eq!(blog.list.as_ref().map(|list| list.per_page), Some(5));
        assert_eq!(blog.fields.len(), 2);
        assert_eq!(
            blog.field("tone").map(|field| &field.ty),
            Some(&FieldType::Number)
        );
        assert_eq!(
            kinds.value.find("recipe").map(|kind| kind.plural.as_str()),
            Some("Recipes")
        );
        assert_eq!(kinds.value.of_folder("blogs/2012").name, "blog");
        assert_eq!(kinds.value.of_folder("blogsters").name, "page");
    }

    #[test]
    fn a_folder_is_one_kinds() {
        let theme = Layer::of_text("blog: {folder: blogs}\nnews: {folder: news}");
        let site = Layer::of_text("post: {folder: blogs}");
        let kinds = Kinds::from_layers(&[theme.clone(), site]);
        assert!(kinds.diagnostics.is_empty(), "{:?}", kinds.diagnostics);
        assert_eq!(kinds.value.of_folder("blogs/2012").name, "post");
        assert_eq!(kinds.value.of_folder("news").name, "news");
        let both = Kinds::from_layers(&[
            theme,
            Layer::of_text("post: {folder: blogs}\nstory: {folder: blogs}"),
        ]);
        let messages: Vec<_> = both
            .diagnostics
            .iter()
            .map(|d| d.message.as_str())
            .collect();
        assert_eq!(
            messages,
            ["the kinds `post` and `story` both claim the folder `blogs`"]
        );
    }

    #[test]
    fn relations_lead_to_known_kinds() {
        let kinds = Kinds::from_layers(&[Layer::of_text(
            "blog: {fields: {by: {type: relation, to: persn}}}\nperson: {}",
        )]);
        let messages: Vec<_> = kinds
            .diagnostics
            .iter()
            .map(|d| (d.message.as_str(), d.help[0].as_str()))
            .collect();
        assert_eq!(
            messages,
            [(
                "`by` refers to the unknown kind `persn`",
                "did you mean `person`?"
            )]
        );
    }

    #[test]
    fn common_fields_are_read() {
        let fields = common_fields();
        assert!(fields.len() > 20);
        let of_life = fields.iter().filter(|field| field.lifecycle);
        let names: Vec<&str> = of_life.map(|field| field.name.as_str()).collect();
        assert_eq!(names, crate::config::lifecycle_key::OWN);
    }
}
