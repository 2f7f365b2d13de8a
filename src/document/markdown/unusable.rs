//! Targets that can work for nobody, whatever is on the site: paths of one computer, addresses without a host, misspelt
//! schemes. Says why, and what to write if it can mean one thing. Follows nothing.

use super::scheme::{self, Scheme, as_browsers_do};
use crate::base::english::{excerpt, ticked_and};
use crate::base::{Code, Diagnostic, FilePath, Fix, Span};
use crate::config::LinkSchemes;
use crate::config::link_schemes::NO_OTHER_SCHEMES;

/// What is wrong with a target.
#[derive(Debug, PartialEq, Eq)]
enum Fault<'t> {
    /// It runs code or carries a document.
    Script,
    /// A path of the author's computer, with the name of the file.
    OnThisComputer(&'t str),
    /// `htps://…`, with what was meant.
    MisspeltScheme(String),
    UnknownScheme(&'t str),
    /// `https://` and nothing that could be a host.
    NoHost,
    /// `https:/example.org` or `https:///example.org`, with what was meant.
    WrongSlashes(String),
    /// A host with a space or an empty part in it.
    ImpossibleHost(&'t str),
    /// `mailto://`, with what was meant.
    MailWithSlashes(String),
    /// `mailto:` without an address, or another scheme with nothing behind it.
    NoAddress(&'t str),
}

/// Says why a target can work for nobody; nothing for one that may work.
pub fn refusal<P: Clone>(
    target: &str,
    allowed: &LinkSchemes,
    file: &FilePath,
    place: impl Into<P>,
) -> Option<Diagnostic<P>> {
    let place = place.into();
    let seen = as_browsers_do(target);
    let fault = find(scheme::of(target, allowed), target, &seen)?;
    let found = Diagnostic::new(Code::BrokenLink, fault.message(target));
    let found = found.at(file, place.clone(), fault.label());
    let found = fault.help().into_iter().fold(found, Diagnostic::help);
    Some(match fault.meant() {
        Some(meant) => {
            let write = format!("write `{}`", excerpt(meant, 80));
            found
                .help(write.clone())
                .fixed_by(Fix::replacing(write, file, place, target, meant))
        }
        None => found,
    })
}

/// The same for HTML that may hold what it likes: only what browsers do nothing with.
pub(super) fn refusal_in_html(target: &str, file: &FilePath, span: Span) -> Option<Diagnostic> {
    let seen = as_browsers_do(target);
    if seen.is_empty() {
        let message = "there is nothing where the target of a link or a picture should be";
        let found = Diagnostic::new(Code::BrokenLink, message).at(file, span, "empty");
        return Some(found.help("write the path of a page or a file, or an address"));
    }
    match find(scheme::of(target, &NO_OTHER_SCHEMES), target, &seen)? {
        Fault::Script | Fault::UnknownScheme(_) => None,
        _ => refusal(target, &NO_OTHER_SCHEMES, file, span),
    }
}

/// The target that is certainly meant by one that can work for nobody.
pub fn meant_target(target: &str) -> Option<String> {
    let seen = as_browsers_do(target);
    let fault = find(scheme::of(target, &NO_OTHER_SCHEMES), target, &seen)?;
    fault.meant().map(str::to_owned)
}

fn find<'t>(scheme: Scheme, target: &str, seen: &'t str) -> Option<Fault<'t>> {
    let (name, rest) = seen.split_once(':').unwrap_or((seen, ""));
    match scheme {
        Scheme::Unsafe if scheme::is_inline_picture(target) => None,
        Scheme::Unsafe => Some(Fault::Script),
        Scheme::Unknown => Some(unknown(name, rest)),
        Scheme::Contact => contact(name, rest),
        Scheme::Web if is_http(name) && seen.len() > name.len() => web(name, rest),
        Scheme::Web => None,
    }
}

fn is_http(name: &str) -> bool {
    ["https", "http"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// A scheme that links cannot have.
fn unknown<'t>(name: &'t str, rest: &'t str) -> Fault<'t> {
    if name.len() == 1 || name.eq_ignore_ascii_case("file") {
        let path = rest.split(['?', '#']).next().unwrap_or(rest);
        return Fault::OnThisComputer(path.rsplit(['/', '\\']).next().unwrap_or(path));
    }
    let small = name.to_ascii_lowercase();
    let meant = ["https", "http"]
        .into_iter()
        .find(|known| strsim::osa_distance(known, &small) == 1);
    match meant {
        Some(meant) if rest.starts_with("//") => Fault::MisspeltScheme(format!("{meant}:{rest}")),
        _ => Fault::UnknownScheme(name),
    }
}

fn contact<'t>(name: &'t str, rest: &'t str) -> Option<Fault<'t>> {
    if rest.is_empty() {
        return Some(Fault::NoAddress(name));
    }
    if !name.eq_ignore_ascii_case("mailto") {
        return None;
    }
    let address = rest.trim_start_matches('/');
    match rest.split('?').next() {
        Some(to) if to.is_empty() || to.contains("%40") => None,
        Some(to) if !to.contains('@') => Some(Fault::NoAddress(name)),
        _ if address != rest => Some(Fault::MailWithSlashes(format!("{name}:{address}"))),
        _ => None,
    }
}

/// An address of the web: browsers take a backslash for a slash, and any number of them.
fn web<'t>(name: &str, rest: &'t str) -> Option<Fault<'t>> {
    let after = rest.trim_start_matches(['/', '\\']);
    let host = after.split(['/', '\\', '?', '#']).next().unwrap_or(after);
    let slashes = rest.len() - after.len();
    let name_of_host = host.rsplit('@').next().unwrap_or(host);
    if !name_of_host.contains(char::is_alphanumeric) {
        return Some(Fault::NoHost);
    }
    if host.contains(char::is_whitespace) || name_of_host.contains("..") {
        return Some(Fault::ImpossibleHost(host));
    }
    if slashes == 2 {
        return None;
    }
    if name_of_host.contains('.') {
        Some(Fault::WrongSlashes(format!("{name}://{after}")))
    } else {
        Some(Fault::NoHost)
    }
}

impl Fault<'_> {
    fn message(&self, target: &str) -> String {
        let written = excerpt(target, 80);
        match self {
            Fault::Script => {
                "this link would run code in the reader's browser and is left out".to_owned()
            }
            Fault::OnThisComputer(_) => {
                format!("`{written}` is a file on your computer: readers cannot open it")
            }
            Fault::MisspeltScheme(_) => format!("the start of `{written}` is misspelt"),
            Fault::UnknownScheme(name) => format!(
                "links that start with `{}:` are not allowed, and this one is left out",
                excerpt(name, 40)
            ),
            Fault::NoHost => format!("`{written}` names no website"),
            Fault::WrongSlashes(_) => {
                format!("`{written}` must have two slashes after its colon")
            }
            Fault::ImpossibleHost(host) => {
                format!("`{}` cannot be the name of a website", excerpt(host, 60))
            }
            Fault::MailWithSlashes(_) => format!("`{written}` must have no slashes"),
            Fault::NoAddress(name) if name.eq_ignore_ascii_case("mailto") => {
                format!("`{written}` contains no email address")
            }
            Fault::NoAddress(_) => format!("`{written}` has nothing after its colon"),
        }
    }

    fn label(&self) -> &'static str {
        match self {
            Fault::OnThisComputer(_) => "only on your computer",
            Fault::MisspeltScheme(_) => "misspelt",
            Fault::UnknownScheme(_) => "not a scheme for links",
            Fault::NoHost | Fault::ImpossibleHost(_) => "no website",
            Fault::Script
            | Fault::WrongSlashes(_)
            | Fault::MailWithSlashes(_)
            | Fault::NoAddress(_) => "not an address",
        }
    }

    /// What to write instead, if it can be one thing only.
    fn meant(&self) -> Option<&str> {
        match self {
            Fault::MisspeltScheme(meant)
            | Fault::WrongSlashes(meant)
            | Fault::MailWithSlashes(meant) => Some(meant),
            _ => None,
        }
    }

    fn help(&self) -> Vec<String> {
        match self {
            Fault::Script => vec!["link to a page or a file".to_owned()],
            Fault::OnThisComputer(name) => {
                let name = if name.contains('.') {
                    name
                } else {
                    "plan.docx"
                };
                vec![format!(
                    "copy the file into the folder of this text, and write its name: `{name}`"
                )]
            }
            Fault::UnknownScheme(name) => vec![
                "for a file of this site, write its path, as in `./plan.pdf`".to_owned(),
                format!("links may start with {}", ticked_and(&allowed())),
                allow(name),
            ],
            Fault::NoHost => {
                vec!["write the whole address, as in `https://www.example.org/`".to_owned()]
            }
            Fault::ImpossibleHost(_) => {
                vec!["copy the address from the browser that shows the page".to_owned()]
            }
            Fault::NoAddress(name) if name.eq_ignore_ascii_case("mailto") => {
                vec!["write `mailto:name@example.org`".to_owned()]
            }
            _ => Vec::new(),
        }
    }
}

