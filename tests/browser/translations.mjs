// A site in several languages: every page is there in each of them and says where the others are, no word is in the wrong language,
// and one page of each sort in each language but the first holds to all rules of axe, fits a phone and runs the right way.
// Usage: node translations.mjs FOLDER LANGUAGE… (CHROMIUM names the browser), the default language first

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "parse5";
import { accessible, addressOf, atOnce, finish, htmlFiles, isRedirect, open, serve, sorts } from "./site.mjs";

/** Words that only one of the languages has. Names may have them: those of organisations are not translated. */
const ONLY = {
  en: /\b(the|and|of|with|this|that|for|from|you|your|are|was|which|what|who|how|our)\b/i,
  cy: /(?<![\p{L}’'])(mae|yw|yr|gan|sy’n|wedi|rydym|ein|dros|gyda|ac|sydd|neu|hwn|hon)(?![\p{L}’'])/iu,
  ar: /\p{Script=Arabic}{2,}/u,
};
/** Attributes with words for people. */
const WORDED = ["alt", "aria-label", "placeholder", "title"];

const [output, ...languages] = process.argv.slice(2);
const problems = [];
let looked = 0;
pages();
await browse();
finish(`pages in ${languages.join(", ")}`, looked, problems.sort());

/** Where a language has its pages. */
function below(language) {
  return language === languages[0] ? "" : `${language}/`;
}

/** Each page of a language has its other versions, and each of its words is in the language that its element says. */
function pages() {
  const files = htmlFiles(output).filter((file) => !isRedirect(output, file));
  const named = new Map();
  for (const file of files) {
    const html = readFileSync(join(output, file), "utf8");
    const language = languages.find((language) => below(language) && file.startsWith(below(language))) ?? languages[0];
    const direction = language === "ar" ? ' dir="rtl"' : "";
    if (!new RegExp(`<html lang="${language}"${direction}[ >]`).test(html)) problems.push(`${addressOf(file)} does not say that it is in ${language}`);
    const links = [...html.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="https:\/\/[^/]+([^"]*)"/g)];
    named.set(addressOf(file), { html, language, others: new Map(links.map(([, tag, address]) => [tag, address])) });
    words(parse(html), "", addressOf(file));
    looked += 1;
  }
  for (const [address, page] of named) versions(address, page, named);
  for (const language of languages) {
    for (const file of ["404.html", "feed.xml", "feed.json", "news/feed.xml", "site.webmanifest", "search/index.html"]) {
      if (!existsSync(join(output, below(language) + file))) problems.push(`/${below(language)}${file} is missing`);
    }
  }
  const counts = languages.map((language) => [...named.values()].filter((page) => page.language === language).length);
  if (counts.some((count) => count !== counts[0])) problems.push(`the numbers of pages in ${languages} are ${counts}`);
}

/** A page and its other versions name one another. What search engines do not list has no versions for them. */
function versions(address, { html, language, others }, named) {
  if (html.includes('<meta name="robots" content="noindex">')) return;
  if (others.get(language) !== address) problems.push(`${address} does not name itself`);
  for (const tag of languages) {
    const other = others.get(tag);
    const back = named.get(other);
    if (!other) problems.push(`${address} is not there in ${tag}`);
    else if (!back) problems.push(`${address}: ${other} does not exist`);
    else if (back.others.get(language) !== address) problems.push(`${address}: ${other} does not lead back`);
    else if (back.language !== tag) problems.push(`${address}: ${other} is not in ${tag}`);
  }
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
  const read = text.replace(/https?:\S+|\S+@\S+/g, "");
  for (const other of Object.keys(ONLY).filter((other) => other !== language)) {
    // What is marked as a third language is nobody's to judge.
    const found = language in ONLY && read.match(ONLY[other]);
    if (found) problems.push(`${where}: “${found[0]}” is not ${language} (${read.replace(/\s+/g, " ").trim().slice(0, 60)})`);
  }
}

/** One page of each sort in the languages that are not the first, on a desktop and on a phone. */
async function browse() {
  const one = languages.slice(1).flatMap((language) => sorts(output, below(language)).map(([, address]) => address));
  const site = await serve(output);
  const browser = await open();
  for (const width of [1280, 360]) {
    const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
    await atOnce(one, () => context.newPage(), async (address, page) => {
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
