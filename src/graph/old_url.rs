//! Old addresses that site.yaml leads on, or says are gone. Those that documents bring with them, as `aliases`, are
//! claimed by `book`.

use super::book::{Book, GONE, REDIRECTS};
use super::overview::Overview;
use super::resolve::Resolver;
use super::{Diagnostics, ResolvedLink, Target};
use crate::base::{Code, Diagnostic, Url};
use crate::config::old_urls as written;
use crate::document::Outline;

/// An address that leads on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The address itself.
    pub from: Url,
    /// Where it leads, for `href`: below the site's base path, or a whole URL.
    pub href: String,
    /// What stands there: a title, or the address again.
    pub title: String,
    /// Whether it leads out of the site.
    pub outside: bool,
}

/// The old addresses that a document brings with it, as written, and as addresses if they can be any.
pub(super) fn aliases(outline: &Outline) -> impl Iterator<Item = (&str, Result<Url, String>)> {
    outline.aliases().map(|text| (text, Url::parse_old(text)))
}

/// What is left of the two settings once their addresses are claimed: that which clashes with nothing.
#[derive(Default)]
pub(super) struct Claimed<'i> {
    redirects: Vec<&'i written::Redirect>,
    /// The addresses that are gone, sorted.
    pub gone: Vec<Url>,
}

/// Claims the addresses of both settings, after all pages, files and aliases: these go first.
pub(super) fn claim<'i>(
    book: &mut Book<'i>,
    overview: &Overview<'i>,
    diagnostics: &mut Diagnostics,
) -> Claimed<'i> {
    let input = overview.input;
    let old = &input.site.old_urls;
    let mut claimed = Claimed::default();
    for redirect in &old.redirects {
        if book.claim_for(
            REDIRECTS,
            (&redirect.url, input.site_file, *redirect.span),
            diagnostics,
        ) {
            claimed.redirects.push(redirect);
        }
    }
    for gone in &old.gone {
        if book.claim_for(GONE, (&gone.url, input.site_file, *gone.span), diagnostics) {
            claimed.gone.push(gone.url.clone());
        }
    }
    claimed.gone.sort();
    claimed
}

/// Looks up where redirects lead, sorted by their addresses. One that leads nowhere is reported and left out.
pub(super) fn redirects(
    claimed: &Claimed,
    resolver: &Resolver,
    diagnostics: &mut Diagnostics,
) -> Vec<Redirect> {
    let mut redirects = Vec::with_capacity(claimed.redirects.len());
    for redirect in &claimed.redirects {
        match look_up(redirect, resolver) {
            Ok(found) => redirects.push(found),
            Err(diagnostic) => diagnostics.extend(diagnostic.map(|boxed| *boxed)),
        }
    }
    redirects.sort_by(|one, other| one.from.cmp(&other.from));
    redirects
}

fn look_up(
    redirect: &written::Redirect,
    resolver: &Resolver,
) -> Result<Redirect, Option<Box<Diagnostic>>> {
    let input = resolver.overview.input;
    let place = (input.site_file, *redirect.to_span);
    let link = resolver.of_settings(place, &redirect.to)?;
    let wrong = |message: String, label: &str, help: &str| {
        let diagnostic = Diagnostic::new(Code::CircularRedirect, message);
        Err(Some(Box::new(
            diagnostic
                .at(input.site_file, redirect.to_span, label)
                .help(help),
        )))
    };
    let outside = link.target == Target::Outside;
    if outside
        && !["http://", "https://"]
            .iter()
            .any(|scheme| redirect.to.starts_with(scheme))
    {
        let message = format!(
            "the redirect of `{}` points neither to a page nor to a website",
            redirect.url
        );
        let diagnostic = Diagnostic::new(Code::InvalidSetting, message).at(place.0, place.1, "");
        return Err(Some(Box::new(diagnostic.help(
            "write the address of a page of the site, or one that starts with `https://`",
        ))));
    }
    if link.target == Target::OtherPage && resolver.leads_on(input.site_file, &redirect.to) {
        return wrong(
            format!("`{}` redirects to another redirect", redirect.url),
            "an old address",
            "point it at the final page: a browser may not follow several redirects",
        );
    }
    let title = title(&link, resolver);
    Ok(Redirect {
        from: redirect.url.clone(),
        href: link.href.to_string(),
        title,
        outside,
    })
}

fn title(link: &ResolvedLink, resolver: &Resolver) -> String {
    match link.target {
        Target::Node(id) => resolver.overview.outline(id).title.clone(),
        _ => link.href.to_string(),
    }
}
