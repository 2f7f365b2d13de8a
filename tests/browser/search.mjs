// The search of a finished site in a real browser: what it finds, how it is used by keyboard, what it says where
// something fails, and every state of its page against axe and at 320 pixels.
// Usage: node search.mjs FOLDER (CHROMIUM names the browser)

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { distance, excerpt, mutations, stem, terms } from "../../themes/partnership/assets/search.js";
import { finish, open, serve } from "./site.mjs";

const folder = process.argv[2];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const problems = [];
let checked = 0;

/** Notes a problem unless two values are the same. */
function same(what, seen, wanted) {
  checked += 1;
  const [a, b] = [seen, wanted].map((value) => JSON.stringify(value));
  if (a !== b) problems.push(`${what}: ${a} instead of ${b}`);
}

// The same words as in the index.
const texts = JSON.parse(readFileSync(new URL("../search/terms.json", import.meta.url), "utf8"));
for (const [text, words] of texts) same(`the words of “${text}”`, terms(text), words);
for (const family of ["policy policies", "plan plans planned planning", "care cares cared caring", "personalise personalised personalisation"])
  same(`the stems of “${family}”`, new Set(family.split(" ").map(stem)).size, 1);
for (const pair of ["police policy", "car care", "business busy", "status state"])
  same(`the stems of “${pair}”`, new Set(pair.split(" ").map(stem)).size, 2);
for (const form of ["gymru", "nghymru", "chymru"]) same(form, mutations(form).includes("cymru"), true);
// Ten words of Welsh as readers type them, and as a page has them.
const welsh = `gymru cymru, nghymru cymru, chymru cymru, bartneriaeth partneriaeth, ngofal gofal, ofal gofal, ddinas dinas,
  mhobl pobl, phobl pobl, nhai tai, thai tai, llais lais, rheolaeth reolaeth`;
for (const pair of welsh.split(",")) {
  const [asked, word] = pair.trim().split(" ");
  same(`“${asked}” for “${word}”`, mutations(asked).includes(word), true);
}
same("a letter swapped", distance("recieve", "receive", 2), 1);
same("too far apart", distance("abcd", "wxyz", 1), 2);
same("an excerpt", excerpt(`${"a ".repeat(200)}here it is${" b".repeat(200)}`, (word) => word === "here").includes("here it is"), true);

const site = await serve(folder, { headers: true });
const browser = await open();
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
const page = await context.newPage();
const said = [];
page.on("console", (message) => message.type() === "error" && said.push(message.text()));
page.on("pageerror", (error) => said.push(error.message));

const url = (query) => `${site.origin}${site.base}/search/${query ? `?q=${encodeURIComponent(query)}` : ""}`;
const status = () => page.locator("[data-part=status]").innerText();
const titles = () => page.locator("[data-part=list] h3").allInnerTexts();
const settled = () => page.waitForFunction(() => document.querySelector("[data-part=notes] button") || (document.querySelector("[data-part=status] h2") && !document.querySelector("[data-part=list][aria-busy=true]")));

