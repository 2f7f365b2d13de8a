//! Old addresses that lead to new ones: a page for every host, and a table for hosts that read one.

use super::markup::escaped;
use super::view::Shared;
use crate::base::Address;

/// The file of an old address: a page, also where the author left out the slash at its end.
pub(super) fn file(alias: &Address) -> String {
    let last = alias.as_str().rsplit('/').next().unwrap_or("");
    if alias.is_page() || last.contains('.') { alias.file() } else { alias.join("").file() }
}

/// The page at an old address: it sends browsers on, and says so to those who stay.
pub(super) fn page(views: &Shared, alias: usize) -> String {
    let Some((_, node)) = views.graph.aliases.get(alias) else { return String::new() };
    let node = views.graph.node(*node);
    let url = escaped(&views.href(node)).into_owned();
    let (language, title) = (escaped(&views.site.language), escaped(&node.outline().title));
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <link rel=\"canonical\" href=\"{}{url}\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={url}\">\n</head>\n<body>\n<p><a href=\"{url}\">{title}</a></p>\n</body>\n</html>\n",
        escaped(views.site.origin()),
    )
}

/// `OLD NEW 301`, a line for each old address.
pub(super) fn table(views: &Shared) -> String {
    let base_path = views.site.base_path();
    let line = |(alias, node): &(Address, crate::graph::NodeId)| {
        format!("{} {} 301\n", alias.href(base_path), views.href(views.graph.node(*node)))
    };
    views.graph.aliases.iter().map(line).collect()
}
