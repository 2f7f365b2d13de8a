// What rules of accessibility checkers leave out: on one page of each sort of a finished site, on a phone and a desktop, links say
// where they lead, lists stay lists without bullets, tables that scroll can be reached and have a name, targets are large enough,
// and abbreviations are explained where a finger or a keyboard gets at it.
// Usage: node access.mjs FOLDER (CHROMIUM names the browser)

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allFiles, atOnce, finish, open, serve, sorts } from "./site.mjs";

/** WCAG 2.2, 2.5.8. */
const TARGET = 24;

const folder = process.argv[2];
const problems = new Set();
const addresses = sorts(folder).map(([, address]) => address);
const site = await serve(folder);
const browser = await open();
for (const width of [360, 1280]) {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  await atOnce(addresses, () => context.newPage(), async (address, page) => {
    await page.goto(site.origin + site.base + address, { waitUntil: "load" });
    for (const problem of await page.evaluate(look, TARGET)) problems.add(`${address} (${width} px): ${problem}`);
  });
  await context.close();
}
await browser.close();
site.close();
styles();
finish("sorts of pages for access", addresses.length, [...problems].sort());

/** What no page can tell: a browser hides from scripts which links were visited. */
function styles() {
  const sheets = allFiles(folder).filter((file) => file.endsWith(".css"));
  const css = sheets.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  if (/scroll-behavior:\s*smooth/.test(css)) problems.add("style sheets: what gets the focus scrolls slowly");
  const colours = (name) => [...css.matchAll(new RegExp(`--${name}:\\s*(#\\w+)`, "g"))].map(([, colour]) => colour);
  // On paper both are black.
  const same = colours("link").filter((colour, at) => colour !== "#000" && colour === colours("visited")[at]);
  if (!/a:visited\{color:var\(--visited\)/.test(css) || same.length) problems.add("style sheets: visited links look like others");
}

/** Looks at the page: in the browser. */
function look(least) {
  const found = [];
  const shown = (element) => element.checkVisibility({ contentVisibilityAuto: true });
  const short = (element) => element.outerHTML.slice(0, 90);
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const name = (element) => {
    const by = element.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id)?.textContent ?? "");
    if (by) return plain(by.join(" "));
    if (element.hasAttribute("aria-label")) return plain(element.getAttribute("aria-label"));
    const copy = element.cloneNode(true);
    for (const hidden of copy.querySelectorAll("[aria-hidden=true]")) hidden.remove();
    for (const picture of copy.querySelectorAll("img")) picture.replaceWith(picture.alt);
    return plain(copy.textContent);
  };
  const targets = new Map();
  for (const link of document.querySelectorAll("a[href]")) {
    const said = name(link).toLowerCase();
    if (!/\p{L}/u.test(said)) found.push(`a link is called “${said}”: ${short(link)}`);
    const leads = targets.get(said) ?? new Set();
    targets.set(said, leads.add(link.href.startsWith(location.href.split("#")[0] + "#") ? link.href : link.href.split("#")[0]));
  }
  for (const [said, leads] of targets) {
    if (leads.size > 1) found.push(`“${said}” leads to ${[...leads].map((href) => new URL(href).pathname + new URL(href).hash).join(" and ")}`);
  }
  for (const list of document.querySelectorAll("ul, ol")) {
    const isBare = list.children.length > 0 && [...list.children].every((item) => getComputedStyle(item).listStyleType === "none");
    if (isBare && !list.hasAttribute("role") && !list.closest("nav")) found.push(`a list without bullets or a role: ${short(list)}`);
  }
  for (const table of document.querySelectorAll("table")) {
    const frame = table.parentElement;
    if (!["auto", "scroll"].includes(getComputedStyle(frame).overflowX)) continue;
    const isReached = frame.tabIndex === 0 && ["region", "group"].includes(frame.getAttribute("role") ?? (frame.localName === "section" ? "region" : ""));
    if (!isReached || !frame.matches("[aria-label], [aria-labelledby]") || !name(frame)) found.push(`a table in a frame that scrolls without a name or the focus: ${short(frame)}`);
  }
  // The first time that a page uses an abbreviation, its words are beside it.
  const known = new Set();
  for (const element of document.querySelectorAll("main abbr[title]")) {
    const word = plain(element.textContent);
    const isFirst = !known.has(word);
    known.add(word);
    if (isFirst && !plain(document.querySelector("main").textContent).includes(plain(element.title))) found.push(`“${word}” is explained to those alone who hover over it`);
  }
  // A link in a sentence is as high as its line, and a small target with room around it is as good as a large one.
  const isInText = (element) => getComputedStyle(element).display === "inline" && !!element.closest("p, dd, td, th, li, h1, h2, h3, figcaption, summary");
  const all = [...document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea")].filter(shown);
  for (const element of all) {
    const { width, height } = element.getBoundingClientRect();
    if (element.matches(".skip, .anchor") || isInText(element) || Math.min(width, height) >= least || !width) continue;
    found.push(`a target of ${Math.round(width)} × ${Math.round(height)} px: ${short(element)}`);
  }
  return found;
}
