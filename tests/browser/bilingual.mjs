// The example site in English and Welsh: every page is there in both languages, each says where the other one is, no word is in the
// wrong language, and one page of each sort holds to all rules of axe and fits a phone.
// Usage: node bilingual.mjs FOLDER (CHROMIUM names the browser)

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "parse5";
import { accessible, addressOf, atOnce, finish, htmlFiles, isRedirect, open, serve, sorts } from "./site.mjs";

/** Short words that only one of the two languages has. Names may have them: those of organisations are not translated. */
const ONLY = {
  en: /\b(the|and|of|with|this|that|for|from|you|your|are|was|which|what|who|how|our)\b/i,
  cy: /(?<![\p{L}’'])(mae|yw|yr|gan|sy’n|wedi|rydym|ein|dros|gyda|ac|sydd|neu|hwn|hon)(?![\p{L}’'])/iu,
};
const OTHER = { en: "cy", cy: "en" };
/** Attributes with words for people. */
const WORDED = ["alt", "aria-label", "placeholder", "title"];

const output = process.argv[2];
const problems = [];
let looked = 0;
pages();
await browse();
finish("pages in English and Welsh", looked, problems.sort());

/** Each page of a language has its other version, and each of its words is in the language that its element says. */
function pages() {
  const files = htmlFiles(output).filter((file) => !isRedirect(output, file));
  const named = new Map();
  for (const file of files) {
    const html = readFileSync(join(output, file), "utf8");
    const language = file.startsWith("cy/") ? "cy" : "en";
    if (!html.includes(`<html lang="${language}"`)) problems.push(`${addressOf(file)} does not say that it is in ${language}`);
    const links = [...html.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="https:\/\/[^/]+([^"]*)"/g)];
    named.set(addressOf(file), { html, language, others: new Map(links.map(([, tag, address]) => [tag, address])) });
    words(parse(html), "", addressOf(file));
    looked += 1;
  }
  for (const [address, page] of named) versions(address, page, named);
  for (const file of ["404.html", "feed.xml", "feed.json", "news/feed.xml", "site.webmanifest", "sitemap.xml", "search/index.html"]) {
    for (const path of file === "sitemap.xml" ? [file] : [file, `cy/${file}`]) {
      if (!existsSync(join(output, path))) problems.push(`/${path} is missing`);
    }
  }
  const count = (language) => [...named.values()].filter((page) => page.language === language).length;
  if (count("en") !== count("cy")) problems.push(`${count("en")} pages are in English, and ${count("cy")} in Welsh`);
}

/** A page and its version in the other language name both of them. What search engines do not list has no versions for them. */
function versions(address, { html, language, others }, named) {
  if (html.includes('<meta name="robots" content="noindex">')) return;
  const other = others.get(OTHER[language]);
  if (!other) return problems.push(`${address} is not there in ${OTHER[language]}`);
  if (others.get(language) !== address) problems.push(`${address} does not name itself`);
  const back = named.get(other);
  if (!back) problems.push(`${address}: ${other} does not exist`);
  else if (back.others.get(language) !== address) problems.push(`${address}: ${other} does not lead back`);
  if (back?.language === language) problems.push(`${address}: ${other} is in the same language`);
}

function words(node, language, address) {
  const attributes = Object.fromEntries((node.attrs ?? []).map(({ name, value }) => [name, value]));
  const own = attributes.lang?.split("-")[0] ?? language;
  // Code is in no language.
  if (["script", "style", "code"].includes(node.nodeName)) return;
  for (const name of WORDED) if (attributes[name]) judge(attributes[name], own, `${address} <${node.nodeName} ${name}>`);
  if (node.nodeName === "#text") judge(node.value, own, `${address} <${node.parentNode.nodeName}>`);
  for (const child of node.childNodes ?? []) words(child, own, address);
}

function judge(text, language, where) {
  const found = text.replace(/https?:\S+/g, "").match(ONLY[OTHER[language]] ?? /$^/);
  if (found) problems.push(`${where}: “${found[0]}” is not ${language} (${text.replace(/\s+/g, " ").trim().slice(0, 60)})`);
}

/** One page of each sort in Welsh, on a desktop and on a phone. */
async function browse() {
  const welsh = sorts(output, "cy/").map(([, address]) => address);
  const site = await serve(output);
  const browser = await open();
  for (const width of [1280, 360]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
    await atOnce(welsh, () => context.newPage(), async (address, page) => {
      await page.goto(site.origin + site.base + address, { waitUntil: "load" });
      problems.push(...(await accessible(page)).map((what) => `${address} (${width} px): ${what}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) problems.push(`${address} (${width} px): scrolls sideways by ${wide} px`);
      looked += 1;
    });
    await context.close();
  }
  await browser.close();
  site.close();
}
