// The language of every word of the theme: a site whose authors write no word of any language, in a language that the theme has
// no words in, in Welsh, and with pages of both among English ones. Whatever else is on its pages comes from the theme, and has to
// be in the language that its element says: in the words of the theme's file for it.
// Usage: node languages.mjs PROGRAM

import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parse } from "parse5";
import { addressOf, finish, htmlFiles, isRedirect } from "./site.mjs";

/** What authors of the sites write. */
const AUTHORS = new Set(["zuq", "qoz", "xyq", "zuqs"]);
/** Names of types of files and of units, which are the same in all languages, and of a field that has tags. */
const EVERYWHERE = new Set(["pdf", "csv", "kb", "rss", "html", "mp", "tags"]);
/** Attributes with words for people. */
const WORDED = ["alt", "aria-description", "aria-label", "aria-roledescription", "aria-valuetext", "label", "placeholder", "title"];

const SITE = `title: Zuq
description: Qoz zuq.
base_url: https://example.org
language: LANGUAGE
git_dates: false
comments: {email: a@example.org, privacy: /about.md}
extra: {email: a@example.org, licence: Zuq}
menus: {main: [/about.md, {title: Qoz, link: /news/}], foot: [/about.md]}
kinds:
  thing:
    label: Zuq
    plural: Zuqs
    folder: things
    fields:
      zuq: number
      qoz: boolean
      xyq: {type: relation, to: news, many: true, inverse: zuqs}
`;
const MILESTONES = [["2012-05-06", "done"], ["2012-06-07", "on-track"], ["2012-12-08", "planned"], ["2013-01-09", "at-risk"]]
  .map(([due, status]) => `  - {title: Zuq, due: ${due}, status: ${status}, note: Qoz}`)
  .join("\n");
/** Each block and each sign of Markdown to which the theme adds words. */
const TEXT = `Zuq[^1] qoz[^1], [zuq](https://example.org/).

## Zuq

> [!WARNING]
> Qoz.

- [x] Zuq
- [ ] Qoz

| Zuq | Qoz |
| --- | --: |
| Xyq |  12 |

## Qoz

::: callout kind="note"
Zuq.
:::

::: summary-box
Qoz.
:::

::: chart type="bar" title="Zuq"
| Zuq | Qoz |
| --- | --: |
| Xyq |  12 |
| Zuq |     |
:::

::: table caption="Zuq"
| Zuq | Qoz |
| --- | --: |
| Xyq |     |
:::

::: do
- Zuq
:::

::: dont
- Qoz
:::

::: contact name="Zuq" email="a@example.org" phone="123"
:::

::: video src="https://example.org/zuq" title="Zuq"
Qoz.
:::

## Xyq

[^1]: Qoz.
`;

