// What the pages of a finished site say of themselves to programs: JSON-LD, canonical addresses, languages, previews.
// Usage: node metadata.mjs FOLDER

import { readFileSync } from "node:fs";
import { join } from "node:path";
import jsonld from "jsonld";
import { finish, htmlFiles, isRedirect } from "./site.mjs";

/** What Google's documentation of rich results requires or recommends, where every site has it. */
const REQUIRED = {
  BlogPosting: ["headline", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage", "isPartOf"],
  BreadcrumbList: ["itemListElement"],
  // On the page itself, by its anchor; who wrote it has a name and no page.
  Comment: ["author", "dateCreated", "text"],
  Chapter: ["name", "isPartOf", "publisher"],
  CollectionPage: ["name", "isPartOf", "publisher"],
  CreativeWork: ["name", "publisher"],
  Event: ["name", "startDate", "location", "eventStatus", "eventAttendanceMode", "organizer"],
  ImageObject: ["url"],
  ItemList: ["itemListElement"],
  ListItem: ["position", "name"],
  MediaObject: ["contentUrl", "encodingFormat", "contentSize"],
  NewsArticle: ["headline", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage", "isPartOf"],
  Offer: ["url"],
  Organization: ["name", "url"],
  Person: ["name", "url"],
  Place: ["name", "address"],
  ProfilePage: [],
  Project: ["name", "url"],
  Report: ["headline", "datePublished", "dateModified", "author", "publisher", "mainEntityOfPage", "isPartOf"],
  Thing: ["name", "url"],
  VirtualLocation: ["url"],
  WebPage: [],
  WebSite: ["name", "url"],
};
const DATES = ["datePublished", "dateCreated", "dateModified", "startDate", "endDate"];
const ADDRESSES = ["url", "contentUrl", "item", "sameAs", "image", "logo", "mainEntityOfPage"];
const SCHEMA = "https://schema.org/";

const folder = process.argv[2];
const problems = [];
const languages = new Map();
const seen = { comments: 0 };
const pages = htmlFiles(folder).filter((file) => !isRedirect(folder, file));
for (const file of pages) await page(file, (what) => problems.push(`${file}: ${what}`));
for (const [address, { file, others }] of languages) {
  for (const [language, other] of others) {
    const there = languages.get(other)?.others;
    if (!there) problems.push(`${file}: ${other} (${language}) does not lead back`);
    else if (JSON.stringify([...there].sort()) !== JSON.stringify([...others].sort())) {
      problems.push(`${file}: ${other} (${language}) names other translations`);
    }
  }
  if (![...others.values()].includes(address)) problems.push(`${file}: is not among its own languages`);
}
if (!seen.comments) problems.push("no page has a comment, so what is said of comments was not looked at");
finish("pages and what they say of themselves", pages.length, problems);

async function page(file, wrong) {
  const html = readFileSync(join(folder, file), "utf8");
  const head = html.slice(0, html.indexOf("</head>"));
  const tags = [...head.matchAll(/<(link|meta)\b([^>]*)>/g)].map(([, , text]) => attributes(text));
  const meta = (name) => tags.filter((tag) => (tag.property ?? tag.name) === name).map((tag) => tag.content);
  const canonical = tags.filter((tag) => tag.rel === "canonical").map((tag) => tag.href);
  if (canonical.length !== 1 || !isAbsolute(canonical[0])) wrong(`has the canonical addresses [${canonical}]`);
  for (const name of ["og:title", "og:type", "og:site_name", "og:url"]) {
    if (meta(name).length !== 1 || !meta(name)[0]) wrong(`has not one ${name}`);
  }
  for (const address of [...meta("og:url"), ...meta("og:image")]) {
    if (!isAbsolute(address)) wrong(`${address} is no whole address`);
  }
  if (meta("og:image").length !== meta("twitter:card").length) wrong("has a large card without a picture, or the reverse");
  const translations = tags.filter((tag) => tag.rel === "alternate" && tag.hreflang);
  if (translations.length > 0) {
    languages.set(canonical[0], { file, others: new Map(translations.map((tag) => [tag.hreflang, tag.href])) });
  }
  const isNoindex = meta("robots").includes("noindex");
  const scripts = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
  if (scripts.length === 0 && !isNoindex) wrong("says nothing of itself in JSON-LD");
  for (const [, script] of scripts) await linkedData(script, canonical[0], wrong);
  comments(html, scripts.map(([, script]) => script).join(), wrong);
}

/** Each comment on a page is said once to programs, and no other one: they count them. */
function comments(html, scripts, wrong) {
  const shown = [...html.matchAll(/<\w+ class="comment"[^>]* id="(comment-[^"]+)"/g)].map(([, id]) => id).sort();
  const said = [...scripts.matchAll(/"@type":"Comment","@id":"[^"#]+#(comment-[^"]+)"/g)].map(([, id]) => id).sort();
  if (`${shown}` !== `${said}`) wrong(`shows the comments [${shown}], and says [${said}] in JSON-LD`);
  seen.comments += shown.length;
}

async function linkedData(script, canonical, wrong) {
  let value;
  try {
    value = JSON.parse(script);
  } catch (error) {
    return wrong(`its JSON-LD is no JSON: ${error.message}`);
  }
  // The context of schema.org is not fetched: its vocabulary is all that is used of it.
  const documentLoader = async (url) => {
    if (!/^https?:\/\/schema\.org\/?$/.test(url)) throw new Error(`asks for ${url}`);
    return { documentUrl: url, document: { "@context": { "@vocab": SCHEMA } } };
  };
  const expanded = await jsonld.expand(value, { documentLoader, safe: true }).catch((error) => {
    wrong(`its JSON-LD cannot be expanded: ${error.message}`);
    return [];
  });
  for (const node of expanded) walk(node, REQUIRED[value["@type"]] ?? [], wrong);
  if (value["@id"] && !["BreadcrumbList", "WebSite"].includes(value["@type"]) && value["@id"].split("#")[0] !== canonical) {
    wrong(`its JSON-LD is about ${value["@id"]}`);
  }
}

/** A node of the graph: its type is known, it says what its type has to, and no value is empty or relative. */
function walk(node, required, wrong) {
  const types = (node["@type"] ?? []).map((type) => type.replace(SCHEMA, ""));
  const [type] = types;
  if (types.length !== 1 || !(type in REQUIRED)) wrong(`a node of JSON-LD has the types [${types}]`);
  for (const name of required) {
    if (!(SCHEMA + name in node)) wrong(`${type} has no ${name}`);
  }
  if (node["@id"] && !isAbsolute(node["@id"])) wrong(`${node["@id"]} is no whole address`);
  for (const [key, values] of Object.entries(node)) {
    if (key.startsWith("@")) continue;
    const name = key.replace(SCHEMA, "");
    for (const value of [values].flat().flatMap((value) => value["@list"] ?? value)) {
      if (!("@value" in value)) {
        // What has a page of its own is described there, and only named here.
        const isPage = ["ProfilePage", "WebPage"].some((page) => value["@type"]?.[0] === SCHEMA + page);
        const kind = value["@type"]?.[0].replace(SCHEMA, "");
        const named = isPage ? [] : ["name", "url"];
        const needed = value["@id"] && kind !== "Comment" ? named : (REQUIRED[kind] ?? []);
        walk(value, type === "Comment" ? ["name"] : needed, wrong);
        continue;
      }
      const text = value["@value"];
      if (text === "" || text === null) wrong(`${type}.${name} is empty`);
      if (ADDRESSES.includes(name) && !isAbsolute(text)) wrong(`${type}.${name} is ${text}, no whole address`);
      if (DATES.includes(name) && !isMoment(text, type === "Event")) wrong(`${type}.${name} is ${text}`);
    }
  }
  const positions = (node[SCHEMA + "itemListElement"] ?? []).map((item) => item[SCHEMA + "position"]?.[0]?.["@value"]);
  if (positions.some((position, at) => position !== at + 1)) wrong(`${type} counts ${positions}`);
}

function attributes(text) {
  const found = [...text.matchAll(/([\w:-]+)="([^"]*)"/g)];
  return Object.fromEntries(found.map(([, name, value]) => [name, value.replaceAll("&amp;", "&")]));
}

function isAbsolute(address) {
  return typeof address === "string" && /^https?:\/\/[^/\s]+/.test(address) && URL.canParse(address);
}

/** A moment with its zone; an event may also take all day. */
function isMoment(text, isDay) {
  const isWhole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/.test(text);
  return (isWhole || (isDay && /^\d{4}-\d{2}-\d{2}$/.test(text))) && !Number.isNaN(Date.parse(text));
}
