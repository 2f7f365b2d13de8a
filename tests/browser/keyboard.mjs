// One page of each sort walked with the Tab key: whatever can be used is reached, in the order it is read, is seen
// when it is reached, and lets go again.
// Usage: node keyboard.mjs FOLDER (CHROMIUM names the browser)

import { finish, open, serve, sorts } from "./site.mjs";

const WIDTHS = [360, 1280];

const folder = process.argv[2];
const site = await serve(folder);
const browser = await open();
const problems = [];
let controls = 0;
for (const width of WIDTHS) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  for (const [, address] of sorts(folder)) {
    const wrong = (what) => problems.push(`${address} (${width} px): ${what}`);
    await page.goto(site.origin + site.base + address, { waitUntil: "load" });
    const expected = await page.evaluate(number);
    const reached = [];
    for (let step = 0; step <= expected.length; step += 1) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(focused);
      // At the end the browser's own controls come next, or, where it has none, the first of the page.
      if (!at || at.number === reached[0]) break;
      if (!at.seen) wrong(`nothing shows that ${at.name} has the focus`);
      if (!at.inView) wrong(`${at.name} has the focus, but is out of sight`);
      reached.push(at.number);
    }
    controls += reached.length;
    const missed = expected.filter(({ number }) => !reached.includes(number));
    if (missed.length) wrong(`the keyboard does not reach ${missed.map(({ name }) => name).join(", ")}`);
    if (reached.some((number, at) => number !== at)) wrong(`the keyboard's order is ${reached.join(" ")}`);
    const last = await page.evaluate(focused);
    if (last && last.number !== reached[0]) wrong(`the keyboard does not get on from ${last.name}`);
  }
  await context.close();
}
await browser.close();
site.close();
finish("controls by keyboard", controls, problems);

/** Numbers all that can be used, in the order of the text. */
function number() {
  const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], video[controls], [tabindex='0']";
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.tabIndex >= 0;
  return [...document.querySelectorAll(usable)].filter(shown).map((element, number) => {
    element.dataset.number = number;
    return { number, name: `<${element.localName}> “${(element.innerText || element.getAttribute("aria-label") || "").slice(0, 40)}”` };
  });
}

/** What has the focus now, and whether a reader can see that it has. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return undefined;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {
    number: Number(element.dataset.number),
    name: `<${element.localName}> “${element.innerText?.slice(0, 40)}”`,
    seen: ring || style.boxShadow !== "none",
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}
