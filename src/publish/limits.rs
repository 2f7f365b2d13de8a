//! What hosts allow, checked before anything is sent: they refuse a site that has more, or serve half of it.

use super::local_site::LocalSite;
use super::redirects;
use crate::base::english::grouped;
use crate::config::publishing::Host;

/// What one host allows.
struct Limits {
    name: &'static str,
    files: Option<usize>,
    /// Bytes of one file, and of all.
    file: u64,
    site: Option<u64>,
    /// Lines of `_redirects`; 0 if it is not read.
    redirects: usize,
}

const MIB: u64 = 1 << 20;

fn limits(host: Host) -> Limits {
    match host {
        Host::Cloudflare => Limits {
            name: "Cloudflare Pages",
            files: Some(20_000),
            file: 25 * MIB,
            site: None,
            redirects: 2_100,
        },
        Host::Github => Limits {
            name: "GitHub Pages",
            files: None,
            file: 100 * MIB,
            site: Some(1_000 * MIB),
            redirects: 0,
        },
        Host::Gitlab => Limits {
            name: "GitLab Pages",
            files: Some(200_000),
            file: 1_000 * MIB,
            site: Some(1_000 * MIB),
            redirects: 1_000,
        },
    }
}

/// What of a site its host would refuse, a sentence for each; empty if it takes all of it.
pub fn check(site: &LocalSite, host: Host) -> Vec<String> {
    let limits = limits(host);
    let mut over: Vec<String> = Vec::new();
    over.extend(too_many_files(site, &limits));
    over.extend(too_large(site, &limits));
    let files = site.files.iter().filter(|file| file.bytes > limits.file);
    over.extend(files.map(|file| {
        let (bytes, most) = (megabytes(file.bytes), megabytes(limits.file));
        let (path, name) = (&file.path, limits.name);
        format!("`{path}` has {bytes}, and {name} takes files of {most}")
    }));
    over.extend(too_many_redirects(site, &limits));
    over
}

fn too_many_files(site: &LocalSite, limits: &Limits) -> Option<String> {
    let files = site.files.len();
    let most = limits.files.filter(|most| files > *most)?;
    let (files, most, name) = (grouped(files), grouped(most), limits.name);
    Some(format!(
        "the site has {files} files, and {name} takes {most}"
    ))
}

fn too_large(site: &LocalSite, limits: &Limits) -> Option<String> {
    let bytes = site.files.iter().map(|file| file.bytes).sum();
    let most = limits.site.filter(|most| bytes > *most)?;
    let (bytes, most, name) = (megabytes(bytes), megabytes(most), limits.name);
    Some(format!("the site has {bytes}, and {name} takes {most}"))
}

fn too_many_redirects(site: &LocalSite, limits: &Limits) -> Option<String> {
    let lines = site.redirects.lines().filter(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#')
    });
    let (lines, most, name) = (lines.count(), limits.redirects, limits.name);
    let is_over = most > 0 && lines > most;
    let table = redirects::TABLE;
    is_over.then(|| {
        let (lines, most) = (grouped(lines), grouped(most));
        format!("`{table}` has {lines} redirects, and {name} takes {most}")
    })
}

fn megabytes(bytes: u64) -> String {
    let whole = usize::try_from(bytes.div_ceil(MIB)).unwrap_or(usize::MAX);
    format!("{} MiB", grouped(whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::local_site::SiteFile;

    fn site(files: usize, bytes: u64, redirects: &str) -> LocalSite {
        let file = |number: usize| SiteFile {
            bytes,
            ..SiteFile::of_text(&format!("{number:06}.pdf"), "")
        };
        LocalSite {
            files: (0..files).map(file).collect(),
            redirects: redirects.to_owned(),
            ..LocalSite::default()
        }
    }

    #[test]
    fn each_limit_has_its_sentence() {
        let fine = site(100, MIB, "/a/ /b/ 301\n");
        for host in [Host::Cloudflare, Host::Github, Host::Gitlab] {
            assert_eq!(check(&fine, host), Vec::<String>::new());
        }
        assert_eq!(
            check(&site(20_001, 0, ""), Host::Cloudflare),
            ["the site has 20,001 files, and Cloudflare Pages takes 20,000"]
        );
        assert_eq!(
            check(&site(1, 26 * MIB, ""), Host::Cloudflare),
            ["`000000.pdf` has 26 MiB, and Cloudflare Pages takes files of 25 MiB"]
        );
        assert_eq!(
            check(&site(11, 100 * MIB, ""), Host::Github),
            ["the site has 1,100 MiB, and GitHub Pages takes 1,000 MiB"]
        );
        assert_eq!(
            check(&site(1, 0, &"/a/ /b/ 301\n".repeat(1_001)), Host::Gitlab),
            ["`_redirects` has 1,001 redirects, and GitLab Pages takes 1,000"]
        );
    }
}