const program = resolve(process.argv[2]);
const project = resolve(import.meta.dirname, "../..");
const theme = { en: new Set([...words("en"), ...namesOfKinds()]), cy: words("cy"), de: new Set(["deutsch"]) };
const problems = new Set();
let seen = 0;
for (const [ofSite, ofPages] of [["de", "de"], ["cy", "cy"], ["en", "cy"], ["en", "de"], ["cy", "en"]]) {
  const root = mkdtempSync(join(tmpdir(), "languages-"));
  try {
    write(root, ofSite, ofPages);
    build(root);
    const output = join(root, "output");
    for (const file of htmlFiles(output).filter((file) => !isRedirect(output, file))) {
      const html = readFileSync(join(output, file), "utf8");
      const where = `${ofPages} on a site in ${ofSite}: ${addressOf(file)}`;
      if (/[\u{fdd0}-\u{fdef}]/u.test(html)) problems.add(`${where}: a mark is left`);
      look(parse(html), "", where);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
finish("words of pages in languages", seen, [...problems].sort());

/** The words of a language of the theme, as a set of small letters. */
function words(language) {
  const text = readFileSync(join(project, `themes/partnership/text/${language}.yaml`), "utf8");
  const values = text.split("\n").filter((line) => /^["\w-]+:/.test(line));
  return new Set(values.flatMap((line) => tokens(line.replace(/^["\w-]+:/, "").replace(/\{\w+\}|%-?\w/g, " "))));
}

/** What the theme calls its kinds. */
function namesOfKinds() {
  const folder = join(project, "themes/partnership/kinds");
  const kinds = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
  return kinds.flatMap((kind) => tokens((kind.match(/^(label|plural): .*$/gm) ?? []).join(" ").replace(/label:|plural:/g, "")));
}

function tokens(text) {
  return (text.match(/\p{L}[\p{L}’'-]+/gu) ?? []).map((word) => word.toLowerCase());
}

/** Goes through a page, and remembers what is in another language than its element says. */
function look(node, language, where) {
  const attributes = Object.fromEntries((node.attrs ?? []).map(({ name, value }) => [name, value]));
  const own = attributes.lang?.split("-")[0] ?? language;
  if (["script", "style", "head"].includes(node.nodeName)) return;
  for (const name of WORDED) if (attributes[name]) check(attributes[name], own, `${where} <${node.nodeName} ${name}>`);
  if (node.nodeName === "#text") check(node.value, own, `${where} <${node.parentNode.nodeName}>`);
  for (const child of node.childNodes ?? []) look(child, own, where);
}

function check(text, language, where) {
  for (const word of tokens(text.replace(/https?:\S+|\S+@\S+/g, ""))) {
    seen += 1;
    if (AUTHORS.has(word) || EVERYWHERE.has(word)) continue;
    if (!theme[language]?.has(word)) problems.add(`${where}: “${word}” is not ${language} (${text.trim().slice(0, 60)})`);
  }
}

/** Builds a site; what its author should mend does not matter here. */
function build(root) {
  try {
    execFileSync(program, ["build", "--keep-going", "--quiet", "--now", "2012-11-12", "--root", root], { stdio: "pipe" });
  } catch (error) {
    if (!htmlFiles(join(root, "output")).length) throw error;
  }
}

/** A document of each kind, with each field that shows a word of the theme. */
function write(root, ofSite, ofPages) {
  const put = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const page = (path, front, body = "") => put(`content/${path}.md`, `---\ntitle: Zuq\nlanguage: ${ofPages}\nsummary: Qoz zuq.\n${front}\n---\n\n${body}\n`);
  cpSync(join(project, "themes"), join(root, "themes"), { recursive: true });
  put("site.yaml", SITE.replace("LANGUAGE", ofSite));
  page("index", "featured: [news/one]");
  page("about", `changes: [{date: 2012-03-04, note: Qoz}]\nupdated: 2012-03-04\npage_author: Zuq`, TEXT);
  page("about-too", "translation_of: about\nstatus: withdrawn\nsuccessor: about");
  const subjects = "work_streams: [one]\nregions: [one]\ntopics: [one]\norganisations: [one]\n";
  for (const [at, name] of ["one", "two", "three", "four", "five"].entries()) {
    page(`news/2012-0${at + 1}-02-${name}`, `${subjects}people: [one]\nannounces: [report/one]`, TEXT);
    page(`blogs/2011-0${at + 1}-02-${name}`, `authors: [person/one]\non_behalf_of: [one]\nwork_streams: [one]\ntags: [zuq]`);
  }
  page("blogs/2012-05-06-six/index", "authors: [person/one]");
  put("content/blogs/2012-05-06-six/comments/2012-05-07-a.md", "---\nname: Zuq\n---\nQoz.\n");
  page("events/one", `${subjects}start: 2012-12-20T10:00\nend: 2012-12-20T12:00\nvenue: Qoz\nonline: https://example.org/\nbooking: https://example.org/\nprice: Qoz\naccess: Qoz.\nspeakers: [{person: one, role: Zuq}]\ncontact: {name: Zuq, email: a@example.org}`);
  page("events/two", "start: 2012-01-20\ncancelled: true");
  page("work-streams/one", `progress: at-risk\nlead: [one]\npartners: [{organisation: one, role: Zuq}]\npeople: [{person: one, role: Zuq}]\nprogramme: [one]\ntopics: [one]\nmilestones:\n${MILESTONES}`);
  page("work-streams/two", "progress: planned");
  page("programme/one", `period: {from: 2012-04-01, to: 2013-03-31}\ndate: 2012-04-01\norganisations: [one]\nforeword: {text: Qoz., person: one, role: Zuq}\nthemes: [{title: Zuq, text: Qoz., work_streams: [one]}]\nbudget: [{label: Zuq, amount: 90000, work_stream: one, note: Qoz}, {label: Qoz, amount: 10}]`);
  page("reports/one/index", `type: progress-report\ndate: 2012-06-01\n${subjects}people: [one]\nprogramme: one\nreference: Zuq 12\nforeword: {text: Qoz., by: Zuq}\ncontact: {name: Zuq, email: a@example.org, phone: "123"}\nattachments:\n  - {file: a.pdf, title: Zuq, reference: Zuq, accessible: false}\n  - {file: b.csv, title: Qoz, format: data, language: cy}`);
  copyFileSync(join(project, "content/programme/our-plans-2012-13.pdf"), join(root, "content/reports/one/a.pdf"));
  put("content/reports/one/b.csv", "Zuq,Qoz\nXyq,12\n");
  page("reports/one/01-zuq", "", TEXT);
  page("reports/one/02-qoz", "", "## Zuq {#a}\n\n## Qoz {#b}\n\n## Xyq {#c}\n");
  page("organisations/one", `type: user-led\nacronym: Zuq\nwebsite: https://example.org/\nemail: a@example.org\nphone: "123"\nmember_since: "2011"`);
  page("people/one", "role: Zuq\norganisation: [one]\nemail: a@example.org");
  page("regions/one", "stage: under-way\nwork_streams: [one]\npeople: [{person: one, role: Zuq}]\nambassadors: [{ambassador: person/one}]");
  page("commitments/one", "signatories: [{organisation: one, signed: 2012-02-03, status: started, note: Qoz}]\nsign_up: https://example.org/");
  page("groups/one", "type: board\nmembers: [{person: one, role: Zuq, from: 2011-02-03, to: 2012-03-04}]\nmeets: Qoz");
  page("topics/one", "");
  page("collections/one", "groups: [{title: Zuq, text: Qoz., documents: [news/one]}]");
  const exempt = "{what: Zuq, criterion: 1.4.3, fix_by: 2012-12-01}, {what: Qoz, exempt: heritage, exempt_note: Xyq, criterion: 9.9.9}";
  const told = "contact: {email: a@example.org, phone: \"123\", address: Zuq}\nanswered_within: 5\nplans: Qoz.\ntesting: Zuq.\ntested: 2012-01-02\ntested_by: Zuq\nfix_by: 2012-12-01";
  for (const claim of ["fully", "partially", "not"]) {
    page(`access-${claim}`, `kind: statement\ncompliance: ${claim}\nprepared: 2012-01-02\n${told}\nnations: [wales, northern-ireland]\nproblems: [${exempt}]`);
  }
  page("access-ni", "kind: statement\ncompliance: partially\nprepared: 2012-01-02\ncontact: {name: Zuq}\nnations: [northern-ireland]", "::: accessibility-status\nQoz.\n:::");
  for (const reason of ["disproportionate-burden", "before-2018", "video-before-2020", "third-party", "archive", "map"]) {
    page(`exempt-${reason}`, `exempt: ${reason}\nexempt_note: Zuq`, "![](news/one.svg)");
  }
  page("things/one", "zuq: 12\nqoz: true\nxyq: [one]", "Qoz.");
}
