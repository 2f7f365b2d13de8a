//! Every place that a document has: the files of a site, with `§place§` wherever a word of its own is to stand.
//! `GATE` is the line that keeps a document from being public.

/// What site.yaml says, but for its time zone.
pub const SETTINGS: &str = "\
title: Making it real
base_url: https://example.org
git_dates: false
comments: {email: us@example.org}
editions: [pdf, epub]
kinds:
  blog: {fields: {notes: any}}
";

/// What readers may see. Where it names something that they may not, it does so in a field, by an id.
pub const OPEN: &[(&str, &str)] = &[
    (
        "templates/partials/head.html",
        "{% if page.notes %}<meta name=\"notes\" content=\"{{ page.notes | json }}\">{% endif %}",
    ),
    (
        "content/index.md",
        "---\ntitle: Home\n---\n[About](about.md) [Chapter](reports/open/01-first.md)\n",
    ),
    (
        "content/about.md",
        "---\ntitle: About\nstatus: superseded\nsuccessor: page/§page-file§\n---\n## Us\n",
    ),
    (
        "content/people/sam-lee.md",
        "---\ntitle: Sam Lee\norganisation: §organisation-file§\n---\n",
    ),
    ("content/people/index.md", "---\ntitle: Everybody\n---\n"),
    (
        "content/organisations/partners.md",
        "---\ntitle: Partners\npart_of: [§organisation-file§]\n---\n",
    ),
    (
        "content/work-streams/stream.md",
        "---\ntitle: Stream\npeople:\n- {person: §person-file§, role: Lead}\n- {person: sam-lee}\npartners:\n- {organisation: §organisation-file§, role: Host}\n---\n",
    ),
    ("content/regions/north.md", "---\ntitle: North\n---\n"),
    ("content/topics/care.md", "---\ntitle: Care\n---\n"),
    (
        "content/commitments/listen.md",
        "---\ntitle: Listen\nsignatories:\n- {organisation: §organisation-file§, status: met}\n---\n",
    ),
    (
        "content/blogs/2012-06-01-open.md",
        "---\ntitle: Open\nauthors: [§person-file§]\ntags: [common, kept]\n---\nOpen words. [[shared.csv]]\n",
    ),
    (
        "content/blogs/2012-06-02-other.md",
        "---\ntitle: Other\nauthors: [sam-lee, §person-file§]\ntags: [common]\n---\nOther words.\n",
    ),
    (
        "content/events/open.md",
        "---\ntitle: Open day\nstart: 2012-11-01 10:00\nspeakers:\n- {person: §person-file§, role: Chair}\norganisations: [§organisation-file§]\n---\n",
    ),
    (
        "content/reports/open/index.md",
        "---\ntitle: Open report\ndate: 2012-05-01\nforeword: {text: Words, by: Somebody, person: §person-file§}\ngroups:\n- {title: Group, documents: [page/§page-file§, page/about]}\n---\n",
    ),
    (
        "content/reports/open/01-first.md",
        "---\ntitle: First\n---\nFirst words.\n",
    ),
    (
        "content/cy.md",
        "---\ntitle: Cymraeg\nlanguage: cy\ntranslation_of: page/§page-file§\n---\n",
    ),
    // It lists what does not work on other pages, with their words.
    (
        "content/accessibility.md",
        "---\nkind: statement\ntitle: Accessibility\ncompliance: partially\nprepared: 2012-01-02\ncontact: {name: Somebody}\n---\nOur words.\n",
    ),
    ("content/files/shared.csv", "Year,People\n2012,4\n"),
];

