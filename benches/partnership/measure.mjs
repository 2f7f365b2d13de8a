// What the pictures and the size of a partnership's site cost: a hundred photographs of a camera, and a site of two hundred
// organisations and five hundred news items that shows them.
// Usage: node benches/partnership/measure.mjs PROGRAM [PHOTOGRAPHS] (CHROMIUM names the browser; run it where little else runs)

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";

const project = resolve(import.meta.dirname, "../..");
// The browser tests have the browser, and a server for finished sites.
const require = createRequire(join(project, "tests/browser/package.json"));
const { chromium } = require("playwright-core");
const { allFiles, isRedirect, serve } = await import(join(project, "tests/browser/site.mjs"));

const program = resolve(process.argv[2] ?? "target/release/copublish");
const photographs = Number(process.argv[3] ?? 100);
const ORGANISATIONS = 200;
const NEWS = 500;
const TYPES = ["user-led", "carers", "council", "charity", "provider", "network"];
/** What is asked of them. */
const SECONDS = 25;
const FIRST_PICTURE = 120 * 1024;
const LONGEST = 6_000;

const root = mkdtempSync(join(tmpdir(), "partnership-"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const taken = await take();
  await blogs(taken);
  await partnership(taken);
} finally {
  await browser.close();
  rmSync(root, { recursive: true, force: true });
}

/** Ten scenes of 12 megapixels, as often as they are needed: each file is another one, as a note in it says. */
async function take() {
  const page = await browser.newPage();
  const scenes = [];
  for (let scene = 0; scene < Math.min(10, photographs); scene++) {
    const url = await page.evaluate(draw, scene);
    scenes.push(Buffer.from(url.split(",")[1], "base64"));
  }
  await page.close();
  const all = Array.from({ length: photographs }, (_, at) => {
    const scene = scenes[at % scenes.length];
    const note = Buffer.from(`photograph ${at}`);
    const segment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, note.length + 2]), note]);
    return Buffer.concat([scene.subarray(0, 2), segment, scene.subarray(2)]);
  });
  const bytes = all.reduce((sum, photograph) => sum + photograph.length, 0);
  console.log(`${photographs} photographs of 4000 × 3000 pixels, ${mega(bytes)} MB, on average ${mega(bytes / photographs)} MB`);
  return all;
}

