// Pictures of a finished site, for people who look at its design: one page of each sort, at the widths of a phone,
// a tablet and a desktop, light and dark, and as it is printed.
// Usage: node screenshots.mjs FOLDER PICTURES [WORD…] (CHROMIUM names the browser; WORDs choose pages, widths, schemes)

import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { addressOf, htmlFiles, isRedirect, serve } from "./site.mjs";

const WIDTHS = [360, 768, 1280];
const SCHEMES = ["light", "dark"];
/** A4 at 96 dots an inch, less the margins of a browser's print. */
const PAPER = 718;

const [folder, pictures, ...wanted] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const site = await serve(folder);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});
let taken = 0;
for (const [name, address] of sorts()) {
  for (const scheme of SCHEMES) {
    for (const width of WIDTHS) await picture(name, address, { scheme, width, media: "screen" });
  }
  await picture(name, address, { scheme: "light", width: PAPER, media: "print" });
}
await browser.close();
site.close();
console.log(`note: ${taken} pictures in ${pictures}`);
process.exit(taken > 0 ? 0 : 1);

/** One page of each folder, and each folder's own page: a site keeps one sort of page in a folder. */
function sorts() {
  const chosen = new Map();
  for (const file of htmlFiles(folder).filter((file) => !isRedirect(folder, file))) {
    const address = addressOf(file);
    const parts = address.split("/").filter(Boolean);
    const name = parts.length < 2 ? parts[0] ?? "home" : parts.length === 2 ? `${parts[0]}-page` : `${parts[0]}-part`;
    const size = statSync(join(folder, file)).size;
    // The longest page shows the most.
    if (size > (chosen.get(name)?.size ?? 0)) chosen.set(name, { address, size });
  }
  return [...chosen].map(([name, { address }]) => [name, address]);
}

async function picture(name, address, { scheme, width, media }) {
  const label = media === "print" ? `${name}-print` : `${name}-${scheme}-${width}`;
  if (wanted.length && !wanted.every((word) => label.split("-").includes(word) || label.startsWith(word))) return;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
  const page = await context.newPage();
  await page.emulateMedia({ media, colorScheme: scheme });
  await page.goto(site.origin + site.base + address, { waitUntil: "load" });
  await page.screenshot({ path: join(pictures, `${label}.png`), fullPage: true });
  await context.close();
  taken += 1;
}