/// What they may not see, and what only that uses.
pub const SECRET: &[(&str, &str)] = &[
    ("content/blogs/2012-06-29-§blog-folder§/index.md", BLOG),
    (
        "content/blogs/2012-06-29-§blog-folder§/§blog-attachment§.csv",
        "Year,People\n2012,§blog-attachment-bytes§\n",
    ),
    (
        "content/blogs/2012-06-29-§blog-folder§/§blog-image§.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><title>§blog-image-bytes§</title></svg>",
    ),
    (
        "content/blogs/2012-06-29-§blog-folder§/§blog-picture§.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><title>§blog-picture-bytes§</title></svg>",
    ),
    (
        "content/blogs/2012-06-29-§blog-folder§/sub/§blog-unused-file§.txt",
        "§blog-unused-bytes§",
    ),
    (
        "content/blogs/2012-06-29-§blog-folder§/comments/2012-07-05-comment.md",
        "---\nname: §commenter§\n---\nA §comment§ of a reader, with [a file](/files/§by-comment§.csv).\n",
    ),
    (
        "content/blogs/2012-06-29-§blog-folder§/comments/2012-07-06-answer.md",
        "---\nname: Ann\nreply_to: comment\n---\nAn §answer§ to that.\n",
    ),
    ("content/blogs/2012-07-01-§single-file§.md", SINGLE),
    (
        "content/files/§by-path§.csv",
        "Year,People\n2012,§by-path-bytes§\n",
    ),
    (
        "content/files/§by-name§.csv",
        "Year,People\n2012,§by-name-bytes§\n",
    ),
    (
        "content/files/§by-url§.csv",
        "Year,People\n2012,§by-url-bytes§\n",
    ),
    (
        "content/files/§by-raw-link§.csv",
        "Year,People\n2012,§by-raw-link-bytes§\n",
    ),
    (
        "content/files/§by-raw-image§.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><title>§by-raw-image-bytes§</title></svg>",
    ),
    (
        "content/files/§by-raw-source§.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"4\"><title>§by-raw-source-bytes§</title></svg>",
    ),
    (
        "content/files/§by-block§.csv",
        "Year,People\n2012,4\n2013,§by-block-bytes§\n",
    ),
    (
        "content/files/§by-field§.csv",
        "Year,People\n2012,§by-field-bytes§\n",
    ),
    (
        "content/files/§by-comment§.csv",
        "Year,People\n2012,§by-comment-bytes§\n",
    ),
    (
        "content/reports/2012-08-02-§report-folder§/index.md",
        REPORT,
    ),
    (
        "content/reports/2012-08-02-§report-folder§/01-§chapter-file§.md",
        "---\ntitle: Chapter §chapter-title§\nsummary: Of §chapter-summary§\n---\n## Heading §chapter-heading§\n\nWords §chapter-body§\n",
    ),
    (
        "content/reports/2012-08-02-§report-folder§/02-deep/index.md",
        "---\ntitle: Deep §deep-chapter§\nGATE\n---\nWords\n",
    ),
    (
        "content/reports/2012-08-02-§report-folder§/02-deep/comments/2012-08-05-deep.md",
        "---\nname: Ben\n---\nDeep §deep-comment§ words\n",
    ),
    (
        "content/reports/open/02-§lone-chapter-file§.md",
        "---\ntitle: Lone §lone-chapter-title§\nGATE\n---\nLone §lone-chapter-body§\n",
    ),
    ("content/events/§event-file§.md", EVENT),
    (
        "content/people/§person-file§.md",
        "---\ntitle: Person §person-title§\nrole: Role §person-role§\nemail: §person-email§@example.org\nGATE\n---\nAbout §person-body§\n",
    ),
    (
        "content/organisations/§organisation-file§.md",
        "---\ntitle: Organisation §organisation-title§\nacronym: §organisation-acronym§\nwebsite: https://§organisation-website§.example/\nGATE\n---\n",
    ),
    (
        "content/§page-file§.md",
        "---\ntitle: Page §page-title§\ntranslation_of: page/about\nlanguage: de\nGATE\n---\nPage §page-body§ [About](about.md#us) [[person/sam-lee]]\n",
    ),
    (
        "content/regions/index.md",
        "---\ntitle: Regions §introduction-title§\nsummary: A §introduction-summary§\nGATE\n---\nIntroduces §introduction-body§\n",
    ),
    (
        "content/work-streams/§stream-file§.md",
        "---\ntitle: Stream §stream-title§\norder: 1\nmilestones:\n- {title: Mile §milestone§, due: 2012-12-01, note: Note §milestone-note§}\npeople:\n- {person: sam-lee, role: As §role-of-another§}\ncontact: {name: Ask §contact§}\nGATE\n---\n",
    ),
    (
        "content/topics/§topic-file§.md",
        "---\ntitle: Topic §topic-title§\nGATE\n---\n",
    ),
    (
        "content/commitments/promise.md",
        "---\ntitle: Promise §commitment§\nsignatories:\n- {organisation: partners, status: met, note: Signed §signature§}\nGATE\n---\n",
    ),
];

