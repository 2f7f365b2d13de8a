//! `publish` of site.yaml: where the site is sent, one place or several with names. Secrets are not written here; the
//! environment has them.

use super::settings::{Settings, SettingsFile};
use super::web_address::check_base_url;
use crate::base::SourceSpan;
use crate::base::english::ticked_or;
use crate::yaml::{Node, Value};

/// A place that the site is sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishTarget {
    /// Its name; empty if it is the only one.
    pub name: String,
    /// The address that the site has there, if not that of site.yaml.
    pub base_url: Option<String>,
    /// The language whose host it is; that of the site if nothing is said.
    pub language: Option<String>,
    /// Where that is written.
    pub language_span: SourceSpan,
    /// Whose limits hold.
    pub host: Option<Host>,
    /// How the site gets there.
    pub means: Means,
}

/// How a site gets to its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Means {
    /// Into a folder of this machine, by its path.
    Folder(String),
    /// Into a folder of a server that ssh reaches.
    Ssh(Ssh),
    /// Into a bucket of a store that speaks S3.
    Store(Store),
    /// Onto a branch of a git repository.
    Branch(Branch),
}

/// A folder of a server that ssh reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ssh {
    /// The name of the server, its address, or what the settings of ssh call it.
    pub server: String,
    /// The folder there; from that of the user if it does not begin with a slash.
    pub folder: String,
    /// The user there; what the settings of ssh say if nothing is said.
    pub user: Option<String>,
    /// The port; the same.
    pub port: Option<u16>,
}

/// A branch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// The remote repository: its name in the site's repository, its address or its folder.
    pub remote: String,
    /// What happens to the commits that were there before.
    pub history: History,
}

/// What happens to the commits of a branch when there is a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// The new one follows them.
    Keep,
    /// The new one takes their place.
    Squash,
}

/// A bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Store {
    /// The address of the store; that of Amazon in the region if nothing is said.
    pub endpoint: Option<String>,
    /// The region.
    pub region: String,
    /// The name of the bucket.
    pub bucket: String,
    /// What the names of all objects begin with: empty, or with a slash at its end.
    pub prefix: String,
    /// Whether the bucket is in the path of addresses instead of in the name of the host.
    pub path_style: bool,
    /// Who may read what is sent, in the words of S3.
    pub acl: Option<String>,
    /// Whether texts are sent packed, for browsers to unpack.
    pub compress: bool,
}

/// A host that says how much a site may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// Cloudflare Pages.
    Cloudflare,
    /// GitHub Pages.
    Github,
    /// GitLab Pages.
    Gitlab,
}

impl Host {
    fn read(word: &str) -> Option<Host> {
        match word {
            "cloudflare" => Some(Host::Cloudflare),
            "github" => Some(Host::Github),
            "gitlab" => Some(Host::Gitlab),
            _ => None,
        }
    }
}

/// The region of a store that has none.
const REGION: &str = "us-east-1";
/// The branch that hosts of pages read.
const BRANCH: &str = "gh-pages";
/// What git calls the repository that a clone comes from.
const REMOTE: &str = "origin";

/// Reads `publish`: one target, or several by their names.
pub(super) fn read(file: &SettingsFile, node: &Node) -> Vec<PublishTarget> {
    if !matches!(node.value, Value::Mapping(_)) {
        let message = format!(
            "`publish` says where the site is sent, and must be a group of keys, but is {}",
            node.describe()
        );
        let help = "files with the name of a hidden or backup file are listed under `include`";
        file.wrong(node.span, message, help);
        return Vec::new();
    }
    let entries = node.entries();
    let mut values = entries.iter().map(|entry| &entry.value.value);
    if entries.is_empty() || !values.all(|value| matches!(value, Value::Mapping(_))) {
        return read_target(file, node, "").into_iter().collect();
    }
    let named = entries.iter();
    named
        .filter_map(|entry| read_target(file, &entry.value, &entry.key))
        .collect()
}

fn read_target(file: &SettingsFile, node: &Node, name: &str) -> Option<PublishTarget> {
    let what = if name.is_empty() {
        "`publish`".to_owned()
    } else {
        format!("`publish` to `{name}`")
    };
    let settings = Settings::new(file, node, what.clone(), "target");
    let written = Written {
        file,
        settings,
        what,
    };
    let to = written.settings.choice("to");
    let base_url = written.base_url();
    let language = written.language(base_url.as_deref());
    let language_span = written.settings.place("language");
    let host = written.settings.choice("host").and_then(Host::read);
    let means = written.means(to?);
    written.settings.done();
    Some(PublishTarget {
        name: name.to_owned(),
        base_url,
        language,
        language_span,
        host,
        means: means?,
    })
}

