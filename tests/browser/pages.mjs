// The pages of a finished site in a real browser: on a narrow screen, with and without scripts, on their own.
// Usage: node pages.mjs FOLDER (CHROMIUM names the browser)

import { atOnce, finish, open, pagesOf, serve } from "./site.mjs";

/** As narrow as a page gets: a small phone, or a desktop at 400 per cent. */
const NARROW = { width: 320, height: 640 };
/** A large site is looked at by so many pages of each folder. */
const EACH = 3;
const MANY = 200;

const folder = process.argv[2];
// As a host sends them: what the policy of the site refuses is an error in the console.
const site = await serve(folder, { headers: true });
const browser = await open();
const problems = [];
const pages = sample(pagesOf(folder));
const plain = await browser.newContext({ viewport: NARROW, javaScriptEnabled: false });
const scripted = await browser.newContext({ viewport: NARROW });
const nothing = () => undefined;
await atOnce(pages, nothing, async (address) => {
  const wrong = (what) => problems.push(`${address}: ${what}`);
  const [bare, full] = [await look(plain, address, wrong), await look(scripted, address, wrong)];
  if (bare.words < full.words * 0.9) {
    wrong(`shows ${bare.words} letters without scripts, ${full.words} with them`);
  }
});
await keyboard();
await feed();
await browser.close();
site.close();
finish("pages in a browser", pages.length, [...new Set(problems)].sort());

/** Opens the feed of the site: people see what it is and what is new, and none of what it says to programs. */
async function feed() {
  const wrong = (what) => problems.push(`/feed.xml: ${what}`);
  const page = await plain.newPage();
  await page.goto(`${site.origin}${site.base}/feed.xml`);
  const seen = await page.evaluate(() => {
    const shown = [...document.documentElement.children].filter((element) => getComputedStyle(element).display !== "none");
    const main = document.querySelector("main");
    return {
      shown: shown.map((element) => element.localName).join(),
      headings: main?.querySelectorAll("h1").length,
      links: [...(main?.querySelectorAll("li a") ?? [])].filter((link) => link.offsetHeight > 0).length,
      entries: document.getElementsByTagName("entry").length,
      title: document.title,
      wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    };
  });
  if (seen.shown !== "main") wrong(`shows ${seen.shown}`);
  if (seen.headings !== 1 || !seen.title) wrong("has no heading or no title");
  if (seen.links !== seen.entries || seen.links === 0) wrong(`shows ${seen.links} of ${seen.entries} entries`);
  if (seen.wide) wrong("scrolls sideways");
  await page.close();
}

/** Opens a page and looks at it; gives how much of it can be read. */
async function look(context, address, wrong) {
  const page = await context.newPage();
  const own = site.origin;
  page.on("pageerror", (error) => wrong(`script error: ${error.message}`));
  page.on("console", (message) => {
    // The browser itself reports the status of the page that says "not found".
    if (message.type() === "error" && !address.startsWith("/404")) wrong(`console: ${message.text()}`);
  });
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(own) || url.startsWith("data:")) return route.continue();
    wrong(`asks another site: ${url}`);
    return route.abort();
  });
  await page.goto(own + site.base + address, { waitUntil: "load" });
  const seen = await page.evaluate(() => {
    const root = document.documentElement;
    const inside = (element) => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (["auto", "scroll", "hidden"].includes(getComputedStyle(at).overflowX)) return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll("*")].find(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !inside(element),
    );
    return {
      width: root.scrollWidth,
      room: root.clientWidth,
      wide: wide && `<${wide.tagName.toLowerCase()} class="${wide.className}">`,
      headings: document.querySelectorAll("h1").length,
      mains: document.querySelectorAll("main").length,
      language: root.lang,
      title: document.title.trim(),
      pictures: document.querySelectorAll("img:not([alt])").length,
      words: (document.querySelector("main") ?? document.body).innerText.length,
    };
  });
  if (seen.width > seen.room) wrong(`scrolls sideways at ${seen.room} px: ${seen.width} px wide, ${seen.wide ?? "?"}`);
  if (seen.headings !== 1) wrong(`has ${seen.headings} h1`);
  if (seen.mains !== 1) wrong(`has ${seen.mains} main`);
  if (!seen.language) wrong("names no language");
  if (!seen.title) wrong("has no title");
  if (seen.pictures) wrong(`has ${seen.pictures} pictures without alt`);
  if (!seen.words) wrong("shows nothing");
  await page.close();
  return seen;
}

/** The first thing a keyboard reaches leads past the menu, and it leads somewhere. */
async function keyboard() {
  const page = await scripted.newPage();
  await page.goto(site.origin + site.base + "/");
  await page.keyboard.press("Tab");
  const href = await page.evaluate(() => document.activeElement?.getAttribute("href"));
  const there = href?.startsWith("#") && (await page.evaluate((id) => !!document.getElementById(id), href.slice(1)));
  if (!there) problems.push(`/: the first link a keyboard reaches is ${href}, not one to the text`);
  await page.close();
}

/** All pages of a small site, some of each folder of a large one. */
function sample(addresses) {
  if (addresses.length <= MANY) return addresses;
  const seen = new Map();
  return addresses.filter((address) => {
    const folder = address.split("/").slice(0, -2).join("/");
    seen.set(folder, (seen.get(folder) ?? 0) + 1);
    return seen.get(folder) <= EACH;
  });
}
