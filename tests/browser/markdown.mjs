// The examples of CommonMark and of GitHub's Markdown, each as a page of a site that is built, compared with what the
// specification says as a browser sees both: as elements, not as letters. A difference that is on purpose is a function in
// `PURPOSES`, and each of these must be needed. Usage: node markdown.mjs BINARY
//
// The examples are read from packages and never copied: those of CommonMark from `commonmark-spec`, those of GitHub's
// tables, task lists and strikethrough from the source of the `pulldown-cmark` crate, as cargo unpacked it. For the rest of
// GitHub's Markdown, which no package has, the texts are ours (`TEXTS`) and micromark says what comes of them.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import commonmark from "commonmark-spec";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { parse, parseFragment } from "parse5";
import { finish } from "./site.mjs";
import { all, any, drop, get, named, replace, rewritten, shown, unwrapped, without, words } from "./trees.mjs";

const binary = resolve(process.argv[2]);
const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Texts of GitHub's Markdown beyond CommonMark, one for each rule that has a surprise. */
const TEXTS = [
  "www.example.org",
  "See www.example.org/budget for more.",
  "Is it www.example.org/budget? (See www.example.org/(old).)",
  "www.example.org/find?q=care)))) and www.example.org/find?q=(care",
  "(www.example.org/find?q=care+(and+support))",
  "www.example.org/find?q=a&lang=cy and www.example.org/find?q=a&lang;",
  "www.example.org/bu<dget",
  "**www.example.org/c** and _www.example.org/d_",
  "http://example.org (see https://example.org/a?b=1#c), ftp://example.org",
  "https://example.org/a_b_c and _https://example.org/d_",
  "https://example.org/a*b*c and https://example.org/_a_/b_c*d*e f*",
  "*See https://example.org/a*b and https://example.org/**c**d* https://example.org/a~~b~~c",
  "**a https://example.org/b*c*d e** and [https://example.org/*f*](/g)",
  "xhttps://example.org and (https://example.org), 'https://example.org'",
  "https://example and https:// and www",
  "https://a_b.example.org and https://example.a_b.org and https://a.b_c",
  "Write to office@example.org, or to first.last+news@post.example.org.",
  "office@example and a.b-c_d@e.b a.b-c_d@e.b. a.b-c_d@e.b- a.b-c_d@e.b_",
  "[www.example.org](/a) and `www.example.org` and <https://example.org/a>",
  "~~gone~~ and ~also gone~, but not ~~~this~~~ or ~~ this ~~",
  "~~one\n\ntwo~~",
  "**~~both~~** and ~~**both**~~ and a~~b~~c",
  "| a | b |\n| - | :-: |\n| `c\\|d` | **e** |\n| f |\n| g | h |\n\nAfter.",
  "a | b\n--|--:\nc | [d](/e \"f\")\n> quote",
  "| a |\n|---|\n\n| not\n| a table |",
  "Text before\n| a | b |\n| - | - |\n| c | d |\n- item",
  "- | a | b |\n  | - | - |\n  | c | d |",
  "| a | b |\n| - |\n| c | d |",
  "| \\| | ~~b~~ |\n| --- | --- |\n|   | www.example.org |",
  "- [ ] open\n- [x] done\n- [X] done, too\n- [] none\n- [ ]none\n- text [ ]",
  "1. [ ] first\n   - [x] inner\n2. [x] second",
];

/**
 * What differs on purpose. Each changes the page (`ours`) or what is said to be right (`theirs`), as trees, and gives true
 * if it found something to change.
 */
