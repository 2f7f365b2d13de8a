//! One planned file into its bytes.

use super::context::RenderContext;
use super::page_context::PageContext;
use super::template_input::template_input;
use super::{Planned, formats};
use crate::base::{FilePath, Reported};
use crate::graph::{AssetId, Item};
use crate::images::Form;

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
        Item::ThemeAsset(place) => {
            let asset = context.theme.assets.get(*place);
            let bytes = asset.map(|(_, bytes)| bytes.clone());
            Reported::clean(Made::Bytes(bytes.unwrap_or_default()))
        }
        Item::ContentAsset(id) => {
            let picture = context.site.pictures.get(*id);
            let form = picture.map(|picture| picture.own.into());
            Reported::clean(of_file(context, *id, form))
        }
        Item::PictureVariant(id, width) => {
            Reported::clean(of_file(context, *id, Some(Form::WebP(*width))))
        }
        _ => render_page(planned, page),
    }
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
