// Pictures of a finished site, for people who look at its design: one page of each sort, at the widths of a phone,
// a tablet and a desktop, light and dark, and as it is printed.
// Usage: node screenshots.mjs FOLDER PICTURES [WORD…] (CHROMIUM names the browser; WORDs choose pages, widths, schemes)

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { open, serve, sorts } from "./site.mjs";

const WIDTHS = [360, 768, 1280];
const SCHEMES = ["light", "dark"];
/** A4 at 96 dots an inch, less the margins of a browser's print. */
const PAPER = 718;

const [folder, pictures, ...wanted] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const site = await serve(folder);
const browser = await open();
let taken = 0;
for (const [name, address] of sorts(folder)) {
  for (const scheme of SCHEMES) {
    for (const width of WIDTHS) await picture(name, address, { scheme, width, media: "screen" });
  }
  await picture(name, address, { scheme: "light", width: PAPER, media: "print" });
}
await browser.close();
site.close();
console.log(`note: ${taken} pictures in ${pictures}`);
process.exit(taken > 0 ? 0 : 1);

async function picture(name, address, { scheme, width, media }) {
  const label = media === "print" ? `${name}-print` : `${name}-${scheme}-${width}`;
  if (wanted.length && !wanted.every((word) => label.split("-").includes(word) || label.startsWith(word))) return;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
  const page = await context.newPage();
  await page.emulateMedia({ media, colorScheme: scheme });
  await page.goto(site.origin + site.base + address, { waitUntil: "load" });
  // Pictures far down are loaded when somebody scrolls to them.
  await page.evaluate(() => document.querySelectorAll("img[loading=lazy]").forEach((picture) => (picture.loading = "eager")));
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(pictures, `${label}.png`), fullPage: true });
  await context.close();
  taken += 1;
}
