//! Settings with a canary in each that is a text: those of the site, and those of each kind.

use copublish::config::old_urls::{Gone, OldUrls, Redirect};
use copublish::config::{Ends, Field, FieldType, Kind, Kinds, Menu, MenuEntry, SiteConfig};
use serde_json::{Map, Value, json};

use super::planting::Planting;
use super::word::yaml;

/// A kind with a field of every type, also of those that no kind of the theme has.
const OF_EVERY_TYPE: &str = "canary";

/// Plants site.yaml, with the kinds that there are by themselves.
pub fn plant(kinds: &Kinds, planting: &mut Planting) {
    let mut declared = Map::new();
    for kind in kinds.iter() {
        declared.insert(kind.name.clone(), of_kind(&kind.name, planting));
    }
    declared.insert(OF_EVERY_TYPE.to_owned(), of_every_type(planting));
    let mut old = planting.canaries.name("site.redirects");
    old.insert(0, '/');
    let gone = format!("/{}/", planting.canaries.name("site.gone"));
    let mut text = |name: &str| planting.canaries.text(&format!("site.{name}"));
    let (title, description, page_author) =
        (text("title"), text("description"), text("page_author"));
    let entry = json!({ "title": text("menus.title"), "link": "/" });
    let extra = json!({ "email": text("extra.email"), "licence": text("extra.licence"), "other": text("extra.other") });
    let settings = json!({
        "title": title,
        "description": description,
        "base_url": planting.canaries.plant("site.base_url", |marker| format!("https://example.org/{marker}&amp;';,%0D%0A{marker}z")),
        "page_author": page_author,
        "git_dates": false,
        "raw_html": "escape",
        "comments": planting.comments("site.comments"),
        "menus": {
            "main": [entry.clone(), { "title": "Out", "link": planting.link("site.menus.link") }],
            "foot": [entry, "/"],
        },
        "redirects": { old: planting.link("site.redirects.to") },
        "gone": [gone],
        "extra": extra,
        "kinds": declared,
    });
    let lines = settings.as_object().into_iter().flatten();
    let lines: Vec<String> = lines
        .map(|(name, value)| format!("{name}: {}\n", yaml(value)))
        .collect();
    planting.file("site.yaml", lines.concat());
}

/// What a site may say of a kind.
fn of_kind(name: &str, planting: &mut Planting) -> Value {
    let mut text = |setting: &str| planting.canaries.text(&format!("kinds.{setting}"));
    let mut settings = json!({ "label": text("label"), "plural": text("plural") });
    // Pages of the other kinds say who looks after the site.
    if name == "topic" {
        settings["page_author"] = json!(text("page_author"));
    }
    settings
}

fn of_every_type(planting: &mut Planting) -> Value {
    let tag = format!("/{}/", planting.canaries.name("kinds.fields.address"));
    let mut settings = of_kind(OF_EVERY_TYPE, planting);
    settings["schema_org"] = json!(planting.canaries.text("kinds.schema_org"));
    settings["folder"] = json!(OF_EVERY_TYPE);
    settings["list"] = json!({ "feed": true, "group_by": "year" });
    settings["feed"] = json!(true);
    settings["fields"] = json!({
        "text": "text", "markdown": "markdown", "link": "url", "email": "email", "image": "image", "file": "file",
        "tags": { "type": "tag", "many": true, "address": tag }, "any": "any",
    });
    settings
}

/// Everything that site.yaml may say, by name: a setting that is new does not compile here, and wants a canary above.
pub fn all_are_planted(site: &SiteConfig) {
    // Languages, zones, themes, schemes and levels are words with rules of their own, `ignore`, `include` and `external` patterns.
    let SiteConfig {
        editions: _,
        languages: _,
        hosts: _,
        title: _,
        description: _,
        base_url: _,
        language: _,
        timezone: _,
        theme: _,
        menus,
        kinds: _,
        page_author: _,
        ignore: _,
        include: _,
        publish: _,
        raw_html: _,
        link_schemes: _,
        headers: _,
        look: _,
        git_dates: _,
        smart_punctuation: _,
        anchors: _,
        comments: _,
        external: _,
        levels: _,
        old_urls: OldUrls { redirects, gone },
        extra: _,
        images: _,
        search: _,
        is_safe: _,
    } = site;
    for Menu { name: _, entries } in menus {
        entries.iter().for_each(
            |MenuEntry {
                 title: _,
                 link: _,
                 span: _,
             }| {},
        );
    }
    redirects.iter().for_each(
        |Redirect {
             url: _,
             span: _,
             to: _,
             to_span: _,
         }| {},
    );
    gone.iter().for_each(|Gone { url: _, span: _ }| {});
}

/// The same for kinds and their fields.
pub fn all_of_kinds_are_planted(kinds: &Kinds) {
    for kind in kinds.iter() {
        let Kind {
            editions: _,
            name: _,
            label: _,
            about: _,
            plural: _,
            shown: _,
            folder: _,
            url: _,
            template: _,
            list: _,
            collections: _,
            schema_org: _,
            fields,
            part: _,
            feed: _,
            newest: _,
            search: _,
            authors: _,
            calendar: _,
            deadlines: _,
            timetable: _,
            statement: _,
            strand: _,
            ignored: _,
            raw_html: _,
            comments: _,
            page_author: _,
            declared: _,
        } = kind;
        for field in fields {
            let Field {
                name: _,
                ty,
                required: _,
                per_language: _,
                from: _,
                after: _,
                about: _,
                typed: _,
                lifecycle: _,
                declared: _,
            } = field;
            of_type(ty);
        }
    }
}

/// A type that is new does not compile here.
fn of_type(ty: &FieldType) {
    match ty {
        FieldType::List(item) => of_type(item),
        FieldType::Map(fields) => fields.iter().for_each(|field| of_type(&field.ty)),
        FieldType::Text
        | FieldType::Markdown
        | FieldType::Url
        | FieldType::Email
        | FieldType::Image => {}
        FieldType::File | FieldType::Tag { url: _ } => {}
        FieldType::Relation(ends) => {
            let Ends { to: _, inverse: _ } = &**ends;
        }
        FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::Choice(_)
        | FieldType::Any => {}
    }
}
