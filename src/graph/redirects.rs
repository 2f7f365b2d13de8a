//! Where the old URLs of site.yaml redirect to. That nothing else is there is checked by `routes`.

use super::finding::{Finding, Reported};
use super::link::{Label, Target};
use super::resolve::Resolver;
use super::route::Item;
use super::settings_links::SettingsLink;
use crate::base::{Code, Url};
use crate::config::old_urls as written;

/// A URL that redirects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The URL itself.
    pub from: Url,
    /// Where it redirects to, for `href`: below the site's base path, or a whole URL.
    pub href: String,
    /// What is there: a title, or the URL again.
    pub label: Label,
    /// Whether that is another site.
    pub outside: bool,
}

/// The redirects of site.yaml, by their places there: nothing for one that is not needed, since something else is at
/// its URL, and for one that leads nowhere. Both are reported.
pub(super) fn find(resolver: &Resolver) -> Reported<Vec<Option<Redirect>>> {
    let written = &resolver.from.names.index.input.site.old_urls.redirects;
    let mut redirects: Vec<Option<Redirect>> = written.iter().map(|_| None).collect();
    let mut diagnostics = Vec::new();
    for route in resolver.from.urls.routes.all() {
        if let Item::SiteRedirect(at) = route.item {
            match look_up(&written[at], resolver) {
                Ok(found) => redirects[at] = Some(found),
                Err(diagnostic) => diagnostics.extend(diagnostic.map(|boxed| *boxed)),
            }
        }
    }
    Reported {
        value: redirects,
        diagnostics,
    }
}

fn look_up(
    redirect: &written::Redirect,
    resolver: &Resolver,
) -> Result<Redirect, Option<Box<Finding>>> {
    let (file, span) = (&resolver.from.names.index.input.site_file, redirect.to_span);
    let written = SettingsLink::of_site(resolver.from.names.index, span, &redirect.to);
    let link = resolver.of_settings(&written)?;
    let outside = link.target == Target::Outside;
    if outside && !is_website(&redirect.to) {
        let found = no_website(redirect).at(file, span, "");
        return Err(Some(Box::new(found)));
    }
    let is_other = matches!(link.target, Target::MadeFor(_) | Target::OtherPage);
    if is_other && resolver.leads_on(&written) {
        let found = circular(redirect).at(file, span, "an old address");
        return Err(Some(Box::new(found)));
    }
    Ok(Redirect {
        from: redirect.url.clone(),
        label: link.label_of_target(),
        href: link.href.to_string(),
        outside,
    })
}

fn is_website(target: &str) -> bool {
    let mut schemes = ["http://", "https://"].iter();
    schemes.any(|scheme| target.starts_with(scheme))
}

fn no_website(redirect: &written::Redirect) -> Finding {
    let url = &redirect.url;
    let message = format!("the redirect of `{url}` points neither to a page nor to a website");
    Finding::new(Code::InvalidSetting, message)
        .help("write the address of a page of the site, or one that starts with `https://`")
}

fn circular(redirect: &written::Redirect) -> Finding {
    let message = format!("`{}` redirects to another redirect", redirect.url);
    Finding::new(Code::CircularRedirect, message)
        .help("point it at the final page: a browser may not follow several redirects")
}