/** In the browser: hills under a sky, with leaves and grain, so that it is as hard to pack as a photograph. */
function draw(scene) {
  const [width, height] = [4000, 3000];
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  let seed = scene * 7919 + 17;
  const dice = () => (seed = (seed * 1664525 + 1013904223) % 4294967296) / 4294967296;
  const sky = context.createLinearGradient(0, 0, 0, height);
  sky.addColorStop(0, `hsl(${200 + 8 * scene} 60% 55%)`);
  sky.addColorStop(0.6, `hsl(${30 + 3 * scene} 60% 85%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, height);
  for (let hill = 0; hill < 7; hill++) {
    context.fillStyle = `hsl(${95 + 9 * hill + 5 * scene} ${25 + 4 * hill}% ${58 - 6 * hill}%)`;
    context.beginPath();
    context.moveTo(0, height);
    for (let x = 0; x <= width; x += 20) {
      const wave = Math.sin(x / (310 + 90 * hill) + scene + hill) * 160 + Math.sin(x / 83 + hill) * 24;
      context.lineTo(x, height * (0.45 + 0.07 * hill) + wave + dice() * 9);
    }
    context.lineTo(width, height);
    context.fill();
  }
  for (let leaf = 0; leaf < 30000; leaf++) {
    context.fillStyle = `hsl(${70 + dice() * 70} ${30 + dice() * 30}% ${15 + dice() * 40}% / .7)`;
    context.beginPath();
    const [x, y] = [dice() * width, height * (0.6 + 0.4 * dice())];
    context.ellipse(x, y, 4 + dice() * 22, 2 + dice() * 9, dice() * 3, 0, 7);
    context.fill();
  }
  const all = context.getImageData(0, 0, width, height);
  for (let at = 0; at < all.data.length; at += 4) {
    const grain = (dice() - 0.5) * 14;
    for (let channel = 0; channel < 3; channel++) all.data[at + channel] += grain;
  }
  context.putImageData(all, 0, 0);
  return canvas.toDataURL("image/jpeg", 0.9);
}

/** A blog for each photograph: what the photographs alone cost. */
async function blogs(taken) {
  const site = join(root, "blogs");
  mkdirSync(join(site, "content/blogs"), { recursive: true });
  writeFileSync(join(site, "site.yaml"), "title: Photographs\nbase_url: https://photographs.example\n");
  taken.forEach((photograph, at) => {
    const name = join(site, "content/blogs", `2012-0${(at % 9) + 1}-1${at % 9}-blog-${at}`);
    mkdirSync(name);
    writeFileSync(join(name, "lane.jpg"), photograph);
    writeFileSync(join(name, "index.md"), `---\ntitle: Blog ${at}\nimage: {file: lane.jpg, alt: A lane}\n---\nText.\n`);
  });
  console.log("\nA blog for each photograph");
  const clean = build(site);
  const again = build(site);
  judge("clean build", `${clean.real} s, ${clean.cpu} s of all cores`, clean.real <= SECONDS, `${SECONDS} s on two idle cores`);
  judge("nothing changed", `${again.real} s`, again.real < 1, "no picture made again");
  await first(join(site, "output"), "/blogs/blog-0/");
  widths(join(site, "output"));
}

/** The files of each width, with the largest. */
function widths(output) {
  const largest = new Map();
  for (const file of allFiles(output)) {
    const width = file.match(/\.(\d+)\.webp$/)?.[1];
    if (!width) continue;
    const bytes = statSync(join(output, file)).size;
    largest.set(width, Math.max(largest.get(width) ?? 0, bytes));
  }
  const shown = [...largest].sort((a, b) => a[0] - b[0]).map(([width, bytes]) => `${width}: ${kilo(bytes)}`);
  console.log(`  the largest WebP of each width, in KB   ${shown.join(", ")}`);
}

/** The picture that a reader of a page waits for, on a phone and on a desktop. */
async function first(output, address) {
  const server = await serve(output);
  for (const [name, viewport, ratio] of [["phone", { width: 360, height: 740 }, 3], ["desktop", { width: 1280, height: 800 }, 1]]) {
    const context = await browser.newContext({ viewport, deviceScaleFactor: ratio });
    const page = await context.newPage();
    await page.goto(server.origin + address, { waitUntil: "networkidle" });
    const sizes = await page.evaluate(() => performance.getEntriesByType("resource")
      .filter((it) => /\.(webp|jpg)$/.test(it.name)).map((it) => [new URL(it.name).pathname, it.encodedBodySize]));
    for (const [picture, bytes] of sizes) {
      judge(`first picture, ${name}`, `${kilo(bytes)} KB, ${picture}`, bytes <= FIRST_PICTURE, `${kilo(FIRST_PICTURE)} KB`);
    }
    await context.close();
  }
  await server.close();
}

/** The example site with two hundred organisations, five hundred news items and the photographs. */
async function partnership(taken) {
  const site = join(root, "partnership");
  for (const name of ["content", "themes", "site.yaml"]) cpSync(join(project, name), join(site, name), { recursive: true });
  const write = (path, text) => {
    mkdirSync(join(site, "content", path, ".."), { recursive: true });
    writeFileSync(join(site, "content", path), text);
  };
  for (let at = 0; at < ORGANISATIONS; at++) {
    write(`organisations/member-${at}.md`, `---\ntitle: Member Organisation ${at}\ntype: ${TYPES[at % TYPES.length]}\nsummary: What it does.\n---\nText.\n`);
  }
  const two = (number) => String(number).padStart(2, "0");
  const summary = "What happened, in a sentence or two, so that readers can choose what to read.";
  for (let at = 0; at < NEWS; at++) {
    const day = `20${two(7 + (at % 5))}-${two((at % 12) + 1)}-${two((at % 28) + 1)}`;
    const about = `organisations: [member-${at % ORGANISATIONS}, open-door]\nwork_streams: [co-production]\nregions: [london]\ntopics: [workforce]\n`;
    const photograph = taken[at];
    const image = photograph ? "image: {file: lane.jpg, alt: A lane between hedges}\n" : "";
    const folder = `news/${day}-item-${at}`;
    write(photograph ? `${folder}/index.md` : `${folder}.md`, `---\ntitle: What happened in week ${at} of the work\nsummary: ${summary}\n${image}${about}---\n${"Text of some length. ".repeat(60)}\n`);
    if (photograph) writeFileSync(join(site, "content", folder, "lane.jpg"), photograph);
  }
  console.log(`\nThe example site with ${ORGANISATIONS} organisations, ${NEWS} news items and ${taken.length} photographs`);
  const clean = build(site);
  const again = build(site);
  const output = join(site, "output");
  const pages = allFiles(output).filter((file) => file.endsWith(".html") && !isRedirect(output, file));
  const bytes = (files) => files.reduce((sum, file) => sum + statSync(join(output, file)).size, 0);
  console.log(`  clean build                             ${clean.real} s, ${clean.cpu} s of all cores`);
  console.log(`  nothing changed                         ${again.real} s, ${again.cpu} s of all cores`);
  console.log(`  pages                                   ${pages.length}, on average ${kilo(bytes(pages) / pages.length)} KB`);
  console.log(`  all files                               ${allFiles(output).length}, ${mega(bytes(allFiles(output)))} MB`);
  await heights(output, pages);
}

/** How high pages are on a desktop; one with all parts of a report is as long as the report. */
async function heights(output, pages) {
  const server = await serve(output);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.route(/\.(webp|jpg|png)$/, (route) => route.fulfill({ body: "" }));
  const all = [];
  for (const file of pages.filter((file) => !/\/whole\/|news\/item-\d|organisations\/member-\d\d/.test(file))) {
    const address = "/" + file.replace(/index\.html$/, "");
    await page.goto(server.origin + address);
    all.push([await page.evaluate(() => document.documentElement.scrollHeight), address]);
  }
  all.sort((a, b) => b[0] - a[0]);
  for (const [height, address] of all.slice(0, 5)) judge("longest pages at 1280", `${height} px, ${address}`, height <= LONGEST, `${LONGEST} px`);
  await page.close();
  await server.close();
}

/** Builds a site: seconds that passed, and seconds of all cores. */
function build(site) {
  const run = spawnSync("bash", ["-c", 'TIMEFORMAT="%R %U %S"; time "$0" build --root "$1" >/dev/null', program, site], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  const [real, user, system] = run.stderr.trim().split("\n").pop().split(" ").map(Number);
  return { real, cpu: (user + system).toFixed(1) };
}

function judge(what, found, holds, asked) {
  console.log(`  ${what.padEnd(40)}${found}${holds ? "" : `   MORE THAN ${asked}`}   (load ${loadavg()[0].toFixed(1)})`);
}

function kilo(bytes) {
  return (bytes / 1024).toFixed(0);
}

function mega(bytes) {
  return (bytes / 1024 / 1024).toFixed(1);
}
