//! How readers leave comments: `comments` of site.yaml, of a kind and of a document. Where the
//! privacy page stands is looked up in `graph`; what is shown is made in `layout`.

use super::settings::{Settings, SettingsFile, replace};
use crate::base::suggest::did_you_mean;
use crate::base::{FilePath, SourceSpan, mail};
use crate::yaml::{Node, Value};

/// What a site, a kind or a document says of comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comments {
    /// They are taken in the way that the site has.
    Open,
    /// Those received are shown, and no more are taken.
    Closed,
    /// None are shown and none are taken.
    None,
    /// They are taken in this way.
    By(CommentChannel),
}

/// A way to leave a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentChannel {
    /// Where comments go.
    pub to: Recipient,
    /// The page that says what happens to what readers send.
    pub privacy: Option<Privacy>,
}

/// A link to a page on privacy, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Privacy {
    /// The path or address.
    pub target: String,
    /// The file it stands in.
    pub file: FilePath,
    /// Its place there.
    pub span: SourceSpan,
}

/// Who receives a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// A person, by mail.
    Email(String),
    /// A program, by a form.
    Form(Form),
}

/// A form for comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Where it is sent: `https://…`, or an address of this host that starts with `/`.
    pub url: String,
    /// `post` or `get`.
    pub method: &'static str,
    /// What each field is called in what is sent.
    pub names: Names,
}

/// The names of a form's fields, in the order shown: each field with the name that the recipient expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names(pub Vec<(&'static str, String)>);

/// The fields of a form. `trap` is one that people never see; what fills it in is a program.
const FIELDS: [&str; 6] = ["name", "email", "comment", "page", "title", "trap"];

impl Default for Names {
    fn default() -> Names {
        let mut names = Vec::new();
        for field in FIELDS {
            let name = if field == "trap" { "website" } else { field };
            names.push((field, name.to_owned()));
        }
        Names(names)
    }
}

impl Comments {
    /// Reads `comments` of a kind or of a document; an unusable value is reported and counts as absent.
    pub fn read(file: &SettingsFile, node: &Node) -> Option<Comments> {
        match &node.value {
            Value::Empty => None,
            Value::Mapping(_) => read_way(file, node).map(Comments::By),
            Value::Sequence(_) => {
                wrong(file, node, "a list");
                None
            }
            Value::Scalar { text, .. } => match text.trim() {
                "open" | "true" | "yes" => Some(Comments::Open),
                "closed" => Some(Comments::Closed),
                "none" | "false" | "no" => Some(Comments::None),
                text => {
                    wrong(file, node, &format!("`{text}`"));
                    None
                }
            },
        }
    }

    /// Reads `comments` of site.yaml. It cannot be `open`: that is for kinds, which refer to it.
    pub fn of_site(file: &SettingsFile, node: &Node) -> Option<Comments> {
        let comments = Comments::read(file, node)?;
        if comments == Comments::Open {
            file.wrong(
                node.span,
                "`comments` of the site is `open`, but does not say how",
                "write `comments: {email: comments@example.org}` or `comments: {form: /comment.php}`",
            );
            return None;
        }
        Some(comments)
    }
}

fn wrong(file: &SettingsFile, node: &Node, found: &str) {
    let word = node.text().unwrap_or_default();
    let near = did_you_mean(word, ["open", "closed", "none"]);
    let all = "write `open`, `closed`, `none`, or a group with `email` or `form`".to_owned();
    file.wrong(
        node.span,
        format!("`comments` must be a word or a group of keys, but is {found}"),
        near.unwrap_or(all),
    );
}

fn read_way(file: &SettingsFile, node: &Node) -> Option<CommentChannel> {
    let settings = Settings::new(file, node, "`comments`", "comments_by");
    let privacy = settings.text("privacy").map(|target| Privacy {
        target,
        file: file.file.clone(),
        span: settings
            .node("privacy")
            .map_or(node.span, |privacy| privacy.span),
    });
    let to = read_recipient(file, &settings);
    settings.done();
    Some(CommentChannel { to: to?, privacy })
}

fn read_recipient(file: &SettingsFile, settings: &Settings) -> Option<Recipient> {
    let email = settings.text("email");
    let form = settings.text("form");
    let method = settings.choice("method");
    let names = settings.group("names").map(|names| read_names(file, names));
    let (message, help) = match (email, form) {
        (Some(email), None) => {
            if method.is_some() || names.is_some() {
                report_form_settings(file, settings);
            }
            return read_email(file, &email, settings.place("email"));
        }
        (None, Some(url)) => {
            let (method, names) = (method.unwrap_or("post"), names.unwrap_or_default());
            return read_form(file, Form { url, method, names }, settings.place("form"));
        }
        (Some(_), Some(_)) => ("`comments` has both `email` and `form`", "keep one of them"),
        (None, None) => (
            "`comments` has neither `email` nor `form`",
            "add `email:` with an address, or `form:` with the address that takes the form",
        ),
    };
    file.wrong(settings.span(), message, help);
    None
}