/** The page as it is now, against axe on wide and narrow screens. */
async function look(state) {
  await page.evaluate(axe);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await page.evaluate(() => window.axe.run(document, { rules: { "color-contrast-enhanced": { enabled: true } } }));
    for (const { id, nodes } of violations) problems.push(`${state} (${width} px): ${id}: ${nodes[0].target.join(" ")}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) problems.push(`${state} (${width} px): ${over} px too wide`);
    checked += 2;
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function search(query) {
  await page.goto(url(query), { waitUntil: "load" });
  await settled();
  const more = await page.locator("[data-part=more] button").allInnerTexts();
  const number = parseInt((await status()).replace(/,/g, ""), 10) || 0;
  same(`a button for more than ${number} results of “${query}”`, more.length > 0, number > 10);
}

await page.goto(url(""), { waitUntil: "load" });
same("results before a search", await titles(), []);
await look("empty");

await search("progress report 2012");
same("the first result for a title", (await titles())[0], "Progress report 2012");
await look("results");

await search("recieve");
same("a typing mistake is said", (await page.locator("[data-part=notes]").innerText()).includes("receive"), true);
same("and others are found", (await titles()).length > 0, true);

await search("zzzqqq");
same("nothing is found", await titles(), []);
same("and said", (await status()).includes("zzzqqq"), true);
await look("none");

await search('"Making it Real"');
same("a phrase", (await titles()).includes("Making it Real"), true);

// Welsh words in other mutations than on the page, which counts only for pages in Welsh.
for (const word of ["partneriaeth", "phartneriaeth", "mhartneriaeth", "ofal", "ngofal", "phobl", "mobl", "newis", "gydag", "sefydliadau", "rheolaeth", "chefnogaeth", "nghefnogaeth"]) {
  await search(word);
  same(`“${word}” in Welsh`, (await titles()).includes("Am y bartneriaeth"), true);
}

// The text of a file, and the page it is on.
await search("yorkshire learning sets peer review");
const found = page.locator("[data-part=list] li", { has: page.locator('a[href$="progress-2012.pdf"]') });
same("a page of a file", await found.locator(".in-section a").getAttribute("href"), `${site.base}/reports/progress-2012/progress-2012.pdf#page=2`);
same("and its number", (await found.locator(".in-section").innerText()).trim(), "PDF, page 2");
// Its text is loaded once the result is seen.
const quoted = await found.locator("mark", { hasText: /^yorkshire$/i }).first().waitFor({ timeout: 10_000 }).then(() => true, () => false);
same("words of a file", quoted, true);
await look("a page of a file");

await search('"peer review"');
same("a phrase of a file", await found.count(), 1);

/** Goes on by the Tab key until something has the focus. */
async function tabTo(selector) {
  for (let presses = 0; presses < 200; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
  }
  problems.push(`by keyboard: nothing leads to ${selector}`);
}

// By keyboard alone: a query, a filter, and back.
await page.goto(url(""), { waitUntil: "load" });
await tabTo("#_q");
await page.keyboard.type("support");
await page.keyboard.press("Enter");
await settled();
const all = await status();
same("the focus stays in the field", await page.evaluate(() => document.activeElement.id), "_q");
await tabTo("[data-part=facets] input");
await page.keyboard.press("Space");
await page.waitForFunction((before) => document.querySelector("[data-part=status]").innerText !== before, all);
same("a filter leaves the focus where it was", await page.evaluate(() => document.activeElement.matches("[data-part=facets] input:checked")), true);
same("a filter is in the address", new URL(page.url()).searchParams.has("kind"), true);
same("the number beside a filter", (await status()).startsWith((await page.locator("[data-part=facets] input:checked ~ .count").innerText()).trim()), true);
await look("filtered");
await page.goBack();
await page.waitForFunction((before) => document.querySelector("[data-part=status]").innerText === before, all);
await page.goForward();
await page.waitForFunction((before) => document.querySelector("[data-part=status]").innerText !== before, all);
await page.waitForSelector(".chip");
await tabTo(".chip");
await page.keyboard.press("Enter");
await page.waitForFunction((before) => document.querySelector("[data-part=status]").innerText === before, all);
same("a removed filter leaves the address", new URL(page.url()).searchParams.has("kind"), false);

const shown = (await titles()).length;
await tabTo("[data-part=more] button");
await page.keyboard.press("Enter");
await page.waitForFunction((before) => document.querySelectorAll("[data-part=list] h3").length > before, shown);
same(
  "the focus is on the first of the further results",
  await page.evaluate((at) => document.activeElement === document.querySelectorAll("[data-part=list] h3 a")[at], shown),
  true,
);
await page.waitForTimeout(900);
same("a screen reader hears the number", (await page.locator("[data-part=live]").innerText()).length > 0, true);

// In the colours that a reader forces on all pages, what is found is still told apart from what is around it.
await search("support");
await tabTo("[data-part=facets] input");
await page.keyboard.press("Space");
await page.waitForSelector(".chip");
await page.emulateMedia({ forcedColors: "active" });
for (const [what, selector] of [["marked words", "[data-part=list] mark"], ["the field", "#_q"], ["a chip", ".chip"], ["the focus", ":focus-visible"]]) {
  const [ground, edge] = await page.locator(selector).first().evaluate((it) => {
    const [own, around] = [it, document.body].map((element) => getComputedStyle(element));
    const line = (style, width) => style !== "none" && parseFloat(width) > 0;
    return [own.backgroundColor !== around.backgroundColor && own.backgroundColor !== "rgba(0, 0, 0, 0)",
      line(own.borderStyle, own.borderWidth) || line(own.outlineStyle, own.outlineWidth)];
  });
  same(`${what} in forced colours`, ground || edge, true);
}
await look("forced colours");
await page.emulateMedia({ forcedColors: "none" });

// The words of an address that does not exist.
await page.goto(`${site.origin}${site.base}/reports/no-such-report.html`, { waitUntil: "load" });
same("the words of a missing address", await page.locator("input[data-missing]").inputValue(), "reports no such report");
said.length = 0;

// A site that is published anew while the page is open: the parts that its list names are gone, and a new list names others.
let lists = 0;
await page.route("**/search/index.bin", (route) => ((lists += 1), route.continue()));
await page.route("**/search/index/*.bin", (route) => (lists > 1 ? route.continue() : route.fulfill({ status: 404, body: "" })));
await search("families");
same("nothing fails after a site is renewed", await page.locator("[data-part=notes] button").count(), 0);
same("results after a site is renewed", (await page.locator("[data-part=list] h3").count()) > 0, true);
same("the list of parts is asked for", lists, 2);
await page.unroute("**/search/index.bin");
await page.unroute("**/search/index/*.bin");
said.length = 0;

// A file of the index that cannot be loaded, and then can.
await page.route("**/search/index/*.bin", (route) => route.abort());
await search("support");
same("a failure is said", await page.locator("[data-part=notes] button").count(), 1);
await look("failed");
await page.unroute("**/search/index/*.bin");
said.length = 0;
await page.locator("[data-part=notes] button").click();
await page.waitForFunction(() => document.querySelector("[data-part=list] h3"));
for (const error of said) problems.push(`in the console: ${error}`);
await context.close();

// A telephone on 3G, 1.6 Mbit/s and 150 ms there and back, that has nothing of the site yet.
const far = await browser.newContext();
const slow = await far.newPage();
const network = await far.newCDPSession(slow);
await network.send("Network.enable");
await network.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 });
const start = Date.now();
await slow.goto(url("support for families"), { waitUntil: "commit" });
await slow.waitForSelector("[data-part=list] li");
const waited = Date.now() - start;
console.log(`note: on 3G the first result is there after ${waited} ms`);
same("the first result within two seconds on 3G", waited <= 2000, true);
await far.close();

// Without a script.
const plain = await browser.newContext({ javaScriptEnabled: false });
const still = await plain.newPage();
await still.goto(url("support"), { waitUntil: "load" });
same("no field without a script", await still.locator("#_q").isVisible(), false);
same("a link to the site map", await still.locator(".no-search a").isVisible(), true);
await plain.close();

await browser.close();
site.close();
finish("the search", checked, problems);
