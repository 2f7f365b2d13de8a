// What readers of a site see first, and how much of it there is: the example site with two hundred news items, thirty blogs and
// forty people more, all of one organisation, and two hundred organisations more, measured in a browser on a phone, a tablet and a desktop.
// Usage: node measures.mjs PROGRAM (CHROMIUM names the browser)

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { allFiles, atOnce, finish, htmlFiles, isRedirect, open, serve, sorts } from "./site.mjs";

const PHONE = { width: 360, height: 740 };
const TABLET = { width: 768, height: 1024 };
const DESKTOP = { width: 1280, height: 800 };
/** A desktop at 400 per cent. */
const ZOOMED = { width: 320, height: 256 };

/** The most pixels, unless a line says otherwise. */
const HEADER = 72;
const TITLE = 160;
/** A line of breadcrumbs more, which chapters need. */
const CRUMBS = 32;
const FIRST = 600;
const TEXT = 1.5 * PHONE.height;
const HUB = 4_000;
/** Of a programme with a budget, documents and publications, without what is related. */
const PROGRAMME = 4_300;
const LONGEST = 6_000;
const TARGET = 24;
/** The most bytes, as they are and compressed. */
const HTML = [32 * 1024, 7_000];
/** More than two hundred names with their links. */
const NAMES = [40 * 1024, 7_000];
const STYLE = [32_000, 9_000];

/** Of the list of all organisations on a phone. */
const DIRECTORY = 6_000;

/** The folders of kinds whose text readers came for. */
const TEXTS = ["news", "blogs", "reports", "events"];
/** A report on one page is as long as the report. */
const WHOLE = /\/whole\/$/;

const program = resolve(process.argv[2]);
const project = resolve(import.meta.dirname, "../..");
const root = mkdtempSync(join(tmpdir(), "measures-"));
const problems = [];
const pages = [];
try {
  fill();
  execFileSync(program, ["build", "--root", root], { stdio: "pipe" });
  weigh(join(root, "output"));
  await look(join(root, "output"));
} finally {
  rmSync(root, { recursive: true, force: true });
}
finish("pages that were measured", pages.length, problems.sort());

/** The example site, and much more that names one organisation, one person, one region, one topic and one work stream. */
function fill() {
  for (const name of ["content", "themes", "site.yaml"]) cpSync(join(project, name), join(root, name), { recursive: true });
  const about = "organisations: [open-door]\nwork_streams: [co-production]\nregions: [london]\ntopics: [workforce]\n";
  const summary = "summary: What happened, in a sentence or two, so that readers can choose what to read.\n";
  const write = (path, front) => {
    mkdirSync(join(root, "content", path, ".."), { recursive: true });
    writeFileSync(join(root, "content", path), `---\n${front}---\nText.\n`);
  };
  const two = (number) => String(number).padStart(2, "0");
  for (let at = 0; at < 200; at++) {
    const day = `2011-${two((at % 12) + 1)}-${two((at % 28) + 1)}`;
    write(`news/${day}-item-${at}.md`, `title: What happened in week ${at} of the work\n${summary}people: [sam-lee]\n${about}`);
  }
  for (let at = 0; at < 30; at++) {
    const day = `2011-05-${two((at % 28) + 1)}`;
    write(`blogs/${day}-blog-${at}.md`, `title: What we think, part ${at}\n${summary}authors: [sam-lee]\non_behalf_of: [open-door]\n`);
  }
  const types = ["user-led", "carers", "council", "nhs", "provider", "charity", "network"];
  for (let at = 0; at < 200; at++) {
    const logo = at % 2 ? "logo: {file: open-door.svg, decorative: true}\n" : "";
    write(`organisations/member-${at}.md`, `title: Association for Independent Living of Place ${at}\ntype: ${types[at % types.length]}\n${logo}`);
  }
  for (let at = 0; at < 40; at++) {
    write(`people/person-${at}.md`, `title: Person Number${at}\nrole: Officer\norganisation: open-door\n`);
  }
}

