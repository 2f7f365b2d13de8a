// Every page of a finished site against HTML_CodeSniffer's rules of WCAG 2 AA, which are not those of axe: on a desktop, and one
// page of each sort on a phone and in the dark too. A page that breaks three of the rules has to be found out first.
// Usage: node codesniffer.mjs FOLDER (CHROMIUM names the browser)

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { atOnce, finish, open, pagesOf, serve, sorts } from "./site.mjs";

const folder = process.argv[2];
const sniffer = readFileSync(createRequire(import.meta.url).resolve("html_codesniffer/build/HTMLCS.js"), "utf8");
const site = await serve(folder);
const browser = await open();
const problems = [];
let looked = 0;
await looksForMistakes();
const one = sorts(folder).map(([, address]) => address);
await look(pagesOf(folder), { width: 1280, scheme: "light" });
await look(one, { width: 360, scheme: "light" });
await look(one, { width: 1280, scheme: "dark" });
await browser.close();
site.close();
finish("pages against HTML_CodeSniffer", looked, problems.sort());

async function look(addresses, { width, scheme }) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, reducedMotion: "reduce" });
  await atOnce(addresses, () => context.newPage(), async (address, page) => {
    await page.goto(site.origin + site.base + address, { waitUntil: "load" });
    looked += 1;
    for (const { code, words, element } of await errorsOf(page)) {
      problems.push(`${address} (${width} px, ${scheme}): ${words} (${code}): ${element}`);
    }
  });
  await context.close();
}

/** What is certainly wrong; warnings and notices are what a person has to look at. */
async function errorsOf(page) {
  await page.evaluate(sniffer);
  return page.evaluate(() => new Promise((done, failed) => {
    const { HTMLCS } = window;
    HTMLCS.process("WCAG2AA", document, () => {
      const errors = HTMLCS.getMessages().filter((message) => message.type === HTMLCS.ERROR);
      done(errors.map(({ code, msg, element }) => ({ code, words: msg, element: element.outerHTML?.slice(0, 120) ?? "" })));
    }, () => failed(new Error("HTML_CodeSniffer could not begin")));
  }));
}

async function looksForMistakes() {
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><title>Wrong</title><p style="color: #bbb; background: #fff">Pale</p><img src="data:,"><input>`);
  const codes = new Set((await errorsOf(page)).map(({ code }) => code));
  for (const part of ["3_1_1.H57.2", "1_4_3.G18.Fail", "1_1_1.H37", "4_1_2.H91"]) {
    if (![...codes].some((code) => code.includes(part))) problems.push(`a page with mistakes passes: no ${part} among ${[...codes].join(", ")}`);
  }
  await page.close();
}
