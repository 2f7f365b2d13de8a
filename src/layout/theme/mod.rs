//! The theme, ready to render: templates compiled, assets named by their content, words read.
//!
//! 1. `template_tags`, `template_closure`, `template_graph`, `compiled_templates`: a template's tags, what it is made of, and
//!    which ones can be used; `template_error` and `template_hint`: what Tera says of them, for their authors
//! 2. `asset`: files named by what is in them, with `style_sheet` and `style_sheet_links`
//! 3. `theme_yaml`: what a theme says of itself, with `pictures`, and with `look` for what a site changes of it; `contrast`:
//!    whether colours can be told apart; `marks`: a site's icons; `press_files`: what it brings to the look of PDFs
//! 4. `words`: what templates say, by language
//! 5. `filter`: what templates can do with values, with `sort`, `group_by`, `text_filters`, `number_filters` and `date_words`;
//!    `once`: what many pages show the same, rendered for the first of them

pub mod asset;
mod compiled_templates;
mod contrast;
mod date_words;
mod filter;
mod group_by;
mod look;
pub mod marks;
mod number_filters;
mod once;
mod pictures;
mod press_files;
mod script;
mod sort;
mod style_sheet;
mod style_sheet_links;
mod template_closure;
pub mod template_error;
mod template_graph;
mod template_hint;
mod template_tags;
mod text_filters;
mod theme_yaml;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{ComponentInfo, Tera};

use crate::base::english::capitalised;
use crate::base::site_layout::{ASSET_URLS, ASSETS, COMPONENTS, TEMPLATES};
use crate::base::{Code, Diagnostic, FilePath, Reported, Url};
use crate::config::{Images, SiteConfig};
use crate::content::{ThemeFile, ThemeFiles};
use crate::edition::LookSource;
use crate::html::{Loads, PictureSettings};
use crate::images;
use asset::{AssetContent, PublishedAssets, ThemeAsset};
use compiled_templates::CompiledTemplates;
use filter::Surroundings;
use look::LookSettings;
use marks::{DrawnMarks, FixedMarks, SiteMarks};
use style_sheet::Published;
use template_closure::MadeOf;
use template_error::TemplateSource;

pub use date_words::written as written_date;
pub use style_sheet_links::addresses as style_sheet_addresses;
pub use template_closure::names_in as names_in_template;
pub use words::{ThemeWords, Translations};

/// A theme with everything a page may need of it.
pub struct Theme {
    /// The compiled templates, with all filters.
    pub tera: Arc<Tera>,
    /// Where each template stands, by its name.
    pub templates: BTreeMap<String, FilePath>,
    /// The published assets, in the order of their addresses.
    pub assets: Vec<ThemeAsset>,
    /// The published address of each asset, by the address authors write: `/assets/style.css`.
    pub asset_urls: BTreeMap<Url, Url>,
    /// What it brings to the look of PDFs.
    pub press: Vec<LookSource>,
    /// What it asks of pictures.
    pub pictures: PictureSettings,
    /// What browsers and other sites show of the site.
    pub marks: SiteMarks,
    /// What the files of the site's icon at fixed addresses are made of.
    pub fixed_marks: Option<FixedMarks>,
    /// The theme's words by language.
    pub words: Arc<ThemeWords>,
    /// Blocks that Markdown may call, by the name authors write, with their component's name.
    pub blocks: BTreeMap<String, String>,
    /// Blocks whose component cannot be used, which was reported of its file.
    pub unusable_blocks: BTreeSet<String>,
    /// What pages run and load because of its templates and style sheets.
    pub loads: Loads,
    /// A hash of what filters know besides their arguments.
    pub surroundings: u64,
    /// What its templates are made of.
    made_of: MadeOf,
}

/// The style sheet of highlighted code, which no theme has to bring.
const HIGHLIGHT: &str = "highlight.css";

impl Theme {
    /// Makes a theme of its files. A template that cannot be compiled is reported; the others stay.
    pub fn new(files: &ThemeFiles, site: &SiteConfig) -> Reported<Theme> {
        let mut diagnostics = Vec::new();
        let value = Theme::ready(files, site, &mut diagnostics);
        Reported { value, diagnostics }
    }

    fn ready(files: &ThemeFiles, site: &SiteConfig, diagnostics: &mut Vec<Diagnostic>) -> Theme {
        let rules = OwnRules::read(site, files, diagnostics);
        let PublishedAssets { assets, asset_urls } = assets(files, rules.as_ref(), site);
        let sources = template_sources(files, diagnostics);
        let surroundings = Surroundings::of(site, &asset_urls);
        let words = words::read(files, diagnostics);
        let compiled = CompiledTemplates::new(&sources, surroundings, words, diagnostics);
        let blocks = blocks(files, &compiled.tera, diagnostics);
        Theme {
            tera: compiled.tera,
            templates: template_files(&sources),
            assets,
            marks: marks::marks(site, files, &asset_urls),
            fixed_marks: rules.map(|rules| rules.marks.fixed(&asset_urls)),
            asset_urls,
            press: press_files::read(files, diagnostics),
            pictures: pictures::read(files, diagnostics),
            words: compiled.words,
            unusable_blocks: unusable_blocks(files, &blocks),
            blocks,
            loads: loads(&sources, files),
            surroundings: compiled.surroundings,
            made_of: MadeOf::new(&sources),
        }
    }

