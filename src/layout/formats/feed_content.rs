//! The whole text of a document as feeds carry it: its picture, its text, and links to its parts and files. The comments of
//! readers are left to its page.

use std::fmt::Write as _;

use crate::content::FileType;
use crate::document::{AttachedFile, Image};
use crate::graph::{Node, NodeId, ResolvedLink, Target};
use crate::html::{PageAddress, portable};
use crate::layout::context::RenderContext;
use crate::layout::editions::{ListedEdition, listed_editions};
use crate::layout::lang_attributes::with_lang_attributes;
use crate::layout::markup::escaped;
use crate::layout::page_context::PageContext;
use crate::layout::views::page::PageView;

/// The text of a document, as HTML that needs nothing of its page; empty if there is none.
pub fn content(page: &PageContext, id: NodeId) -> String {
    let context = page.render;
    let node = context.node(id);
    let mut html = String::new();
    if let Some(image) = node.outline().image() {
        write_picture(context, node, image, &mut html);
    }
    let text = PageView::text_alone(page, id);
    let tagged = with_lang_attributes(text.as_str(), context.language(node));
    html.push_str(tagged.as_deref().unwrap_or(text.as_str()));
    write_list(&parts(context, node), &mut html);
    let made = editions(page, node);
    write_list(&[files(context, node), made].concat(), &mut html);
    let settings = context.site.settings;
    let address = PageAddress {
        hosts: &settings.hosts,
        page: &context.absolute(&context.href(node)),
        schemes: &settings.link_schemes,
    };
    portable(&html, address)
}

/// The picture of a document, as its page shows it above the text.
fn write_picture(context: &RenderContext, node: Node, image: &Image, html: &mut String) {
    let link = context.link(node, image.file);
    let Some(link) = link.filter(|link| !link.href.is_empty()) else {
        return;
    };
    html.push_str("<figure>");
    write_sizes(context, link, image, html);
    let said = [&image.caption, &image.credit].into_iter().flatten();
    let said: Vec<_> = said.map(|text| escaped(text)).collect();
    if !said.is_empty() {
        let _ = write!(html, "<figcaption>{}</figcaption>", said.join(" "));
    }
    html.push_str("</figure>\n");
}

/// A picture in the sizes that it is published in.
fn write_sizes(context: &RenderContext, link: &ResolvedLink, image: &Image, html: &mut String) {
    let (src, alt) = (escaped(&link.href), escaped(&image.alt));
    let picture = match link.target {
        Target::Asset(asset) => context.site.pictures.get(asset),
        _ => None,
    };
    let size = picture.and_then(|picture| picture.size);
    let size = size.map_or_else(String::new, |(width, height)| {
        format!(" width=\"{width}\" height=\"{height}\"")
    });
    let img = format!("<img src=\"{src}\" alt=\"{alt}\"{size}>");
    let srcset = picture.map_or_else(String::new, |picture| picture.srcset(&link.href));
    if srcset.is_empty() {
        html.push_str(&img);
        return;
    }
    let (sizes, srcset) = (escaped(context.site.pictures.in_text()), escaped(&srcset));
    let source = format!("<source type=\"image/webp\" srcset=\"{srcset}\" sizes=\"{sizes}\">");
    let _ = write!(html, "<picture>{source}{img}</picture>");
}

/// Links to the pages of a document's parts, such as the chapters of a report.
fn parts(context: &RenderContext, node: Node) -> Vec<String> {
    let parts = node.parts().values().flatten();
    let with_page = parts
        .map(|id| context.node(*id))
        .filter(|part| part.url().is_some());
    with_page
        .map(|part| link(&context.href(part), &part.outline().words.title, ""))
        .collect()
}

/// Links to the files of a document, each with its type and its size.
fn files(context: &RenderContext, node: Node) -> Vec<String> {
    let attachments = node.outline().attachments();
    attachments
        .filter_map(|attached| file(context, node, attached))
        .collect()
}

fn file(context: &RenderContext, node: Node, attached: AttachedFile) -> Option<String> {
    let resolved = context.link(node, attached.file)?;
    let Target::Asset(asset) = resolved.target else {
        return None;
    };
    let asset = context.site.graph.asset(asset)?;
    let words = context.words(node);
    let file_type = words.file_type(asset.file_type().label);
    let about = format!(" ({file_type}, {})", words.size(asset.size));
    let title = attached.title.unwrap_or_else(|| asset.file.name());
    Some(link(&resolved.href, title, &about))
}

/// Links to the files that are made of a document.
fn editions(page: &PageContext, node: Node) -> Vec<String> {
    let listed = listed_editions(page, node).into_iter();
    listed
        .map(|edition| edition_link(page.render, node, &edition))
        .collect()
}

fn edition_link(context: &RenderContext, node: Node, listed: &ListedEdition) -> String {
    let words = context.words(node);
    let format = words.get(&format!("choice_{}", listed.file.edition.format()));
    let file_type = words.file_type(FileType::of(listed.file.url.as_str()).label);
    let mut about = format!(" ({format}, {file_type}");
    if let Some(size) = listed.size {
        let _ = write!(about, ", {}", words.size(size.bytes));
    }
    let href = listed.file.url.href(context.site.settings.base_path());
    link(&href, &node.outline().words.title, &(about + ")"))
}

fn link(href: &str, title: &str, behind: &str) -> String {
    let (href, title, behind) = (escaped(href), escaped(title), escaped(behind));
    format!("<a href=\"{href}\">{title}</a>{behind}")
}

fn write_list(items: &[String], html: &mut String) {
    if items.is_empty() {
        return;
    }
    html.push_str("<ul>\n");
    for item in items {
        let _ = writeln!(html, "<li>{item}</li>");
    }
    html.push_str("</ul>\n");
}
