// A site with more of everything than a designer draws: fifteen work streams with seven milestones each, two and three of them on
// one day, titles of twenty words and of one long word, logos as wide as a line and as high as a page, and the same in Arabic,
// from right to left. Nothing may scroll sideways, lie on something else or stick out of its frame.
// Usage: node stress.mjs PROGRAM [PICTURES] (CHROMIUM names the browser)

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { atOnce, finish, open, serve } from "./site.mjs";

const WIDTHS = [320, 360, 768, 1280];
const STREAMS = 15;
const LONG = "Supercalifragilisticexpialidociousdonaudampfschifffahrtsgesellschaft";
const ARABIC = "خطة عمل الشراكة للسنة القادمة مع جميع المنظمات والناس";
const ADDRESSES = ["/", "/programme/plan/", "/programme/khutta/", "/work-streams/", "/work-streams/s1/", "/work-streams/a1/", "/organisations/", "/organisations/o2/", "/news/", "/news/khabar/", "/people/p1/"];

const [program, pictures] = [resolve(process.argv[2]), process.argv[3]];
const project = resolve(import.meta.dirname, "../..");
const root = mkdtempSync(join(tmpdir(), "stress-"));
const problems = [];
let looked = 0;
try {
  write();
  execFileSync(program, ["build", "--quiet", "--now", "2012-11-12", "--root", root], { stdio: "pipe" });
  await look(join(root, "output"));
} finally {
  rmSync(root, { recursive: true, force: true });
}
finish("pages under stress", looked, problems.sort());

function write() {
  cpSync(join(project, "themes"), join(root, "themes"), { recursive: true });
  const put = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const page = (path, front, body = "Text.") => put(`content/${path}.md`, `---\n${front}\n---\n\n${body}\n`);
  put("site.yaml", "title: A partnership with a name of some length for people and their organisations\nbase_url: https://example.org\ngit_dates: false\nmenus: {main: [/news/index.md, /organisations/index.md, /programme/index.md]}\n");
  page("index", "title: Home\nheadline: What we do together, in a sentence of twelve words or a few more", `${LONG} and text.`);
  for (const [folder, title] of [["news", "News"], ["organisations", "Organisations"], ["programme", "Plans"]]) page(`${folder}/index`, `title: ${title}`);
  for (const [name, width, height] of [["wide", 1200, 60], ["high", 60, 600], ["square", 200, 200]]) {
    put(`content/organisations/${name}.svg`, `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="#12414b"/></svg>`);
    // A picture without a size of its own fills what it is given.
  }
  for (let at = 1; at <= 12; at++) {
    const logo = ["wide", "high", "square"][at % 3];
    const title = at === 2 ? `The Association of ${LONG}` : `Organisation ${at} for independent living and support in the community`;
    page(`organisations/o${at}`, `title: ${title}\ntype: ${at % 2 ? "council" : "user-led"}\nlogo: {file: ${logo}.svg, alt: "Logo ${at}"}\nwebsite: https://example.org/`);
  }
  page("people/p1", `title: ${LONG} Lee\nrole: Chair of the committee for ${LONG}\norganisation: [o1, o2]`);
  const days = ["2012-04-02", "2012-06-15", "2012-06-15", "2012-06-15", "2012-07-01", "2012-12-31", "2013-03-31"];
  const states = ["done", "done", "on-track", "at-risk", "planned", "on-track", "planned"];
  const milestones = (title) => days.map((due, at) => `  - {title: "${title} ${at}", due: ${due}, status: ${states[at]}}`).join("\n");
  const stream = (id, title, language) =>
    page(`work-streams/${id}`, `title: ${title}\nlanguage: ${language}\nlead: [o1, o2]\npeople: [{person: p1, role: ${title}}]\nprogress: at-risk\nmilestones:\n${milestones(`${title}, a milestone that needs some words`)}`);
  for (let at = 1; at <= STREAMS; at++) stream(`s${at}`, at === 3 ? LONG : `Work stream ${at} on support in the community`, "en");
  for (let at = 1; at <= 3; at++) stream(`a${at}`, ARABIC, "ar");
  const themes = (names) => `themes:\n  - {title: Theme, text: Text., work_streams: [${names.join(", ")}]}`;
  const budget = (names) => `budget:\n${names.map((name, at) => `  - {label: ${at === 2 ? LONG : `Line ${at} of the budget`}, amount: ${1000000 / (at + 1) | 0}, work_stream: ${name}}`).join("\n")}`;
  const english = Array.from({ length: STREAMS }, (_, at) => `s${at + 1}`);
  page("programme/plan", `title: The plan\nperiod: {from: 2012-04-01, to: 2013-03-31}\n${themes(english)}\n${budget(english)}`);
  page("programme/khutta", `title: ${ARABIC}\nlanguage: ar\nsummary: ${ARABIC}\nperiod: {from: 2012-04-01, to: 2013-03-31}\n${themes(["a1", "a2", "a3"])}\n${budget(["a1", "a2", "a3"])}`);
  page("news/2012-06-01-khabar", `title: ${ARABIC}\nlanguage: ar\nsummary: ${ARABIC} ${ARABIC}\norganisations: [o1]\nwork_streams: [a1]`, `${ARABIC} ${ARABIC}.\n\n## ${ARABIC}\n\n- ${ARABIC}\n- ${ARABIC}\n\n| ${ARABIC} | ${ARABIC} |\n| --- | --: |\n| ${ARABIC} | 12 |\n\n::: callout kind="note"\n${ARABIC}\n:::\n\n::: quote by="${ARABIC}"\n${ARABIC}\n:::\n\n::: steps\n1. ${ARABIC}\n2. ${ARABIC}\n:::`);
  page("news/2012-05-01-long", `title: ${LONG} ${LONG}\nsummary: ${LONG}`);
}

