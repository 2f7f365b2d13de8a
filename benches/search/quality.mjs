// How well the search of a built site finds a page that a reader has in mind, beside Pagefind: from each of some hundred
// pages a query is made in several ways, and both searches are asked. Which machine it runs on makes no difference.
//
// Usage: node benches/search/quality.mjs OUTPUT SECTION [PAGES]
//   OUTPUT   the output folder of a site with a search, such as one of blog posts; Pagefind's index is put beside it
//   SECTION  the folder in it whose pages are asked for: blogs
//   PAGES    how many; 125
// Needs `npm install pagefind@1.6.0 --no-save --prefix DIR` and PAGEFIND=DIR/node_modules/.bin/pagefind, and a Chromium.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { parse } from "../../tests/browser/node_modules/parse5/dist/index.js";
import { Index, Search, terms } from "../../themes/partnership/assets/search.js";
import { open, serve } from "../../tests/browser/site.mjs";
import { dice } from "./dice.mjs";

const [output, section, count = "125"] = process.argv.slice(2);
const STOP = new Set("a an and are as at be by can do does for from has have how i in is it its my not of on or our so that the their them they this to up us was we what when which who why will with you your".split(" "));

const random = dice(18);
const pick = (list) => list[Math.floor(random() * list.length)];

/** The text of a node, and of what is inside. */
const textOf = (node) => (node.nodeName === "#text" ? node.value : (node.childNodes ?? []).map(textOf).join(" "));
const find = (node, name) => [...(node.nodeName === name ? [node] : []), ...(node.childNodes ?? []).flatMap((child) => find(child, name))];

const pages = readdirSync(join(output, section), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(output, section, entry.name, "index.html")))
  .map((entry) => ({ url: `/${section}/${entry.name}/`, file: join(output, section, entry.name, "index.html") }));
const read = pages.map(({ url, file }) => {
  const [main] = find(parse(readFileSync(file, "utf8")), "main");
  const words = (nodes) => nodes.map((node) => terms(textOf(node)).filter((word) => !STOP.has(word) && word.length > 2));
  return { url, title: words(find(main, "h1"))[0] ?? [], headings: words(find(main, "h2")), body: words(find(main, "p")).flat() };
});
const rarity = new Map();
for (const { body } of read) for (const word of new Set(body)) rarity.set(word, (rarity.get(word) ?? 0) + 1);

/** A word with one letter left out, changed, doubled or swapped. */
function mistyped(word) {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const [before, letter, after] = [word.slice(0, at), word[at], word.slice(at + 1)];
  return pick([before + after, before + pick([..."aeiorstn"]) + after, before + letter + letter + after, before + (after[0] ?? "") + letter + after.slice(1)]);
}

/** Queries for a page, by the way in which they are made. */
function queries(page) {
  const rare = [...new Set(page.body)].filter((word) => word.length > 4 && !/\d/.test(word)).sort((a, b) => rarity.get(a) - rarity.get(b) || (a < b ? -1 : 1));
  const made = { title: page.title.slice(0, 5), heading: pick(page.headings.filter((words) => words.length > 1)) ?? [], "pair of rare words": rare.slice(3, 5) };
  const asked = made.title.slice(0, 3).join(" ");
  const sentences = asked ? ["how do I", "what is the"].map((start) => ({ way: `a sentence: ${start} …`, query: `${start} ${asked}`, wanted: page.url })) : [];
  const ways = Object.entries(made).flatMap(([way, words]) => {
    if (words.length === 0) return [];
    const last = words.at(-1);
    const long = words.map((word, at) => ({ word, at })).filter(({ word }) => word.length > 4 && !/\d/.test(word));
    const wrong = (number) => words.map((word, at) => (long.slice(-number).some((it) => it.at === at) ? mistyped(word) : word));
    return [
      [way, words],
      [`${way}, its end missing`, [...words.slice(0, -1), last.slice(0, Math.max(3, Math.ceil(last.length * 0.6)))]],
      ...(long.length > 0 ? [[`${way}, one typing mistake`, wrong(1)]] : []),
      ...(long.length > 1 ? [[`${way}, two typing mistakes`, wrong(2)]] : []),
    ].map(([name, words]) => ({ way: name, query: words.join(" "), wanted: page.url }));
  });
  return [...ways, ...sentences];
}
const chosen = [...read].sort(() => random() - 0.5).slice(0, Number(count));
const asked = chosen.flatMap(queries);

const search = new Search(
  new Index(async (name) => new Uint8Array(inflateRawSync(readFileSync(join(output, name ? `search/index/${name}.bin` : "search/index.bin")))), []),
);
async function ours(query) {
  const { hits } = await search.find(query);
  return Promise.all(hits.slice(0, 10).map(async (hit) => (await search.index.card(hit.page)).url));
}

const indexed = spawnSync(process.env.PAGEFIND ?? "pagefind", ["--site", output, "--root-selector", "main"], { encoding: "utf8" });
if (indexed.status !== 0) throw new Error(`Pagefind: ${indexed.error ?? indexed.stderr}`);
const site = await serve(output);
const browser = await open();
const page = await browser.newPage();
await page.goto(`${site.origin}/404.html`);
await page.evaluate(async () => {
  window.pagefind = await import("/pagefind/pagefind.js");
  await window.pagefind.init();
});
const theirs = (query) =>
  page.evaluate(async (query) => {
    const { results } = await window.pagefind.search(query);
    return Promise.all(results.slice(0, 10).map(async (result) => new URL((await result.data()).url, location.href).pathname));
  }, query);

const table = new Map();
for (const { way, query, wanted } of asked) {
  const row = table.get(way) ?? { asked: 0, ours: { mrr: 0, five: 0 }, theirs: { mrr: 0, five: 0 } };
  row.asked += 1;
  for (const [name, find] of [["ours", ours], ["theirs", theirs]]) {
    const place = (await find(query)).indexOf(wanted) + 1;
    row[name].mrr += place > 0 ? 1 / place : 0;
    row[name].five += place > 0 && place <= 5 ? 1 : 0;
  }
  table.set(way, row);
}
await browser.close();
site.close();
console.log(`${asked.length} queries for ${chosen.length} pages of ${read.length}\n`);
console.log("| query | asked | MRR@10 | Pagefind | among the first 5 | Pagefind |\n| --- | ---: | ---: | ---: | ---: | ---: |");
for (const [way, { asked, ours, theirs }] of table) {
  const share = (sum) => (sum / asked).toFixed(2);
  const percent = (sum) => `${Math.round((100 * sum) / asked)} %`;
  console.log(`| ${way} | ${asked} | ${share(ours.mrr)} | ${share(theirs.mrr)} | ${percent(ours.five)} | ${percent(theirs.five)} |`);
}
