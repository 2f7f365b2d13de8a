//! Two that ask for one URL, as a message.

use super::alias::aliases;
use super::finding::Finding;
use super::id::{ListId, NodeId};
use super::route::{FeedFormat, Item, Route, RouteInput, Subject};
use super::wanted_urls;
use crate::base::{Code, FilePath, SourceSpan, Url};
use crate::document::{Spot, Structure};

/// The setting for URLs that redirect.
const REDIRECTS: &str = "redirects";
/// The setting for URLs that are gone on purpose.
const GONE: &str = "gone";

/// Who asks for a URL.
enum Claimant<'w> {
    /// A document, for its page.
    Document(&'w Structure),
    /// Another file.
    File(&'w FilePath),
    /// An old URL of a document, and where it is written.
    Alias(&'w FilePath, Spot),
    /// An entry of a setting of site.yaml.
    Setting(&'static str, SourceSpan),
    /// Something else, in words: "the list of blogs".
    Other(String),
}

impl Claimant<'_> {
    fn is_alias(&self) -> bool {
        matches!(self, Claimant::Alias(..))
    }
}

/// What is wrong if `second` asks for the URL that `first` has; nothing if it is reported elsewhere.
pub(super) fn report(first: &Route, second: &Route, input: RouteInput) -> Option<Finding> {
    let of_first = claimant(first, input);
    let of_second = claimant(second, input);
    match (&of_first, &of_second) {
        (Claimant::Document(one), Claimant::Document(other)) if are_indexes(one, other) => None,
        (_, Claimant::Setting(setting, span)) => {
            let file = &input.index.input.site_file;
            let message = format!(
                "`{}` is listed under `{setting}`, but it is in use",
                second.url
            );
            let found = Finding::new(Code::AddressClash, message);
            let found = found.at(file, *span, "listed here");
            Some(of_setting(found, &of_first, file, setting))
        }
        (_, Claimant::File(file))
            if matches!(first.item, Item::Redirects(_)) && first.url == second.url =>
        {
            Some(of_redirects(file))
        }
        _ => Some(of_two(first, second, &[of_second, of_first])),
    }
}

/// Both names of the index of one folder: that both are there is reported when the folder is read.
fn are_indexes(first: &Structure, second: &Structure) -> bool {
    let (first, second) = (&first.file, &second.file);
    first.is_index() && second.is_index() && first.folder() == second.folder()
}

fn of_two(first: &Route, second: &Route, claimants: &[Claimant]) -> Finding {
    let are_files = !claimants
        .iter()
        .any(|claimant| matches!(claimant, Claimant::Other(_)));
    let what = if are_files { "files" } else { "pages" };
    let message = format!("two {what} have the address `{}`", second.url);
    let message = message + &alike(first, second);
    let diagnostic = Finding::new(Code::AddressClash, message);
    let mut diagnostic = claimants.iter().fold(diagnostic, with_claimant);
    if are_files && let Some(label) = diagnostic.labels.get(1) {
        let other = format!("the other file is {}", label.file);
        diagnostic = diagnostic.help(other);
    }
    diagnostic.help(help_for(claimants))
}

fn with_claimant(diagnostic: Finding, claimant: &Claimant) -> Finding {
    match claimant {
        Claimant::Document(structure) => {
            diagnostic.at(&structure.file, wanted_urls::PLACE, "has it")
        }
        Claimant::Alias(file, spot) => diagnostic.at(file, spot.clone(), "has it"),
        Claimant::File(file) => diagnostic.in_file(file),
        // A setting comes last, so it is never the first of two.
        Claimant::Setting(..) => diagnostic,
        Claimant::Other(what) => diagnostic.help(format!("{what} has it")),
    }
}

fn help_for(claimants: &[Claimant]) -> &'static str {
    if claimants.iter().any(Claimant::is_alias) {
        "delete it from `aliases`: an alias is an old address that nothing else has"
    } else {
        "give one of them another `slug`, or rename its file"
    }
}

/// An author's own table of redirects, where the site has some to write there too.
fn of_redirects(file: &FilePath) -> Finding {
    let message = format!("{file} would replace the redirects of this site");
    Finding::new(Code::AddressClash, message)
        .in_file(file)
        .help(
            "move its lines to `redirects` or `gone` in site.yaml and delete the file: copublish writes `_redirects` from \
             these and from the `aliases` of pages",
        )
}

/// Why two URLs that are written differently are one.
fn alike(first: &Route, second: &Route) -> String {
    if first.url == second.url {
        return String::new();
    }
    let mut text = format!(", which many hosts cannot tell from `{}`", first.url);
    // The two look alike in print.
    if first.url.differs_in_accents_only(&second.url) {
        text.push_str(": they differ only in how an accent is encoded");
    }
    text
}

/// A URL in site.yaml that is taken all the same.
fn of_setting(found: Finding, first: &Claimant, site_file: &FilePath, setting: &str) -> Finding {
    let found = match first {
        Claimant::Document(structure) => {
            found.at(&structure.file, Spot::Title, "its page is there")
        }
        Claimant::Alias(file, spot) => found.at(file, spot.clone(), "this alias has it"),
        Claimant::File(file) => found.in_file(file).help(format!("{file} is there")),
        Claimant::Setting(_, earlier) => found.at(site_file, *earlier, "already listed here"),
        Claimant::Other(what) => found.help(format!("{what} has it")),
    };
    found.help(format!(
        "remove it from `{setting}`, which is for addresses that nothing else uses"
    ))
}

fn claimant<'w>(route: &Route, input: RouteInput<'w>) -> Claimant<'w> {
    let (index, site) = (input.index, &input.index.input.site);
    match route.item {
        Item::Page(id) => Claimant::Document(index.structure(id)),
        Item::List(id, 1) => match input.lists[id.index()].introduction {
            Some(introduction) => Claimant::Document(index.structure(introduction)),
            None => Claimant::Other(words(route.item, input)),
        },
        Item::ContentAsset(id) => Claimant::File(&input.files.public[id.index()].0.file),
        Item::Alias(id) => alias_at(&route.url, id, input),
        Item::SiteRedirect(at) => Claimant::Setting(REDIRECTS, site.old_urls.redirects[at].span),
        Item::Gone(at) => Claimant::Setting(GONE, site.old_urls.gone[at].span),
        item => Claimant::Other(words(item, input)),
    }
}