const PURPOSES = {
  "bare addresses are links, as on GitHub": ({ theirs, example }) => {
    const html = onGitHub(example.markdown);
    if (!example.isOfCommonMark || html === micromark(example.markdown, { allowDangerousHtml: true })) return false;
    theirs.childNodes = parseFragment(html).childNodes;
    return true;
  },
  "headings have anchors": ({ ours }) => without(ours, isHeading, "id"),
  "blocks of code can be reached by keyboard, and have colours": ({ ours }) =>
    any([
      without(ours, named("pre"), "class"),
      without(ours, named("pre"), "tabindex"),
      unwrapped(ours, (node) => node.nodeName === "span" && /^hl-/.test(get(node, "class"))),
    ]),
  "the first picture is loaded at once": ({ ours }) => without(ours, named("img"), "fetchpriority"),
  "tables scroll on small screens, their headings say of what, and none has an empty body": ({ ours, theirs }) =>
    any([
      unwrapped(ours, (node) => node.nodeName === "div" && get(node, "class") === "table-scroll"),
      without(ours, named("th"), "scope"),
      unwrapped(theirs, (node) => node.nodeName === "tbody" && all(node, named("tr")).length === 0),
    ]),
  "columns are aligned by class, since a policy may forbid styles": ({ ours, theirs }) => {
    for (const cell of all(theirs, isCell)) {
      const side = get(cell, "align") || get(cell, "style").replace("text-align: ", "");
      drop(cell, "align");
      drop(cell, "style");
      if (side) cell.attrs.push({ name: "class", value: `align-${side}` });
    }
    return all(ours, isCell).some((cell) => /^align-/.test(get(cell, "class")));
  },
  "the box of a task has a label": ({ ours }) =>
    unwrapped(ours, (node) => node.nodeName === "label" && get(node, "class") === "task"),
  "an address that browsers cannot open is no link, and is reported": ({ ours, theirs }) => {
    const withoutAddress = all(ours, (node) => node.nodeName === "a" && !get(node, "href")).map(words);
    const isKnown = (href) => /^(https?|mailto|tel):|^[^:]*$/i.test(href);
    const refused = all(theirs, (node) => !isKnown(get(node, "href")) && withoutAddress.includes(words(node)));
    return any(refused.map((link) => drop(link, "href")));
  },
  "a backslash in a path is the slash that browsers take it for": ({ ours, theirs, example }) =>
    example.markdown.includes("\\") &&
    any(all(theirs, named("a")).map((link) => rewritten(link, "href", (href) => href.replace(/^([^?#]*)/, (path) => path.replaceAll("%5C", "/"))))),
  "the text of `[[…]]` has no markup": ({ ours, example }) =>
    any(
      all(ours, named("a")).map((link) => {
        const html = micromark(words(link)).replace(/<\/?p>/g, "");
        if (!example.markdown.includes(`[[${words(link)}]]`) || html === words(link)) return false;
        link.childNodes = parseFragment(html).childNodes;
        return true;
      }),
    ),
  "`[[…]]` is a link by id": ({ ours, example }) =>
    any(
      all(ours, (node) => /^(a|img)$/.test(node.nodeName)).map((node) => {
        const written = node.nodeName === "a" ? get(node, "href") : get(node, "src");
        const text = `[[${written}]]`;
        if (!example.markdown.includes(text)) return false;
        replace(node, [{ nodeName: "#text", value: (node.nodeName === "img" ? "!" : "") + text }]);
        return true;
      }),
    ),
  "a tag that never ends is shown": ({ theirs, example }) => {
    if (!/^<[a-z][^>]*$/i.test(example.markdown)) return false;
    theirs.childNodes = [{ nodeName: "#text", value: example.markdown }];
    return true;
  },
  "a tag closes nothing that opened outside of its paragraph": ({ ours, theirs, example }) => {
    if (!closesOutside(example.html)) return false;
    for (const tree of [ours, theirs]) tree.childNodes = [{ nodeName: "#text", value: words(tree) }];
    return true;
  },
};

const problems = [];
const needed = new Map(Object.keys(PURPOSES).map((purpose) => [purpose, 0]));
const examples = [...ofCommonMark(), ...ofTheCrate(), ...ofOurs()];
const site = mkdtempSync(join(tmpdir(), "copublish-markdown-"));
try {
  build();
  examples.forEach(compare);
} finally {
  rmSync(site, { recursive: true });
}
for (const [purpose, times] of needed) {
  if (times === 0) problems.push(`no example needs this difference any more: ${purpose}`);
  else console.log(`${String(times).padStart(5)}  ${purpose}`);
}
finish("examples of CommonMark and GitHub's Markdown", examples.length, problems);

function ofCommonMark() {
  return commonmark.tests.map(({ number, section, markdown, html }) => ({
    name: `CommonMark ${number} (${section})`,
    isOfCommonMark: true,
    markdown: markdown.replaceAll("→", "\t"),
    html: html.replaceAll("→", "\t"),
  }));
}

function ofTheCrate() {
  const suite = join(crate("pulldown-cmark"), "tests/suite");
  const found = ["gfm_table", "gfm_tasklist", "gfm_strikethrough"].flatMap((name) => {
    const file = join(suite, `${name}.rs`);
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    const pairs = text.matchAll(/let original = r##"([^]*?)"##;\s*let expected = r##"([^]*?)"##;/g);
    return [...pairs].map(([, markdown, html], at) => ({ name: `${name} ${at + 1}`, markdown, html }));
  });
  if (found.length < 14) problems.push(`only ${found.length} examples of GitHub's Markdown are in ${suite}`);
  return found;
}

/** The folder in which cargo keeps the source of a crate that this project uses. */
function crate(name) {
  const asked = spawnSync("cargo", ["metadata", "--locked", "--format-version", "1"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (asked.status !== 0) throw new Error(asked.stderr);
  return dirname(JSON.parse(asked.stdout).packages.find((it) => it.name === name).manifest_path);
}

function ofOurs() {
  return TEXTS.map((markdown, at) => ({ name: `text ${at + 1}`, markdown, html: onGitHub(markdown) }));
}

/** What GitHub makes of a text, but for the tags that it shows as text: of those, `raw_html` decides here. */
function onGitHub(markdown) {
  const { htmlFlowData, htmlTextData, ...exit } = gfmHtml().exit;
  return micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [{ ...gfmHtml(), exit }] });
}

/** Builds all examples as pages of one site. Many hold links to what is not there, which fails a build. */
function build() {
  const write = (file, text) => {
    mkdirSync(dirname(join(site, file)), { recursive: true });
    writeFileSync(join(site, file), text);
  };
  write("site.yaml", "title: Examples\ngit_dates: false\nsmart_punctuation: false\n");
  examples.forEach(({ markdown }, at) => write(`content/e/${at}.md`, `---\ntitle: Example\n---\n${markdown}`));
  const run = spawnSync(binary, ["build", "--keep-going", "--quiet", "--root", site], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.status === 2 || run.status === null) problems.push(`the examples cannot be built: ${run.stderr}`);
}

function compare(example, at) {
  const file = join(site, "output/e", String(at), "index.html");
  if (!existsSync(file)) return problems.push(`${example.name}: has no page`);
  const page = parse(readFileSync(file, "utf8"));
  const prose = all(page, (node) => /(^| )prose( |$)/.test(get(node, "class")))[0];
  const trees = { ours: prose ?? { childNodes: [] }, theirs: parseFragment(example.html), example };
  for (const [purpose, apply] of Object.entries(PURPOSES)) {
    if (apply(trees)) needed.set(purpose, needed.get(purpose) + 1);
  }
  const [ours, theirs] = [shown(trees.ours), shown(trees.theirs)];
  if (ours !== theirs) problems.push(`${example.name}:\n${example.markdown}\n  is to be ${theirs}\n  and is   ${ours}`);
}

function isHeading(node) {
  return /^h[1-6]$/.test(node.nodeName);
}

function isCell(node) {
  return /^t[dh]$/.test(node.nodeName);
}

/** True if HTML closes something in a paragraph that opened outside of it. */
function closesOutside(html) {
  const open = [];
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (!slash) open.push(name);
    else if (open.lastIndexOf("p") > open.lastIndexOf(name)) return true;
    else open.length = Math.max(open.lastIndexOf(name), 0);
  }
  return false;
}