    /// What the component of a block is made of; `None` for a block that the theme does not know.
    pub fn signature(&self, block: &str) -> Option<ComponentInfo> {
        let component = self.blocks.get(block)?;
        self.tera.get_component_definition(component)
    }

    /// True where the theme has this template.
    pub fn has_template(&self, name: &str) -> bool {
        self.templates.contains_key(name)
    }

    /// The names of `page` that a template mentions, itself or in what it is made of.
    pub fn names_in(&self, template: &str) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        self.made_of.page_names.get(template).unwrap_or(&NONE)
    }

    /// A hash of a template and of all it is made of; 0 for one that is not there.
    pub fn templates_below(&self, name: &str) -> u64 {
        self.made_of.hashes.get(name).copied().unwrap_or(0)
    }

    /// The words for pages in a language.
    pub fn words_of(&self, language: &str) -> &Translations {
        self.words.of(language)
    }
}

/// What pages run and load because of the theme's own files.
fn loads(sources: &[TemplateSource], files: &ThemeFiles) -> Loads {
    let mut loads = Loads::default();
    for source in sources {
        loads.add_template(source.text);
    }
    for (name, file) in files.of_part(ASSETS) {
        if name.ends_with(".css")
            && let Ok(text) = file.text()
        {
            loads.add_style_sheet(text);
        }
    }
    loads
}

/// The file of each template, by name.
fn template_files(sources: &[TemplateSource]) -> BTreeMap<String, FilePath> {
    let files = sources.iter();
    files
        .map(|source| (source.name.to_owned(), source.file.clone()))
        .collect()
}

fn template_sources<'s>(
    files: &'s ThemeFiles,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<TemplateSource<'s>> {
    let mut sources = Vec::new();
    for (name, file) in files.of_part(TEMPLATES) {
        match file.text() {
            Ok(text) => sources.push(TemplateSource {
                name,
                file: &file.file,
                text,
            }),
            Err(_) => diagnostics.push(
                Diagnostic::new(Code::NotUtf8, "this template is not UTF-8").in_file(&file.file),
            ),
        }
    }
    sources
}

/// Every `templates/components/NAME.html` is a block called NAME.
fn blocks(
    files: &ThemeFiles,
    tera: &Tera,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let mut blocks = BTreeMap::new();
    for (name, file) in files.of_part(TEMPLATES) {
        let Some(block) = block_of(name) else {
            continue;
        };
        let component = camel_case(block);
        if tera.contains_component(&component) {
            blocks.insert(block.to_owned(), component);
        } else if tera.contains_template(name) {
            let message = format!(
                "this file is the block `{block}`, but holds no component called `{component}`"
            );
            diagnostics.push(
                Diagnostic::new(Code::TemplateError, message)
                    .in_file(&file.file)
                    .help(format!("start it with `{{% component {component}() %}}`")),
            );
        }
    }
    blocks
}

/// The block that a template is the component of.
fn block_of(name: &str) -> Option<&str> {
    let block = name.strip_prefix(COMPONENTS)?.strip_prefix('/')?;
    let block = block.strip_suffix(".html")?;
    (!block.contains('/')).then_some(block)
}

/// The blocks that have a file, but cannot be used.
fn unusable_blocks(files: &ThemeFiles, usable: &BTreeMap<String, String>) -> BTreeSet<String> {
    let named = files
        .of_part(TEMPLATES)
        .filter_map(|(name, _)| block_of(name));
    named
        .filter(|block| !usable.contains_key(*block))
        .map(str::to_owned)
        .collect()
}

/// `summary-box` → `SummaryBox`.
pub fn camel_case(name: &str) -> String {
    name.split(['-', '_']).map(capitalised).collect()
}

/// The rules of a site's own look, and the style sheet at whose end they come.
struct OwnRules {
    sheet: String,
    rules: String,
    marks: DrawnMarks,
}

