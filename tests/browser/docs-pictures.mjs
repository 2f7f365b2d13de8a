// Pictures of the example site for its docs: the first screen of two of its pages, as a reader sees them, and smaller ones of
// a page of each kind.
// Usage: node docs-pictures.mjs FOLDER (CHROMIUM names the browser)

import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { open, serve } from "./site.mjs";

const PICTURES = { home: "/", programme: "/programme/2012-13/" };
const SCREEN = { width: 1280, height: 860 };

/** A page of each kind; a comment is on the page that it is about. */
const KINDS = {
  blog: "/blogs/three-years-on/",
  chapter: "/reports/progress-2012/who-we-are/",
  collection: "/collections/new-to-personalisation/",
  comment: "/blogs/regional-initiatives/#comment-how-can-we-join",
  commitment: "/commitments/information-i-can-use/",
  downloads: "/downloads/",
  event: "/events/fair-meetings-workshop/",
  group: "/groups/board/",
  home: "/",
  news: "/news/progress-report-and-work-programme/",
  organisation: "/organisations/adass/",
  page: "/about/",
  person: "/people/bill-davidson/",
  programme: "/programme/2012-13/",
  region: "/regions/north-west/",
  report: "/reports/progress-2012/",
  statement: "/about/accessibility/",
  topic: "/topics/personal-budgets/",
  "work-stream": "/work-streams/making-it-real/",
};
/** They are shown smaller than they are on the screen. */
const KIND_SCREEN = { width: 1000, height: 800 };
const KIND_WIDTH = 720;

const pictures = resolve(import.meta.dirname, "../../docs/content/pictures");
mkdirSync(pictures, { recursive: true });
const site = await serve(process.argv[2]);
const browser = await open();
const context = await browser.newContext({ viewport: SCREEN, colorScheme: "light" });
const page = await context.newPage();
for (const [name, address] of Object.entries(PICTURES)) {
  await page.goto(site.origin + site.base + address, { waitUntil: "load" });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}
mkdirSync(join(pictures, "kinds"), { recursive: true });
await page.setViewportSize(KIND_SCREEN);
const painter = await context.newPage();
let bytes = 0;
for (const [kind, address] of Object.entries(KINDS)) {
  await page.goto(site.origin + site.base + address, { waitUntil: "load" });
  const picture = await webp(await page.screenshot());
  writeFileSync(join(pictures, "kinds", `${kind}.webp`), picture);
  bytes += picture.length;
}
await browser.close();
site.close();
const count = Object.keys(PICTURES).length + Object.keys(KINDS).length;
console.log(`note: ${count} pictures in ${pictures}; those of kinds have ${Math.round(bytes / 1000)} KB`);

/** A screenshot as a smaller WebP: browsers can make one, and nothing else is needed. */
async function webp(png) {
  const data = await painter.evaluate(
    async ({ source, width }) => {
      const picture = new Image();
      picture.src = source;
      await picture.decode();
      const canvas = document.createElement("canvas");
      canvas.width = width;
      canvas.height = Math.round((picture.height * width) / picture.width);
      const context = canvas.getContext("2d");
      context.imageSmoothingQuality = "high";
      context.drawImage(picture, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL("image/webp", 0.75);
    },
    { source: `data:image/png;base64,${png.toString("base64")}`, width: KIND_WIDTH },
  );
  return Buffer.from(data.split(",")[1], "base64");
}