/// All schemes that links may have, as they are written.
fn allowed() -> Vec<String> {
    let names = ["https", "http"].iter().chain(&scheme::CONTACT);
    names.map(|name| format!("{name}:")).collect()
}

/// What to write where readers have a program for such links.
fn allow(name: &str) -> String {
    if LinkSchemes::may_allow(name) {
        let name = name.to_ascii_lowercase();
        format!(
            "if your readers have a program for it, write `link_schemes: [{name}]` in site.yaml"
        )
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(target: &str) -> Option<String> {
        let file = FilePath::new("content/a.md");
        let found = refusal::<Span>(target, &NO_OTHER_SCHEMES, &file, Span::new(0, 1))
            .unwrap_or_else(|| panic!("{target}"));
        found.fix.map(|fix| fix.edits[0].text.clone())
    }

    #[test]
    fn what_can_mean_one_thing_is_put_right() {
        for (target, expected) in [
            ("htps://example.org/a", "https://example.org/a"),
            ("htpp://example.org", "http://example.org"),
            ("HTTTPS://example.org", "https://example.org"),
            ("http:/example.org/a?b", "http://example.org/a?b"),
            ("https:example.org", "https://example.org"),
            ("https:///example.org/a", "https://example.org/a"),
            ("mailto://us@example.org", "mailto:us@example.org"),
        ] {
            assert_eq!(meant(target).as_deref(), Some(expected), "{target}");
        }
    }

    #[test]
    fn what_means_nothing_is_only_reported() {
        for target in [
            "C:\\Users\\sam\\plan.docx",
            "D:/plan.docx",
            "file:///C:/plan.docx",
            "http://",
            "https:///",
            "https://…",
            "http:/x",
            "https://exa mple.org/",
            "https://example..org",
            "mailto:",
            "mailto:the office",
            "tel:",
            "skype:x",
            "javascript:x",
        ] {
            assert_eq!(meant(target), None, "{target}");
        }
    }

    #[test]
    fn what_may_work_is_left_alone() {
        let file = FilePath::new("content/a.md");
        for target in [
            "",
            "a.md",
            "https://example.org",
            "https:\\\\example.org\\a",
            "http://intranet/x",
            "http://[::1]/",
            "https://münchen.example/",
            "//example.org",
            "https.md",
            "mailto:us@example.org?subject=x",
            "mailto:?subject=x",
            "mailto:us%40example.org",
            "tel:+44",
            "data:image/png;base64,AA",
        ] {
            assert_eq!(
                refusal::<Span>(target, &NO_OTHER_SCHEMES, &file, Span::new(0, 1)),
                None,
                "{target}"
            );
        }
    }
}