const BLOG: &str = "\
---
title: Title §blog-title§
summary: Summary §blog-summary§
slug: §blog-slug§
GATE
tags: [Word §blog-tag§, CoMMoN]
aliases: [/§blog-alias§/, /old/§blog-alias-file§.html]
authors: [sam-lee, partners]
work_streams: [stream]
regions: [north]
topics: [care]
page_author: Keeper §blog-page-author§
image: §blog-image§.svg
notes: {deep: [Extra §blog-extra§]}
attachments:
- file: §blog-attachment§.csv
  title: Attached §blog-attachment-title§
  reference: Number §blog-attachment-reference§
  exempt: map
  exempt_note: Since §blog-exempt-note§
changes:
- {date: 2012-07-01, note: Changed §blog-change§}
groups:
- title: Group §blog-group§
  text: Text §blog-group-text§
  documents: [page/about]
---
Body §blog-body§ and `code §blog-code§`.[^1]

## Heading §blog-heading§ {#at-§blog-anchor§}

![Alt §blog-alt§](§blog-picture§.svg \"Tip §blog-tip§\")

::: callout title=\"Box §blog-block-argument§\"
In it §blog-block§
:::

See [about](/about.md \"Tip §blog-link-tip§\") and [elsewhere](https://§blog-link§.example/).

[^1]: Note §blog-note§
";

/// One file with nothing beside it; what it uses stands elsewhere.
const SINGLE: &str = "\
---
title: Single §single-title§
GATE
attachments:
- {file: /files/§by-field§.csv, title: In a field §by-field-title§}
- {file: /files/shared.csv, title: Shared §shared-title§}
---
[by path](/files/§by-path§.csv), [[§by-name§.csv]], [by URL](https://example.org/files/§by-url§.csv)

<p><a href=\"/files/§by-raw-link§.csv\">raw §single-raw§</a> <img src=\"/files/§by-raw-image§.svg\" alt=\"§single-raw-alt§\">
<picture><source srcset=\"/files/§by-raw-source§.svg 2x\"><img src=\"/files/§by-raw-image§.svg\" alt=\"\"></picture></p>

::: table src=/files/§by-block§.csv
:::
";

const REPORT: &str = "\
---
title: Report §report-title§
GATE
date: 2012-08-02
reference: Number §report-reference§
exempt: archive
exempt_note: Since §report-exempt-note§
people: [sam-lee]
organisations: [partners]
foreword: {text: Fore §foreword§, by: By §foreword-by§, role: As §foreword-role§}
contact: {name: Ask §report-contact§, email: x@example.org, phone: 0113 §report-phone§}
---
Report §report-body§
";

const EVENT: &str = "\
---
title: Event §event-title§
date: 2012-09-01
start: 2012-11-05 10:00
end: 2012-11-05 12:00
venue: Hall §event-venue§
online: https://§event-online§.example/
booking: https://§event-booking§.example/
price: Price §event-price§
access: Access §event-access§
speakers:
- {person: sam-lee, role: As §event-role§}
organisations: [partners]
GATE
---
Event §event-body§

::: video link=\"https://§event-film§.example/\" title=\"Film §event-video§\"
:::
";
