//! Two sites in one folder, built over one another, and what has to hold whatever happens to a build.

use std::collections::BTreeMap;
use std::fs;

use crate::site::{Run, Site, pdf, read_folder};

/// All files of a folder.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The words that tell the two apart.
pub const WORDS: [&str; 2] = ["alpha", "beta"];

/// Files in the output folder that copublish did not write.
const FOREIGN: [&str; 3] = ["CNAME", "a/notes.txt", "mine/deep/er.txt"];

const TEMPLATE: &str =
    "{% include \"partials/word.html\" %}{{ page.content }}{{ site.data.people | join }}";

const HOME: &str = "---\ntitle: Home\n---\n[Plan](plan.pdf)\n";

/// A site that can be written as either of two.
pub struct Two {
    pub site: Site,
    /// The output folder as it is after a good build of each.
    pub whole: [Files; 2],
    /// What stands beside the output folder when nothing is left over.
    beside: Vec<String>,
}

impl Two {
    /// Both are built once, and the second one stands in the folder.
    pub fn in_site(site: Site) -> Two {
        // Few files, so that each call can be tried.
        let site = site
            .site_yaml("title: Two\nbase_url: https://example.org\ngit_dates: false\ntheme: bare\n")
            .file("themes/bare/templates/page.html", TEMPLATE)
            .file("themes/bare/assets/own.css", "a {}");
        let mut two = Two {
            site,
            whole: Default::default(),
            beside: Vec::new(),
        };
        two.build(0).assert_clean();
        for file in FOREIGN {
            fs::create_dir_all(two.site.output().join(file).parent().expect("a folder"))
                .expect("a folder");
            fs::write(two.site.output().join(file), file).expect("a file of somebody else");
        }
        for number in 0..2 {
            let run = two.build(number);
            run.assert_clean();
            two.whole[number] = run.output;
        }
        assert_ne!(two.whole[0], two.whole[1]);
        two.beside = two.names();
        two
    }

    /// A site like any other.
    pub fn new() -> Two {
        Two::in_site(Site::new().arg("--threads").arg("1"))
    }

    /// The same, where one file makes the difference: whoever watches sees one or the other.
    pub fn by_one_file() -> Two {
        let mut two = Two::new();
        two.write(0);
        for number in 0..2 {
            two.save(number);
            let run = two.site.build();
            run.assert_clean();
            two.whole[number] = run.output;
        }
        two
    }

    /// Writes the file that makes the difference then, in one step.
    pub fn save(&self, number: usize) {
        let folder = self.site.root().join("templates/partials");
        fs::write(folder.join(".new"), format!("<p>{}</p>", WORDS[number])).expect("a file");
        fs::rename(folder.join(".new"), folder.join("word.html")).expect("a file that moves");
    }

    /// Writes the sources of one of them: pages that change, stay, come and go, a file to download, and own templates,
    /// data and styles.
    pub fn write(&self, number: usize) {
        let (word, other) = (WORDS[number], WORDS[1 - number]);
        let page = |text: &str| {
            format!(
                "---\ntitle: A page\n---\n{}\n",
                format!("{text} words. ").repeat(600)
            )
        };
        let site = &self.site;
        site.write("content/index.md", HOME);
        site.write(
            "content/plan.pdf",
            format!(
                "{}% {word}",
                pdf(u32::try_from(number).unwrap_or_default() + 3)
            ),
        );
        site.write("content/a.md", page(word));
        site.write("content/same.md", page("the same"));
        site.write(&format!("content/deep/{word}.md"), page(word));
        site.write("content/data/people.yaml", format!("- {word}\n"));
        site.write("templates/partials/word.html", format!("<p>{word}</p>"));
        site.write("assets/own.css", format!(".{word} {{}}"));
        let _ = fs::remove_file(site.root().join(format!("content/deep/{other}.md")));
    }

    fn build(&self, number: usize) -> Run {
        self.write(number);
        self.site.build()
    }

    /// Which of the two stands whole in the output folder.
    pub fn stands(&self) -> Option<usize> {
        let found = read_folder(self.site.output());
        self.whole.iter().position(|whole| *whole == found)
    }

    /// Fails unless the next build makes the site `number` and clears away whatever was left over.
    #[track_caller]
    pub fn assert_heals(&self, number: usize, what: &str) {
        let run = self.site.build();
        assert!(
            run.status.success() && run.stderr.is_empty(),
            "the build after {what}\n{run}"
        );
        assert_eq!(self.stands(), Some(number), "the build after {what}\n{run}");
        assert_eq!(self.names(), self.beside, "left behind after {what}");
    }

    /// Fails where anything was left beside the output folder.
    #[track_caller]
    pub fn assert_alone(&self, what: &str) {
        assert_eq!(self.names(), self.beside, "left behind: {what}");
    }

    fn names(&self) -> Vec<String> {
        names_in(&self.site)
    }
}

/// The names right in a site's folder, but for the facts that a build may keep or not.
pub fn names_in(site: &Site) -> Vec<String> {
    let entries = fs::read_dir(site.root()).expect("the root");
    let names = entries.map(|entry| {
        entry
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned()
    });
    let mut names: Vec<String> = names.filter(|name| name != ".copublish").collect();
    names.sort();
    names
}

/// Fails unless a run that could not be done says so in a sentence, and what to do.
#[track_caller]
pub fn assert_helpful(run: &Run, what: &str) {
    run.assert_no_panic();
    let said = ["; ", " = ", "help:"]
        .iter()
        .any(|words| run.stderr.contains(words));
    assert!(run.stderr.contains("error") && said, "{what}\n{run}");
}