impl OwnRules {
    /// The rules; nothing if the theme has no look to set.
    fn read(
        site: &SiteConfig,
        files: &ThemeFiles,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<OwnRules> {
        look::check_files(&site.look, files, diagnostics);
        let settings = LookSettings::read(files, diagnostics)?;
        let (rules, brand) = look::own_rules(&site.look, &settings, files, diagnostics);
        Some(OwnRules {
            rules,
            sheet: settings.sheet,
            marks: DrawnMarks::new(site, brand, files, diagnostics),
        })
    }
}

/// A style sheet with the rules that a site adds to it.
fn with_own<'f>(file: &'f ThemeFile, name: &str, own: Option<&OwnRules>) -> Cow<'f, ThemeFile> {
    match (own, file.text()) {
        (Some(own), Ok(text)) if own.sheet == name && !own.rules.is_empty() => {
            let bytes = format!("{text}\n{}", own.rules).into_bytes();
            Cow::Owned(ThemeFile {
                file: file.file.clone(),
                bytes: bytes.into(),
            })
        }
        _ => Cow::Borrowed(file),
    }
}

/// Names each asset by its content. Style sheets come last, since they name other assets, and each behind those that it
/// names.
fn assets(files: &ThemeFiles, own: Option<&OwnRules>, site: &SiteConfig) -> PublishedAssets {
    let mut published = PublishedAssets::default();
    add_drawn(&mut published, files, own);
    let highlight = built_in(HIGHLIGHT, crate::html::style_sheets().into());
    let added = is_free(files, HIGHLIGHT).then_some((HIGHLIGHT, &highlight));
    let all = files.of_part(ASSETS).chain(added);
    let (sheets, others): (Vec<Sheet>, Vec<Sheet>) = all.partition(|it| it.0.ends_with(".css"));
    for (name, file) in others {
        published.add(name, published_file(name, file, site.images));
    }
    let base_path = site.base_path();
    for (name, file) in in_order_of_use(sheets, base_path) {
        let sheet = published_sheet(
            name,
            &with_own(file, name, own),
            &published.asset_urls,
            base_path,
        );
        published.add(name, AssetContent::Read(sheet));
    }
    published.in_order()
}

/// An asset that names no other one; a picture is without what cameras and programs wrote into it.
fn published_file(name: &str, file: &ThemeFile, images: Images) -> AssetContent {
    AssetContent::Read(if name.ends_with(".js") {
        script::published(file)
    } else if images == Images::Fitted {
        images::without_metadata(&file.bytes).unwrap_or_else(|| file.bytes.to_vec())
    } else {
        file.bytes.to_vec()
    })
}

/// What is drawn for a site.
fn add_drawn(published: &mut PublishedAssets, files: &ThemeFiles, own: Option<&OwnRules>) {
    for (name, drawn) in own.into_iter().flat_map(|own| own.marks.assets()) {
        if is_free(files, &name) {
            published.add(&name, drawn);
        }
    }
}

/// True if neither the theme nor the site brings an asset.
fn is_free(files: &ThemeFiles, name: &str) -> bool {
    !files.files.contains_key(&format!("{ASSETS}/{name}"))
}

/// An asset that no theme has to bring.
fn built_in(name: &str, bytes: Vec<u8>) -> ThemeFile {
    ThemeFile {
        file: FilePath::new(format!("{}{name}", FilePath::BUILT_IN)),
        bytes: bytes.into(),
    }
}

/// A style sheet with the published names of other assets. One that is not UTF-8 stays as it is.
fn published_sheet(
    name: &str,
    file: &ThemeFile,
    urls: &BTreeMap<Url, Url>,
    base_path: &str,
) -> Vec<u8> {
    match file.text() {
        Ok(text) => style_sheet::published(text, name, &Published { urls, base_path }),
        Err(_) => file.bytes.to_vec(),
    }
}

type Sheet<'f> = (&'f str, &'f ThemeFile);

/// Style sheets, each behind those that it imports; those that import each other stay in their order.
fn in_order_of_use<'f>(mut waiting: Vec<Sheet<'f>>, base_path: &str) -> Vec<Sheet<'f>> {
    let mut ordered = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let names: BTreeSet<&str> = waiting.iter().map(|sheet| sheet.0).collect();
        let (later, now): (Vec<Sheet>, Vec<Sheet>) = waiting
            .into_iter()
            .partition(|sheet| names_one_of(sheet, &names, base_path));
        if now.is_empty() {
            ordered.extend(later);
            break;
        }
        ordered.extend(now);
        waiting = later;
    }
    ordered
}

/// True if a sheet names another one of these.
fn names_one_of(sheet: &Sheet, names: &BTreeSet<&str>, base_path: &str) -> bool {
    let (name, file) = *sheet;
    let text = file.text().unwrap_or_default();
    style_sheet_links::addresses(text).into_iter().any(|place| {
        let address = text.get(place).unwrap_or_default();
        let url = style_sheet::asset_url(address, name, base_path);
        let other = url
            .as_ref()
            .and_then(|url| url.as_str().strip_prefix(ASSET_URLS));
        other.is_some_and(|other| other != name && names.contains(other))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_names_are_component_names() {
        assert_eq!(camel_case("summary-box"), "SummaryBox");
    }
}
