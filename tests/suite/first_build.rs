//! The first build of a site that comes from other generators: hundreds of posts with their keys, tags, dates, layouts,
//! pictures and template code. Whoever tries copublish on it reads one screen, not twenty thousand lines.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::site::Site;

const POSTS: usize = 500;
/// A screen, and what may be scrolled back to.
const MOST_LINES: usize = 60;

const SETTINGS: &str = "title: The Example Trust
base_url: https://example.org
language: en
timezone: Europe/London
git_dates: false
";

const TAGS: [&str; 6] = [
    "Housing",
    "housing",
    "C++",
    "social care",
    "Policy & practice",
    "2012",
];

/// A post as one of six generators would have it.
fn post(number: usize) -> String {
    let (year, month, day) = (2008 + number % 5, 1 + number % 12, 1 + number % 28);
    let (date, tag) = (format!("{year}-{month:02}-{day:02}"), TAGS[number % 6]);
    let title = format!("Post {number} about things");
    match number / 6 % 6 {
        0 => format!(
            "---\nlayout: post\ntitle: \"{title}\"\ndate: {date} 10:00:00 +0000\nauthor: Ann Lee\n\
             categories: [news]\ntags: [\"{tag}\"]\npermalink: /{year}/post-{number}.html\n\
             published: true\nexcerpt_separator: <!--more-->\n---\nIntro.\n\n<!--more-->\n\n\
             {{% include figure.html src=\"/assets/{number}.jpg\" %}}\n\n\
             ![A picture](/assets/{number}.jpg)\n\n[home]({{{{ site.baseurl }}}}/)\n{{: .lead}}\n"
        ),
        1 => format!(
            "+++\ntitle = \"{title}\"\ndate = {date}T10:00:00Z\ndraft = false\ntags = [\"{tag}\"]\n\
             author = \"Ann\"\nweight = 10\nfeatured_image = \"/images/{number}.jpg\"\n[params]\n\
             toc = true\n+++\n{{{{< figure src=\"/images/{number}.jpg\" >}}}}\n\n\
             Read [this]({{{{< ref \"post-1.md\" >}}}}).\n"
        ),
        2 => format!(
            "---\ntitle: {title}\ndate: {date}T10:00:00+01:00\nlastmod: {date}\npublishDate: {date}\n\
             tags:\n- {tag}\nseries: Things\ncover:\n  image: c.jpg\n---\n![](images/{number}.png)\n"
        ),
        3 => format!(
            "---\nid: {number}\ntitle: '{title}'\ndate: '{date}T10:00:00+00:00'\nauthor: ann\n\
             guid: https://example.org/?p={number}\nstatus: publish\ncategories:\n  - News\n---\n\
             <img class=\"size-full\" src=\"/wp-content/uploads/{number}.jpg\" />\n\n\
             [caption id=\"a\"]<a href=\"/wp-content/uploads/{number}.pdf\">doc</a>[/caption]\n"
        ),
        4 => format!(
            "---\nlayout: layouts/post.njk\ntitle: {title}\ndescription: About it\n\
             date: {day}/{month:02}/{year}\ntags: [posts, \"{tag}\"]\neleventyNavigation:\n  key: x\n\
             ---\n{{% image \"./img/{number}.jpg\" %}}\n\n[Next](/blog/post-{}/)\n",
            number + 1
        ),
        _ => format!(
            "---\ntitle: {title}\npubDate: \"{date}\"\nheroImage: ../../assets/{number}.jpg\n\
             tags: posts, {tag}\n---\nimport Chart from '../x';\n\n<Chart client:load />\n"
        ),
    }
}

fn site() -> Site {
    let mut site = Site::new().site_yaml(SETTINGS);
    for number in 0..POSTS {
        let name = format!(
            "content/blogs/2010-01-{:02}-post-{number}.md",
            1 + number % 28
        );
        site = site.file(&name, post(number));
    }
    site
}

#[test]
fn a_first_build_of_five_hundred_posts_fits_a_screen() {
    let site = site();
    for verb in ["build", "check"] {
        let run = site.run(&[verb]);
        run.assert_exit(1);
        let lines = run.stderr.lines().count() + run.stdout.lines().count();
        assert!(lines <= MOST_LINES, "{lines} lines:\n{run}");
    }
}

/// What is short for people is complete for programs, and with `--all`.
#[test]
fn nothing_is_lost_in_an_overview() {
    let site = site();
    let json = site.run(&["build", "--format", "json"]);
    let document: Value = serde_json::from_str(&json.stdout).expect("JSON");
    let found = document["diagnostics"].as_array().expect("diagnostics");
    let all = site.run(&["build", "--all"]);
    let shown = all
        .stderr
        .lines()
        .filter(|line| line.starts_with("error[") || line.starts_with("warning["));
    assert_eq!(shown.count(), found.len());
    let codes: BTreeSet<&str> = found
        .iter()
        .filter_map(|one| one["code"].as_str())
        .collect();
    let short = site.run(&["build"]);
    for code in codes {
        assert!(
            short.stderr.contains(&format!("[{code}]")),
            "{code}: {short}"
        );
    }
    assert!(
        short
            .stderr
            .contains(&format!("each of the {}", grouped(found.len()))),
        "{short}"
    );
}

fn grouped(number: usize) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{},{:03}", number / 1000, number % 1000),
    }
}