/// The keys of one way to publish, with the word for it.
type Keys = (&'static str, &'static [&'static str]);

/// Which keys go with which `to`.
const KEYS: [Keys; 4] = [
    ("folder", &["folder"]),
    ("ssh", &["server", "user", "port"]),
    (
        "s3",
        &[
            "endpoint",
            "region",
            "bucket",
            "prefix",
            "acl",
            "path_style",
            "compress",
        ],
    ),
    ("branch", &["branch", "remote", "history"]),
];

/// A target as it is written.
struct Written<'w> {
    file: &'w SettingsFile<'w>,
    settings: Settings<'w>,
    /// What it is, for messages.
    what: String,
}

impl Written<'_> {
    fn base_url(&self) -> Option<String> {
        let url = self.settings.text("base_url")?;
        let checked = check_base_url(&url);
        if let Err(why) = &checked {
            let message = format!("`base_url` of {} {why}", self.what);
            let help = "write it like `https://www.example.org`";
            self.file
                .wrong(self.settings.place("base_url"), message, help);
        }
        checked.ok()
    }

    /// The language whose host it is.
    fn language(&self, base_url: Option<&str>) -> Option<String> {
        let language = self.settings.text("language")?;
        if base_url.is_some() {
            let message = format!(
                "{} cannot have both `language` and `base_url`: at another address, the whole site is at one host",
                self.what
            );
            let help = "delete one of them";
            let place = self.settings.place("language");
            self.file.wrong(place, message, help);
        }
        Some(language)
    }

    /// How the site gets there, by the word of `to`. Keys that go with other words are reported.
    fn means(&self, to: &str) -> Option<Means> {
        let (folder, store) = (self.folder(to), self.store(to));
        let (branch, ssh) = (self.branch(), self.ssh(to));
        for (other, keys) in KEYS.iter().filter(|(word, _)| *word != to) {
            let written = keys.iter().copied();
            let written = written.filter(|key| self.settings.node(key).is_some());
            // Servers have folders too.
            let written = written.filter(|key| (to, *key) != ("ssh", "folder"));
            self.refuse(&written.collect::<Vec<_>>(), other);
        }
        match to {
            "folder" => folder.map(Means::Folder),
            "branch" => Some(Means::Branch(branch)),
            "ssh" => ssh.map(Means::Ssh),
            _ => store.map(Means::Store),
        }
    }

    fn folder(&self, to: &str) -> Option<String> {
        let folder = self.settings.text("folder");
        if to == "folder" {
            return self.needed(folder, "folder", "folder: /srv/www/site");
        }
        folder
    }

    fn ssh(&self, to: &str) -> Option<Ssh> {
        let (server, folder) = (self.word("server"), self.settings.text("folder"));
        let (user, port) = (self.word("user"), self.port());
        if to != "ssh" {
            return None;
        }
        let server = self.needed(server, "server", "server: web.example.org");
        let folder = self.needed(folder, "folder", "folder: /srv/www/site");
        Some(Ssh {
            server: server?,
            // sftp begins in the folder of the user.
            folder: folder.map(|folder| folder.trim_start_matches("~/").to_owned())?,
            user,
            port,
        })
    }

    /// A name as ssh takes it.
    fn word(&self, key: &'static str) -> Option<String> {
        let word = self.settings.text(key)?;
        if word.starts_with('-') || !word.chars().all(is_of_name) {
            let message = format!("`{key}` of {} must be a name, but is `{word}`", self.what);
            let help = "write the parts of sam@web.example.org:22 as `user: sam`, `server: web.example.org` and `port: 22`";
            self.file.wrong(self.settings.place(key), message, help);
        }
        Some(word)
    }

    fn port(&self) -> Option<u16> {
        let port = self.settings.number("port")?;
        let read = u16::try_from(port).ok().filter(|port| *port != 0);
        if read.is_none() {
            let message = format!(
                "`port` of {} must be from 1 to 65535, but is {port}",
                self.what
            );
            let help = "leave it out for the usual one";
            self.file.wrong(self.settings.place("port"), message, help);
        }
        read
    }

    fn branch(&self) -> Branch {
        let (name, remote) = (self.settings.text("branch"), self.settings.text("remote"));
        let history = match self.settings.choice("history") {
            Some("squash") => History::Squash,
            _ => History::Keep,
        };
        Branch {
            name: name.unwrap_or_else(|| BRANCH.to_owned()),
            remote: remote.unwrap_or_else(|| REMOTE.to_owned()),
            history,
        }
    }

    fn store(&self, to: &str) -> Option<Store> {
        let settings = &self.settings;
        let bucket = settings.text("bucket");
        let bucket = if to == "s3" {
            self.needed(bucket, "bucket", "bucket: www-example-org")
        } else {
            bucket
        };
        let (endpoint, bucket) = (self.endpoint(), bucket.unwrap_or_default());
        // No certificate holds for a name with more dots than it expects.
        let has_path_style = endpoint.is_some() || bucket.contains('.');
        let store = Store {
            path_style: settings.flag("path_style").unwrap_or(has_path_style),
            endpoint,
            region: settings.text("region").unwrap_or_else(|| REGION.to_owned()),
            prefix: prefix(&settings.text("prefix").unwrap_or_default()),
            acl: settings.text("acl"),
            compress: settings.flag("compress").unwrap_or(false),
            bucket,
        };
        (!store.bucket.is_empty()).then_some(store)
    }

    fn endpoint(&self) -> Option<String> {
        let endpoint = self.settings.text("endpoint")?;
        if let Err(why) = check_base_url(&endpoint) {
            let message = format!("`endpoint` of {} {why}", self.what);
            let help = "write the address of the store, like `https://s3.example.org`";
            self.file
                .wrong(self.settings.place("endpoint"), message, help);
        }
        Some(endpoint.trim_end_matches('/').to_owned())
    }

    fn needed(&self, value: Option<String>, key: &'static str, example: &str) -> Option<String> {
        if value.is_none() {
            let message = format!("{} does not say `{key}`", self.what);
            let help = format!("write `{example}`");
            self.file.wrong(self.settings.span(), message, help);
        }
        value
    }

    /// Reports keys that belong to another way to publish.
    fn refuse(&self, keys: &[&'static str], to: &str) {
        if let Some(first) = keys.first() {
            let (keys, verb) = match keys.len() {
                1 => (ticked_or(keys), "is"),
                _ => (ticked_or(keys).replace(" or ", " and "), "are"),
            };
            let message = format!("{keys} {verb} for targets with `to: {to}`");
            let help = format!("delete it, or write `to: {to}`");
            self.file.wrong(self.settings.place(first), message, help);
        }
    }
}

/// A prefix without slashes at its start, and with one at its end.
fn prefix(written: &str) -> String {
    match written.trim_matches('/') {
        "" => String::new(),
        prefix => format!("{prefix}/"),
    }
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || "-._:%".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{FilePath, Severity};
    use crate::config::SiteConfig;

    fn read(text: &str) -> (Vec<PublishTarget>, Vec<String>) {
        let read = SiteConfig::parse(&FilePath::new("site.yaml"), Some(text));
        let errors = read.diagnostics.iter();
        let errors = errors.filter(|found| found.severity == Severity::Error);
        let errors = errors.map(|found| found.message.clone()).collect();
        (read.value.publish, errors)
    }

    #[test]
    fn one_target_or_several_with_names() {
        let (targets, errors) = read("publish: {to: folder, folder: /srv/www}\n");
        assert_eq!((targets.len(), errors.len()), (1, 0));
        assert_eq!(targets[0].name, "");
        assert_eq!(targets[0].means, Means::Folder("/srv/www".to_owned()));
        let (targets, errors) = read(
            "publish:\n  live: {to: s3, bucket: a, prefix: /x/y/, host: cloudflare}\n  \
             test: {to: folder, folder: b, base_url: 'https://test.example.org'}\n",
        );
        assert_eq!(errors, Vec::<String>::new());
        let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
        assert_eq!(names, ["live", "test"]);
        let Means::Store(store) = &targets[0].means else {
            panic!("{targets:?}")
        };
        assert_eq!(
            (store.prefix.as_str(), store.region.as_str()),
            ("x/y/", REGION)
        );
        assert!(!store.path_style && targets[0].host == Some(Host::Cloudflare));
    }

    #[test]
    fn what_is_missing_or_for_others_is_an_error() {
        for (text, expected) in [
            ("publish: {to: folder}", "`publish` does not say `folder`"),
            (
                "publish: {live: {to: s3}}",
                "`publish` to `live` does not say `bucket`",
            ),
            (
                "publish: {to: folder, folder: a, bucket: b, acl: c}",
                "`bucket` and `acl` are for targets with `to: s3`",
            ),
            (
                "publish: {to: s3, bucket: b, folder: a}",
                "`folder` is for targets with `to: folder`",
            ),
            (
                "publish: {to: branch, folder: a}",
                "`folder` is for targets with `to: folder`",
            ),
            (
                "publish: {to: ssh, folder: a}",
                "`publish` does not say `server`",
            ),
            (
                "publish: {to: ssh, folder: a, server: sam@b}",
                "`server` of `publish` must be a name, but is `sam@b`",
            ),
            (
                "publish: [.htaccess]",
                "`publish` says where the site is sent, and must be a group of keys, but is a list",
            ),
        ] {
            assert_eq!(read(text).1, [expected], "{text}");
        }
    }
}
