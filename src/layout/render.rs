//! One planned file into its bytes.

use super::context::RenderContext;
use super::page_context::PageContext;
use super::template_input::template_input;
use super::theme::asset::{AssetContent, ThemeAsset};
use super::{Planned, editions, formats};
use crate::base::{Code, Diagnostic, FilePath, Reported};
use crate::config::Edition;
use crate::graph::{AssetId, Item, NodeId};
use crate::images::{Form, Mark, Undecodable};

/// What came of making a file.
pub enum Made {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// The same as a file of the site.
    CopyOf(FilePath),
    /// A picture that `images` makes of a file of the site.
    Picture(FilePath, Form),
    /// Nothing: its template failed, which was reported.
    Failed,
}

/// Makes one file of the plan.
pub fn render(planned: &Planned, page: &PageContext) -> Reported<Made> {
    let context = page.render;
    if let Some(text) = formats::text(&planned.item, page) {
        return Reported::clean(Made::Bytes(text.into_bytes()));
    }
    match &planned.item {
        Item::ThemeAsset(place) => theme_asset(context.theme.assets.get(*place)),
        Item::Favicon => {
            let marks = context.theme.fixed_marks.as_ref();
            marks.map_or_else(nothing, |marks| drawn(&marks.favicon))
        }
        Item::ContentAsset(id) => {
            let picture = context.site.pictures.get(*id);
            let form = picture.map(|picture| picture.own.into());
            Reported::clean(of_file(context, *id, form))
        }
        Item::PictureVariant(id, width) => {
            Reported::clean(of_file(context, *id, Some(Form::WebP(*width))))
        }
        Item::Edition(id, edition) => edition_file(page, *id, *edition),
        _ => render_page(planned, page),
    }
}

fn edition_file(page: &PageContext, id: NodeId, edition: Edition) -> Reported<Made> {
    let made = editions::edition(page, id, edition);
    Reported {
        value: match made.value {
            Some(file) => Made::Bytes(file.bytes.clone()),
            None => Made::Failed,
        },
        diagnostics: made.diagnostics,
    }
}

fn nothing() -> Reported<Made> {
    Reported::clean(Made::Bytes(Vec::new()))
}

fn theme_asset(asset: Option<&ThemeAsset>) -> Reported<Made> {
    match asset.map(|asset| &asset.content) {
        Some(AssetContent::Drawn(mark)) => drawn(mark),
        Some(AssetContent::Read(bytes)) => Reported::clean(Made::Bytes(bytes.clone())),
        None => nothing(),
    }
}

/// A picture that is drawn for the site.
fn drawn(mark: &Mark) -> Reported<Made> {
    match mark.draw() {
        Ok(bytes) => Reported::clean(Made::Bytes(bytes)),
        Err(Undecodable) => Reported {
            value: Made::Failed,
            diagnostics: mark.source().map(damaged).into_iter().collect(),
        },
    }
}

fn damaged(file: &FilePath) -> Diagnostic {
    let message = format!(
        "`{}` is damaged, so no icons can be made of it",
        file.name()
    );
    Diagnostic::new(Code::InvalidSetting, message)
        .in_file(file)
        .help("open it, and save it once more as PNG")
}

/// What is made of a file of the site: a picture in some form, or the same file.
fn of_file(context: &RenderContext, id: AssetId, form: Option<Form>) -> Made {
    match (context.site.graph.asset(id), form) {
        (Some(asset), Some(form)) => Made::Picture(asset.file.clone(), form),
        (Some(asset), None) => Made::CopyOf(asset.file.clone()),
        (None, _) => Made::Bytes(Vec::new()),
    }
}

/// Makes a file by its template.
fn render_page(planned: &Planned, page: &PageContext) -> Reported<Made> {
    let mut diagnostics = Vec::new();
    let input = template_input(planned, page).into_value(&mut diagnostics);
    let html = input.and_then(|input| input.render(page.render, &mut diagnostics));
    let value = match html {
        Some(html) => Made::Bytes(html.into_bytes()),
        None => Made::Failed,
    };
    Reported { value, diagnostics }
}