async function look(folder) {
  const site = await serve(folder);
  const browser = await open();
  for (const width of WIDTHS) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    await atOnce(ADDRESSES, () => context.newPage(), async (address, page) => {
      const wrong = (what) => problems.push(`${address} (${width} px): ${what}`);
      const answer = await page.goto(site.origin + site.base + address, { waitUntil: "load" });
      if (!answer.ok()) wrong("is missing");
      (await page.evaluate(measured)).forEach(wrong);
      if (pictures) await page.screenshot({ path: join(pictures, `stress${address.replaceAll("/", "-")}${width}.png`), fullPage: true });
      looked += 1;
    });
    await context.close();
  }
  await browser.close();
  site.close();
}

/** In the browser. */
function measured() {
  const found = [];
  const root = document.documentElement;
  const short = (element) => `<${element.localName}> “${element.textContent.replace(/\s+/g, " ").trim().slice(0, 40)}”`;
  const shown = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 0;
  if (root.scrollWidth > root.clientWidth) {
    const scrolls = (element) => element.closest(".table-scroll, pre, .plan-picture");
    const wide = [...document.body.querySelectorAll("*")].find((element) => {
      const { left, right } = element.getBoundingClientRect();
      return shown(element) && !element.matches(".skip") && !scrolls(element) && (right > root.clientWidth + 1 || left < -1);
    });
    found.push(`scrolls sideways: ${root.scrollWidth} of ${root.clientWidth} px, ${wide ? `${short(wide)} ${wide.className}` : "?"}`);
  }
  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const apart = (elements, what) => {
    const boxes = elements.filter(shown).map((element) => [element, element.getBoundingClientRect()]);
    boxes.forEach(([one, box], at) => {
      const other = boxes.slice(at + 1).find(([, other]) => overlap(box, other));
      if (other) found.push(`${what} lie on each other: ${short(one)} and ${short(other[0])}`);
    });
  };
  for (const lane of document.querySelectorAll(".lane")) {
    apart([...lane.querySelectorAll(".pin")], "milestones");
    apart([...lane.querySelectorAll(".line use:not([href='#_months'])")], "marks");
    apart([...lane.children], "a lane's halves");
  }
  // Text is not wider than its box, unless that scrolls.
  for (const element of document.querySelectorAll("h1, h2, h3, h4, .pin, .lead-by p, .lane-head, .wall-name, .party-name, .entry-title, .card-title, dd, th, td, .button")) {
    if (shown(element) && !element.closest(".table-scroll, .visually-hidden") && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== "inline") found.push(`text sticks out of its box: ${short(element)} ${element.className}`);
  }
  for (const logo of document.querySelectorAll(".plate img, .logos img")) {
    const [picture, plate] = [logo, logo.closest(".plate, li")].map((element) => element.getBoundingClientRect());
    if (!picture.width) continue;
    if (picture.right > plate.right + 1 || picture.left < plate.left - 1 || picture.bottom > plate.bottom + 1 || picture.top < plate.top - 1) found.push(`a logo sticks out of its plate: ${logo.getAttribute("src")}`);
    const [own, drawn] = [logo.naturalWidth / logo.naturalHeight, picture.width / picture.height];
    if (getComputedStyle(logo).objectFit !== "contain" && Math.abs(own / drawn - 1) > 0.05) found.push(`a logo is out of its proportions: ${logo.getAttribute("src")}`);
    if (Math.min(picture.width, picture.height) < 3) found.push(`a logo cannot be seen: ${logo.getAttribute("src")}`);
  }
  for (const name of document.querySelectorAll(".plan-picture g:not(.month) > text")) {
    const { left, right } = name.getBoundingClientRect();
    if (shown(name) && Math.min(right, root.clientWidth) - Math.max(left, 0) < Math.min(right - left, 250)) found.push(`a name in the picture of all lanes is cut off: ${short(name)}`);
  }
  // Each work stream of a plan looks like no other one.
  const looks = new Map();
  for (const lane of document.querySelectorAll(".lane")) {
    const { borderInlineStartColor: colour, borderInlineStartStyle: style } = getComputedStyle(lane);
    const look = `${colour} ${style}`;
    if (looks.has(look)) found.push(`two work streams look alike: ${looks.get(look)} and ${lane.className}`);
    looks.set(look, lane.className);
  }
  // From right to left, time does too: the first month is at the right.
  const months = [...document.querySelectorAll(".scale text")].filter(shown).map((element) => element.getBoundingClientRect().left);
  if (months.length > 1 && months[0] > months.at(-1) !== (root.dir === "rtl")) found.push("months run against the text");
  const first = document.querySelector(".lane .line use:not([href='#_months'])");
  const pin = document.querySelector(".lane .pin time");
  if (first && pin && shown(first) && shown(pin)) {
    const [mark, label] = [first.getBoundingClientRect(), pin.getBoundingClientRect()];
    const distance = root.dir === "rtl" ? label.right - (mark.left + mark.right) / 2 : (mark.left + mark.right) / 2 - label.left;
    if (Math.abs(distance) > 60) found.push(`the first milestone is ${Math.round(distance)} px from its mark`);
  }
  return found;
}