fn read_email(file: &SettingsFile, text: &str, span: SourceSpan) -> Option<Recipient> {
    let url = mail::url(text.trim());
    if url.is_none() {
        let message = format!("`email` of `comments` must be an email address, but is `{text}`");
        file.wrong(span, message, "write it like `comments@example.org`");
    }
    url.map(Recipient::Email)
}

fn read_form(file: &SettingsFile, form: Form, span: SourceSpan) -> Option<Recipient> {
    let url = form.url.trim();
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme));
    let fits = match host {
        Some(host) => host.starts_with(|c: char| c.is_alphanumeric() || c == '['),
        None => url.starts_with('/') && !url.starts_with("//"),
    };
    if !fits || url.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\".contains(c))
    {
        let message = format!("`form` of `comments` must be an address, but is `{url}`");
        file.wrong(
            span,
            message,
            "write it like `https://example.org/comment` or `/comment.php`",
        );
        return None;
    }
    Some(Recipient::Form(Form {
        url: url.to_owned(),
        ..form
    }))
}

/// What a service calls the fields; two fields of one name would overwrite each other.
fn read_names(file: &SettingsFile, node: &Node) -> Names {
    let settings = Settings::new(file, node, "`names` of `comments`", "comment_names");
    let mut names = Names::default();
    for (field, name) in &mut names.0 {
        replace(
            name,
            settings.text(field).map(|text| text.trim().to_owned()),
        );
    }
    settings.done();
    for (at, (field, name)) in names.0.iter().enumerate() {
        if let Some((other, _)) = names.0[..at].iter().find(|(_, other)| other == name) {
            let message =
                format!("the fields `{other}` and `{field}` of the form are both called `{name}`");
            file.wrong(node.span, message, "give each a name of its own");
        }
    }
    names
}

fn report_form_settings(file: &SettingsFile, settings: &Settings) {
    let message = "`method` and `names` belong to a form, but these comments come by mail";
    let help = "delete them, or write `form:` in place of `email:`";
    file.wrong(settings.span(), message, help);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Code;
    use crate::yaml;

    fn read(text: &str) -> (Option<Comments>, Vec<String>) {
        let path = FilePath::new("site.yaml");
        let file = SettingsFile::new(&path, Code::InvalidSetting);
        let root = yaml::parse(text).unwrap().root.unwrap();
        let comments = Comments::read(&file, root.get("comments").unwrap());
        let messages = file.diagnostics.into_inner();
        (
            comments,
            messages
                .into_iter()
                .map(|diagnostic| diagnostic.message)
                .collect(),
        )
    }

    #[test]
    fn words_and_ways_are_read() {
        for (word, expected) in [
            ("open", Comments::Open),
            ("closed", Comments::Closed),
            ("false", Comments::None),
        ] {
            assert_eq!(read(&format!("comments: {word}")), (Some(expected), vec![]));
        }
        let (comments, messages) = read(
            "comments: {form: /c.php, method: get, names: {comment: message}, privacy: about/p.md}",
        );
        assert_eq!(messages, Vec::<String>::new());
        let Some(Comments::By(CommentChannel {
            to: Recipient::Form(form),
            privacy: Some(privacy),
        })) = comments
        else {
            panic!("{comments:?}")
        };
        assert_eq!((form.url.as_str(), form.method), ("/c.php", "get"));
        assert_eq!(form.names.0[2], ("comment", "message".to_owned()));
        assert_eq!(privacy.target, "about/p.md");
    }

    #[test]
    fn what_makes_no_sense_is_reported() {
        for (text, said) in [
            (
                "comments: opne",
                "`comments` must be a word or a group of keys, but is `opne`",
            ),
            (
                "comments: [open]",
                "`comments` must be a word or a group of keys, but is a list",
            ),
            (
                "comments: {privacy: a.md}",
                "`comments` has neither `email` nor `form`",
            ),
            (
                "comments: {email: a@b.org, form: /c}",
                "`comments` has both `email` and `form`",
            ),
            (
                "comments: {email: nobody}",
                "`email` of `comments` must be an email address, but is `nobody`",
            ),
            (
                "comments: {email: a@b.org, method: post}",
                "`method` and `names` belong to a form",
            ),
            (
                "comments: {form: 'javascript:x'}",
                "`form` of `comments` must be an address",
            ),
            (
                "comments: {form: //evil.example}",
                "`form` of `comments` must be an address",
            ),
            (
                "comments: {form: /c, method: put}",
                "`method` must be `post` or `get`, but is `put`",
            ),
            (
                "comments: {form: /c, names: {name: x, email: x}}",
                "the fields `name` and `email` of the form are both called `x`",
            ),
            (
                "comments: {form: /c, names: {coment: x}}",
                "`names` of `comments` has no setting called `coment`",
            ),
            (
                "comments: {emial: a@b.org}",
                "`comments` has no setting called `emial`",
            ),
        ] {
            let (_, messages) = read(text);
            assert!(
                messages.iter().any(|message| message.starts_with(said)),
                "{text}: {messages:?}"
            );
        }
    }
}
