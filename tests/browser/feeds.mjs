// Feeds, sitemaps and calendars of a finished site against their formats, by tools that are not ours.
// Usage: node feeds.mjs FOLDER

import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { parseAtomFeed } from "feedsmith";
import ICAL from "ical.js";
import { allFiles, finish } from "./site.mjs";

const folder = process.argv[2];
const schemas = join(dirname(fileURLToPath(import.meta.url)), "schemas");
const problems = [];
const files = allFiles(folder);
const named = (pattern) => files.filter((file) => pattern.test(file));
const read = (file) => readFileSync(join(folder, file), "utf8");
const feeds = { atom: named(/feed\.xml$/), json: named(/feed\.json$/) };
const sitemaps = named(/^sitemap[^/]*\.xml$/);
const calendars = named(/\.ics$/);

atom();
jsonFeeds();
sitemap();
for (const file of calendars) calendar(file);
if (!feeds.atom.includes("feed.xml") || !feeds.json.includes("feed.json")) problems.push("the site has no feed");
if (!sitemaps.includes("sitemap.xml")) problems.push("the site has no sitemap");
finish("feeds, sitemaps and calendars", feeds.atom.length + feeds.json.length + sitemaps.length + calendars.length, problems);

/** Validates XML files at once; each line that xmllint says is a problem. */
function xmllint(arguments_, names) {
  if (names.length === 0) return;
  try {
    const paths = names.map((name) => join(folder, name));
    execFileSync("xmllint", ["--noout", "--nonet", ...arguments_, ...paths], { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    const said = String(error.stderr ?? error).split("\n");
    problems.push(...said.filter((line) => line && !line.endsWith(" validates")));
  }
}

function atom() {
  xmllint(["--relaxng", join(schemas, "atom.rng")], feeds.atom);
  for (const file of feeds.atom) {
    const wrong = (what) => problems.push(`${file}: ${what}`);
    const feed = parseAtomFeed(read(file));
    const link = (rel) => feed.links?.filter((link) => link.rel === rel) ?? [];
    if (link("self").length !== 1 || link("alternate").length !== 1) wrong("names not one self and one page");
    const ids = (feed.entries ?? []).map((entry) => entry.id);
    if (new Set([feed.id, ...ids]).size !== ids.length + 1) wrong("has an id twice");
    for (const entry of feed.entries ?? []) standsAlone(entry.content?.value ?? "", (what) => wrong(`${entry.id} ${what}`));
    if (ids.length > 20) wrong(`has ${ids.length} entries`);
    const dates = (feed.entries ?? []).map((entry) => Date.parse(entry.published ?? entry.updated));
    if (dates.some((date, at) => date > dates[at - 1])) wrong("is not in order, newest first");
  }
}

/** A text of a feed is shown by programs that know nothing of the site, and do not run or style it. */
function standsAlone(html, wrong) {
  for (const [, name, value] of html.matchAll(/\s(href|src|poster|cite|srcset)="([^"]*)"/g)) {
    const urls = name === "srcset" ? value.split(", ").map((picture) => picture.split(" ")[0]) : [value];
    for (const url of urls) if (!/^(https?:\/\/|mailto:|tel:)/.test(url)) wrong(`holds ${name}="${url}"`);
  }
  const foreign = html.match(/<(script|style|iframe|object|embed|form|input|button|svg|link|meta)\b|\s(style|class|id|on\w+)=/i);
  if (foreign) wrong(`holds ${foreign[0]}`);
}

function jsonFeeds() {
  const ajv = new Ajv({ allErrors: true });
  formats(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(schemas, "json-feed.json"), "utf8")));
  for (const file of feeds.json) {
    const feed = JSON.parse(read(file));
    if (!validate(feed)) {
      problems.push(...validate.errors.map((error) => `${file}${error.instancePath}: ${error.message}`));
      continue;
    }
    for (const item of feed.items) standsAlone(item.content_html ?? "", (what) => problems.push(`${file}: ${item.id} ${what}`));
    // Both forms of a feed hold the same.
    const twin = parseAtomFeed(read(file.replace(/\.json$/, ".xml"))).entries ?? [];
    const [ours, theirs] = [feed.items.map((item) => item.id), twin.map((entry) => entry.id)];
    if (ours.join() !== theirs.join()) problems.push(`${file}: holds other entries than the Atom feed`);
  }
}

function sitemap() {
  const isIndex = (file) => read(file).includes("<sitemapindex");
  xmllint(["--schema", join(schemas, "siteindex.xsd")], sitemaps.filter(isIndex));
  xmllint(["--schema", join(schemas, "sitemap.xsd")], sitemaps.filter((file) => !isIndex(file)));
  for (const file of sitemaps) {
    const addresses = [...read(file).matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address);
    if (addresses.length > 50_000) problems.push(`${file}: ${addresses.length} addresses`);
    if (statSync(join(folder, file)).size > 50 * 1024 * 1024) problems.push(`${file}: longer than 50 MB`);
    if (new Set(addresses).size !== addresses.length) problems.push(`${file}: has an address twice`);
  }
}

/** A calendar's lines, then what a calendar program reads in them. */
function calendar(file) {
  const wrong = (what) => problems.push(`${file}: ${what}`);
  const bytes = readFileSync(join(folder, file));
  const text = bytes.toString("utf8");
  if (!Buffer.from(text).equals(bytes)) wrong("is not UTF-8");
  const lines = text.split("\r\n");
  if (lines.pop() !== "" || lines.some((line) => /[\r\n]/.test(line))) wrong("has a line that does not end in CRLF");
  if (lines.some((line) => Buffer.byteLength(line) > 75)) wrong("has a line of more than 75 bytes");
  const root = new ICAL.Component(ICAL.parse(text));
  const once = (component, name) => {
    const found = component.getAllProperties(name);
    if (found.length !== 1 || String(found[0].getFirstValue()) === "") wrong(`${component.name} has not one ${name}`);
  };
  for (const name of ["version", "prodid"]) once(root, name);
  const events = root.getAllSubcomponents("vevent");
  if (events.length === 0) wrong("has no event");
  const uids = new Set(events.map((event) => event.getFirstPropertyValue("uid")));
  if (uids.size !== events.length) wrong("has an event twice");
  for (const event of events) {
    for (const name of ["uid", "dtstamp", "dtstart", "summary", "url", "status"]) once(event, name);
    const [start, end] = ["dtstart", "dtend"].map((name) => event.getFirstPropertyValue(name));
    if (!start.isDate && start.zone !== ICAL.Timezone.utcTimezone) wrong("has a time without a zone");
    if (end && end.compare(start) <= 0) wrong("ends before it starts");
    if (end && end.isDate !== start.isDate) wrong("ends with another kind of date than it starts with");
  }
}
