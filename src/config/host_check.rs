//! Whether languages can be on the hosts that site.yaml gives them: each host needs a folder of the output for itself.

use super::languages::{Languages, SiteLanguage};
use super::publishing::PublishTarget;
use super::settings::SettingsFile;
use super::web_address::host_of;
use crate::base::LanguageId;

/// What is known of the address of the site itself.
pub struct SiteAddress<'a> {
    /// It, if it can be used.
    pub url: Option<&'a str>,
    /// Whether site.yaml says it.
    pub is_written: bool,
}

/// Reports languages that cannot have the host that they are given.
pub fn check(file: &SettingsFile, languages: &Languages, site: &SiteAddress) {
    let check = HostCheck {
        file,
        languages,
        site,
    };
    for (id, language) in languages.iter() {
        if let Some(url) = &language.base_url {
            check.language(id, language, url);
        }
    }
}

/// Reports targets that are to be the host of a language that has none.
pub fn check_targets(file: &SettingsFile, languages: &Languages, targets: &[PublishTarget]) {
    for target in targets {
        let Some(code) = &target.language else {
            continue;
        };
        let mut all = languages.iter();
        let has_host =
            all.any(|(_, it)| it.code.eq_ignore_ascii_case(code) && it.base_url.is_some());
        if !has_host {
            let message = format!("`{code}` is not a language on a host of its own");
            let help = format!(
                "delete this line, or say where it is, as in `languages: {{{code}: {{base_url: https://www.example.org}}}}`"
            );
            file.wrong(target.language_span, message, help);
        }
    }
}

struct HostCheck<'c> {
    file: &'c SettingsFile<'c>,
    languages: &'c Languages,
    site: &'c SiteAddress<'c>,
}

impl HostCheck<'_> {
    fn language(&self, id: LanguageId, language: &SiteLanguage, url: &str) {
        let code = &language.code;
        if id == LanguageId::DEFAULT {
            let message =
                format!("the language `{code}` is the first, so its address is that of the site");
            let help = match self.site.url {
                Some(_) => "delete this line".to_owned(),
                None => {
                    format!("delete this line, and write `base_url: {url}` at the top of site.yaml")
                }
            };
            self.wrong(language, message, &help);
        } else if !self.site.is_written {
            let message = format!("the language `{code}` has an address, but the site has none");
            let help = "add the address of the other pages at the top of site.yaml, as in `base_url: https://www.example.org`";
            self.wrong(language, message, help);
        } else if self
            .site
            .url
            .is_some_and(|own| host_of(own) == host_of(url))
        {
            let message = format!("the language `{code}` has the same host as the site");
            let help = format!(
                "delete this line to have its pages below `{}/`, or write another host",
                language.base_path
            );
            self.wrong(language, message, &help);
        } else {
            self.check_folder(language);
            self.check_others(id, language, url);
        }
    }

    fn check_folder(&self, language: &SiteLanguage) {
        if language.base_path.is_empty() {
            let code = &language.code;
            let message = format!(
                "the language `{code}` is on a host of its own, so its pages need a folder of their own"
            );
            let help = format!(
                "give `{code}` the line `base_path: /{}`",
                code.to_lowercase()
            );
            self.wrong(language, message, &help);
        }
    }

    fn check_others(&self, id: LanguageId, language: &SiteLanguage, url: &str) {
        let code = &language.code;
        let folder = format!("{}/", language.base_path);
        for (other_id, other) in self.languages.iter().filter(|(other, _)| *other != id) {
            let has_same = other
                .base_url
                .as_deref()
                .is_some_and(|it| host_of(it) == host_of(url));
            if has_same && other_id < id {
                let message = format!(
                    "the languages `{}` and `{code}` have the same host",
                    other.code
                );
                self.wrong(language, message, "write another host for one of them");
            } else if !language.base_path.is_empty() && other.base_path.starts_with(&folder) {
                let message = format!(
                    "the folder of `{}` is in that of `{code}`, which is on a host of its own",
                    other.code
                );
                let help = format!(
                    "give `{}` a `base_path` that does not start with `{folder}`",
                    other.code
                );
                self.wrong(language, message, &help);
            }
        }
    }

    fn wrong(&self, language: &SiteLanguage, message: String, help: &str) {
        self.file.wrong(language.base_url_span, message, help);
    }
}