/// The old URL of a document that asks for a URL.
fn alias_at<'w>(url: &Url, id: NodeId, input: RouteInput<'w>) -> Claimant<'w> {
    let structure = input.index.structure(id);
    let key = url.clash_key();
    let mut all = aliases(structure, input.pages[id].as_ref());
    let found = all.find(|alias| alias.url.as_ref().is_ok_and(|url| url.clash_key() == key));
    let spot = found.map_or(Spot::Field("aliases"), |alias| alias.spot);
    Claimant::Alias(&structure.file, spot)
}

/// What is at a URL, in words.
fn words(item: Item, input: RouteInput) -> String {
    let of_list = |id| format!("the list of {}", plural(id, input));
    match item {
        Item::Feed(subject, format) => feed(subject, format, input),
        Item::SinglePage(id) => of_document("the page with all", id, input),
        Item::Edition(id, edition) => {
            of_document(&format!("the `{}` edition", edition.word()), id, input)
        }
        Item::Event(id) => of_document("the calendar", id, input),
        Item::Calendar(id) => format!("the calendar of {}", input.lists[id.index()].url),
        Item::List(id, number) => numbered(number, of_list(id)),
        Item::HubList(at, number) => numbered(number, hub_list(at, input)),
        Item::TagIndex(at) => format!("the index of `{}`", input.tags[at].field),
        Item::TagPage(index, tag, number) => numbered(number, tag_page(index, tag, input)),
        item => fixed(item).to_owned(),
    }
}

fn of_document(what: &str, id: NodeId, input: RouteInput) -> String {
    format!("{what} of {}", input.index.structure(id).file)
}

/// A page of a list; the first is called like the list.
fn numbered(number: usize, list: String) -> String {
    if number == 1 {
        list
    } else {
        format!("page {number} of {list}")
    }
}

fn feed(subject: Subject, format: FeedFormat, input: RouteInput) -> String {
    let what = match format {
        FeedFormat::Atom => "the feed",
        FeedFormat::Json => "the JSON feed",
    };
    match subject {
        Subject::Site(_) => format!("{what} of the site"),
        Subject::List(id) => format!("{what} of {}", plural(id, input)),
        Subject::HubList(at) => format!("{what} of {}", hub_list(at, input)),
        Subject::Document(id) => format!("{what} of {}", input.index.structure(id).file),
    }
}

fn tag_page(index: usize, tag: usize, input: RouteInput) -> String {
    let index = &input.tags[index];
    let label = &index.pages[tag].label;
    format!("the page of `{label}` in `{}`", index.field)
}

fn hub_list(at: usize, input: RouteInput) -> String {
    let list = &input.hub_lists[at];
    let hub = &input.index.structure(list.hub).file;
    format!(
        "the list of {} that name {hub}",
        plural_of(&list.kind, input)
    )
}

fn plural(id: ListId, input: RouteInput) -> String {
    plural_of(&input.lists[id.index()].kind, input)
}

fn plural_of(kind: &str, input: RouteInput) -> String {
    let kind = input.index.input.kinds.find(kind);
    kind.map_or_else(String::new, |kind| kind.plural.to_lowercase())
}

fn fixed(item: Item) -> &'static str {
    match item {
        Item::NotFound(_) => "the page for addresses that do not exist",
        Item::DefaultHome(_) | Item::Root => "the home page",
        Item::Fallback(..) => "a page that is not translated",
        Item::SiteMap(_) => "the site map",
        Item::Search(_) => "the search page",
        Item::SearchIndex => "the index of the search",
        Item::Sitemap(_) | Item::SitemapPart(..) => "the sitemap",
        Item::Robots(_) => "the file for search engines",
        Item::Redirects(_) => "the list of redirects",
        Item::Headers(_) => "the table of headers",
        Item::Favicon => "the icon of the site",
        Item::WebManifest(_) => "the manifest of the site's icons",
        _ => "a file",
    }
}