/** How much there is to fetch. */
function weigh(folder) {
  const check = (file, [plain, packed]) => {
    const bytes = readFileSync(join(folder, file));
    const zipped = gzipSync(bytes).length;
    if (bytes.length > plain || zipped > packed) problems.push(`${file}: ${bytes.length} bytes, ${zipped} compressed`);
  };
  for (const file of allFiles(folder).filter((file) => file.endsWith(".css"))) check(file, STYLE);
  const html = htmlFiles(folder).filter((file) => !isRedirect(folder, file) && !WHOLE.test(`/${file.replace("index.html", "")}`));
  for (const file of html) check(file, file === "organisations/index.html" ? NAMES : HTML);
}

/** One page of each sort, and those that much names. */
async function look(folder) {
  const site = await serve(folder);
  const browser = await open();
  const many = ["organisations/open-door", "people/sam-lee", "regions/london", "topics/workforce", "work-streams/co-production"];
  const named = many.map((path) => `/${path}/`).concat("/organisations/open-door/news/");
  pages.push(...new Set([...sorts(folder).map(([, address]) => address), ...named]));
  const heads = new Map();
  const contexts = await Promise.all([PHONE, TABLET, DESKTOP, ZOOMED].map((viewport) => browser.newContext({ viewport })));
  const start = () => Promise.all(contexts.map((context) => context.newPage()));
  await atOnce(pages, start, async (address, [phone, tablet, desktop, zoomed]) => {
    const wrong = (what) => problems.push(`${address}: ${what}`);
    const most = (what, value, limit) => value !== null && value > limit && wrong(`${what}: ${Math.round(value)} px, ${limit} at most`);
    const at = async (page) => {
      await page.goto(site.origin + site.base + address, { waitUntil: "load" });
      return page.evaluate(measured, TARGET);
    };
    const [small, middle, large, near] = [await at(phone), await at(tablet), await at(desktop), await at(zoomed)];
    const kind = address.split("/")[1];
    const isDocument = address.split("/").length === 4;
    most("header on a phone", small.header, HEADER);
    most("header at 400 %", near.header, HEADER);
    most("title on a phone", small.title, TITLE + (small.crumbs > CRUMBS + 8 ? CRUMBS : 0));
    if (!WHOLE.test(address)) most("what the page is for, on a phone", small.first, FIRST);
    if (isDocument && TEXTS.includes(kind)) most("text on a phone", small.text, TEXT);
    if (named.includes(address) && isDocument) most("height on a phone", small.height, HUB);
    if (address === "/organisations/") most("height of the directory on a phone", small.height, DIRECTORY);
    if (isDocument && kind === "programme") most("height of the programme on a phone", small.own, PROGRAMME);
    if (!WHOLE.test(address)) most("height on a desktop", large.height, LONGEST);
    for (const target of small.small) wrong(`a target smaller than ${TARGET} px on a phone: ${target}`);
    heads.set(middle.header, address);
  });
  if (heads.size > 1) problems.push(`the header jumps on a tablet: ${[...heads].map(([height, page]) => `${height} px at ${page}`).join(", ")}`);
  await browser.close();
  site.close();
}

/** Measures the page: in the browser. */
function measured(least) {
  const top = (selector) => {
    const found = [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
    return found ? found.getBoundingClientRect().top + scrollY : null;
  };
  const height = (selector) => document.querySelector(selector)?.getBoundingClientRect().height ?? 0;
  // Of an event that is over: when it was.
  const ways = ".masthead .button, .masthead .lead > time, .jump a, .fold > summary, .prose, .section, .entries, .wall, .parties, .tags, .site-map";
  // A link in a sentence is as high as its line.
  const isInText = (element) => getComputedStyle(element).display === "inline" && !!element.closest("p, dd, td, th, li, h1, h2, h3, figcaption, summary");
  const targets = [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), textarea")];
  const isSmall = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return element.checkVisibility() && !element.matches(".skip, .anchor") && !isInText(element) && Math.min(width, height) < least;
  };
  return {
    header: height(".site-head"),
    crumbs: height(".trail"),
    title: top("h1"),
    first: top(`main :is(${ways})`),
    text: top("main .prose"),
    height: document.documentElement.scrollHeight,
    // What is related and what readers said come after what the page is about.
    own: top(".related, .comments, .page-foot, .site-foot"),
    small: targets.filter(isSmall).map((element) => element.outerHTML.slice(0, 80)),
  };
}
