// What hostile authors and readers write, in a real browser: under `sanitise` and `escape`, in every place that holds
// text, nothing of it runs, asks another site, or stands in the page as code.
// Usage: node hostile.mjs BINARY [WORDS] (CHROMIUM names the browser; only attacks that hold WORDS are tried, or with the
// word `schemes` only those that hide one)

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { finish, open, pagesOf, serve } from "./site.mjs";
import { fetches, pictures, schemes, vectors } from "./vectors.mjs";

/** At least so many attacks must succeed where nothing holds them back, or this test sees nothing. */
const MUST_HIT = 60;
/** Pages are looked at by so many tabs at once. */
const TABS = 3;

const [binary, words = ""] = process.argv.slice(2);
/** Builds a site of attacks under a policy and goes through its pages. */
async function attack(policy) {
  const root = mkdtempSync(join(tmpdir(), "copublish-hostile-"));
  try {
    plant(root, policy);
    const arguments_ = ["build", "--keep-going", "--quiet", "--root", root, "--now", "2012-10-01T12:00:00Z"];
    const started = Date.now();
    const built = spawnSync(binary, arguments_, { encoding: "utf8", maxBuffer: 1 << 28 });
    if (![0, 1].includes(built.status)) throw new Error(`the build ended with ${built.status}\n${built.stderr}`);
    if (process.env.TIMES) console.log(`built in ${Date.now() - started}`);
    return await look(join(root, "output"), policy);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Writes the site: a report and a blog for each attack, with the attack wherever either holds text. */
function plant(root, policy) {
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const chosen = vectors.map((text, at) => [text, at]).filter(([text]) => text.includes(words));
  const strong = chosen.filter(([text]) => /^["'<]/.test(text)).slice(0, 30).map(([text]) => text).join(" ");
  write("site.yaml", settings(policy, strong));
  write("content/index.md", matter({ title: strong, summary: strong, headline: strong }) + "a\n");
  for (const group of groups(chosen, 7)) {
    const [text, at] = group[0];
    write(`content/reports/r-${at}/index.md`, matter(fields(text, at)) + group.map(([text]) => body(text)).join("\n"));
    write(`content/reports/r-${at}/a.csv`, `${cell(text)},Number\n${group.map(([text]) => `${cell(text)},1\n`).join("")}`);
    write(`content/reports/r-${at}/a.txt`, "a");
    write(`content/people/p-${at}.md`, matter({ title: `${at} ${text}`, role: text, website: text, phone: text }) + `${text}\n`);
  }
  if (policy !== "allow" && (words === "" || words === "schemes")) plantSchemes(write);
  // Each text of its own: what one opens cannot hide another.
  for (const group of groups(chosen, 14)) {
    const at = group[0][1];
    const themes = group.map(([text, at]) => ({ title: `${at} ${text}`, text }));
    write(`content/programme/t-${at}.md`, matter({ title: `Texts ${at}`, foreword: { text: group[0][0] }, themes }));
    write(`content/blogs/2012-08-02-b-${at}/index.md`, `---\ntitle: Blog ${at}\n---\n${group[0][0]}\n`);
    for (const [text, at_] of group) {
      const comment = matter({ name: `${at_} ${text}` }) + `${text}\n\nb ${text}\n\n${fetches[at_ % fetches.length]}\n`;
      write(`content/blogs/2012-08-02-b-${at}/comments/2012-08-03-c-${at_}.md`, comment);
    }
  }
}

/** For each odd character: its addresses in a text, in a comment, and in fields. */
function plantSchemes(write) {
  const links = "{% for link in page.websites %}<p><a href=\"{{ link.url }}\">{{ link.url }}</a></p>{% endfor %}";
  write("templates/websites.html", `{% extends "page.html" %}{% block main %}<main>${links}</main>{% endblock %}`);
  for (const group of groups(schemes.map((scheme, at) => [scheme, at]), 8)) {
    const at = group[0][1];
    const text = group.map(([{ text }]) => text).join("\n\n");
    write(`content/blogs/2012-08-02-s-${at}/index.md`, `---\ntitle: Schemes ${at}\n---\n${text}\n`);
    const comment = `---\nname: Schemes ${at}\n---\n${text}\n\n${group.map(([, at]) => pictures[at]).join("\n\n")}\n`;
    write(`content/blogs/2012-08-02-s-${at}/comments/2012-08-03-s-${at}.md`, comment);
    // Also what an escape in YAML stands for.
    const websites = JSON.stringify(group.flatMap(([{ addresses }]) => addresses));
    write(`content/s-${at}.md`, `---\ntitle: Fields ${at}\ntemplate: websites\nwebsites: ${websites}\n---\n`);
  }
}

/** A list in parts of so many. */
function groups(list, many) {
  return Array.from({ length: Math.ceil(list.length / many) }, (_, at) => list.slice(at * many, (at + 1) * many));
}

function settings(policy, text) {
  const words = JSON.stringify(text);
  return `title: ${words}\ndescription: ${words}\nbase_url: https://example.org\nraw_html: ${policy}\ngit_dates: false
page_author: ${words}\nkinds: {page: {fields: {websites: list of url}}}\ncomments: {email: a@example.org}\nmenus:\n  main:\n    - {title: ${words}, link: /}
    - {title: b, link: "javascript:__hit(0)"}\n`;
}

/** Front matter in JSON, which is YAML; what YAML cannot hold at all is left out. */
function matter(fields) {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  // eslint-disable-next-line no-control-regex
  return `---\n${lines.join("\n").replace(/\\u00[01][0-9a-f]/g, "")}\n---\n`;
}

function fields(text, at) {
  return {
    title: `${at} ${text}`,
    summary: text,
    date: "2012-08-02",
    page_author: text,
    reference: text,
    tags: [`${at} ${text}`],
    image: { file: "a.txt", alt: text, caption: text, credit: text },
    attachments: [{ file: "a.csv", title: text, reference: text, language: text }, { file: text }],
    contact: { name: text, email: `${text}@example.org`, phone: text },
    foreword: { text, by: text, role: text },
    changes: [{ date: "2012-08-05", note: text }],
    status: "withdrawn",
    reason: text,
    aliases: [`/old/${text}/`],
    slug: `r-${at}`,
    language: text,
  };
}

/** The attack at the start, within words, in every block and construct that holds text. */
function body(text) {
  const line = text.replaceAll("\n", " ");
  const value = line.replaceAll("\\", "").replaceAll('"', "”");
  const single = line.replaceAll("'", "’");
  const target = text.match(/(?:href|src|data|action)="?([^"\n>]+)/)?.[1] ?? line;
  return `${text}

a ${text}

- ${line}

> ${line}

| ${line} | b |
|---|---|
| c | ${line} |

## ${line}

[${line}](a.txt "${line.replaceAll('"', '\\"')}") ![${line}](x "${line.replaceAll('"', '\\"')}") [a](${target}) [b](<${target}>)

\`${line}\`

~~~ ${line}
${line}
~~~

a[^a]

[^a]: ${line}

*[HTML]: ${line}

HTML

::: quote by="${value}" role='${single}'
${line}
:::

::: figure image="a.txt" alt="${value}" caption='${single}' credit="${value}"
${line}
:::

::: button link="${target.replaceAll('"', "")}" title="${value}"
:::

::: video link="${target.replaceAll('"', "")}" title='${single}'
${line}
:::

::: contact name="${value}" email='${single}' phone='${single}'
:::

::: details summary="${value}"
${line}
:::

::: stat value="${value}" label='${single}'
:::

::: download file="a.csv" title="${value}" language="${value}" reference='${single}'
:::

::: table src="a.csv" caption="${value}" unit='${single}'
:::

::: chart type="bar" src="a.csv" title="${value}" description='${single}' unit='${single}' note="${value}"
:::

{{ ${line} }} {% ${line} %}
`;
}

function cell(text) {
  return `"${text.replaceAll('"', '""').replaceAll("\u0000", "")}"`;
}

/** Opens every page, touches everything on it, and says what it did. */
async function look(output, policy) {
  const site = await serve(output);
  const every = pagesOf(output);
  const addresses = policy === "allow" ? every.filter((address) => /\/(programme|blogs)\/./.test(address)) : every;
  const found = { pages: addresses.length, problems: [] };
  const waiting = [...addresses];
  const tabs = Array.from({ length: TABS }, async () => {
    const context = await browser.newContext({ viewport: { width: 500, height: 700 } });
    for (let page, address = waiting.shift(); address; address = waiting.shift()) {
      const at = address;
      page = await visit(page ?? (await context.newPage()), site, at, (what) => found.problems.push(`${at}: ${what}`));
    }
    await context.close();
  });
  await Promise.all(tabs);
  site.close();
  await feeds(output, (what) => found.problems.push(what));
  return found;
}

/** Loads a page and touches everything on it. Gives the tab back, unless something led it away. */
async function visit(page, site, address, wrong) {
  await watch(page, wrong, (url) => url.startsWith(site.origin));
  const there = site.origin + site.base + address;
  await page.goto(there, { waitUntil: "load", timeout: 20_000 }).catch(() => wrong("does not load"));
  await page.mouse.move(100, 100).catch(() => {});
  await page.mouse.move(300, 400, { steps: 4 }).catch(() => {});
  const seen = await page.evaluate(inspect).catch((error) => [`leads away: ${error.message.split("\n")[0]}`]);
  seen.forEach(wrong);
  if (page.url().split("#")[0] === there) return page;
  await page.close();
  return undefined;
}

/** The texts of feeds, as a program that reads them would show them. */
async function feeds(output, wrong) {
  const file = join(output, "feed.json");
  if (!existsSync(file)) return;
  const context = await browser.newContext();
  for (const item of JSON.parse(readFileSync(file, "utf8")).items ?? []) {
    const page = await context.newPage();
    await watch(page, (what) => wrong(`feed, ${item.id}: ${what}`), (url) => url.startsWith("https://example.org/"));
    await page.setContent(`<!doctype html><body>${item.content_html ?? ""}</body>`).catch(() => {});
    for (const what of await page.evaluate(inspect).catch(() => [])) wrong(`feed, ${item.id}: ${what}`);
    await page.close();
  }
  await context.close();
}

/** What hears of a tab at present. */
const hearing = new WeakMap();

/** Hears what a tab says from now on, and lets it ask nobody else. */
async function watch(page, wrong, isOwn) {
  const isNew = !hearing.has(page);
  hearing.set(page, wrong);
  if (!isNew) return;
  const tell = (what) => hearing.get(page)(what);
  await page.exposeFunction("__told", (which) => tell(`runs ${which}`));
  await page.addInitScript(() => {
    const told = (which) => (window.top.__told ?? window.__told)?.(which);
    Object.defineProperty(window, "__hit", { value: told, writable: false });
  });
  page.on("dialog", (dialog) => {
    tell(`opens a dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on("popup", (popup) => popup.close().catch(() => {}));
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (isOwn(url)) return route.continue();
    tell(`asks ${url}`);
    return route.abort();
  });
}

/** In the page: touches everything, and gives what stands there as code. Reads itself once more, as scripts may. */
async function inspect() {
  const wrong = [];
  const code = /^[\u0000-\u0020]*(javascript|vbscript|data|blob):/i;
  const bad = ["iframe", "frame", "object", "embed", "applet", "base", "template", "noscript", "frameset", "portal"];
  const look = (root, where) => {
    for (const element of root.querySelectorAll("*")) {
      const name = element.localName;
      if (bad.includes(name)) wrong.push(`${where}: <${name}>`);
      // A script of the theme has its hash in its name and nothing inside; no author can have written that one.
      const isOfTheme = /^\/assets\/search\.[0-9a-f]{10}\.js$/.test(element.getAttribute("src") ?? "") && !element.textContent;
      if (name === "script" && element.type !== "application/ld+json" && !isOfTheme) wrong.push(`${where}: a script`);
      if (name === "meta" && /refresh|content-type/i.test(element.httpEquiv)) wrong.push(`${where}: a meta element leads on`);
      for (const { name: attribute, value } of element.attributes) {
        const plain = value.replace(/[\t\n\r]/g, "");
        if (/^on/i.test(attribute)) wrong.push(`${where}: <${name} ${attribute}="${value.slice(0, 60)}">`);
        if (/href|src|action|data$|poster|cite|ping|background/i.test(attribute) && code.test(plain)) {
          wrong.push(`${where}: <${name} ${attribute}="${plain.slice(0, 60)}">`);
        }
        if (attribute === "style" && /url|expression|__hit|evil/i.test(value)) wrong.push(`${where}: style="${value}"`);
        if (["srcdoc", "ping", "formaction"].includes(attribute)) wrong.push(`${where}: <${name} ${attribute}>`);
      }
    }
  };
  look(document, "as loaded");
  if (document.characterSet !== "UTF-8") wrong.push(`is read as ${document.characterSet}`);
  const own = [document.getElementById, document.querySelector, document.createElement, document.addEventListener];
  if (own.some((name) => typeof name !== "function") || !(document.body instanceof HTMLElement)) {
    wrong.push("names of the document are taken");
  }
  const stay = (event) => {
    const target = event.composedPath()[0]?.closest?.("a, area");
    // An address that is none has no protocol; a browser leads away all the same.
    if (target && /^(https?|mailto|tel|):$/.test(target.protocol ?? "")) event.preventDefault();
  };
  document.addEventListener("click", stay, true);
  document.addEventListener("submit", (event) => /^https?:|^mailto:/.test(event.target.action) && event.preventDefault(), true);
  const touch = (root) => {
    for (const element of [...root.querySelectorAll("*")].slice(0, 3000)) {
      for (const name of ["pointerenter", "mouseover", "mouseenter", "mousemove", "mouseout"]) {
        element.dispatchEvent(new MouseEvent(name, { bubbles: name !== "mouseenter" }));
      }
      // A call on what cannot take the focus does nothing but lay out the whole page once more.
      if (element.tabIndex >= 0 || element.hasAttribute("tabindex")) {
        element.focus?.();
        element.blur?.();
      }
      element.click?.();
    }
  };
  touch(document);
  const again = document.createElement("div");
  document.body.append(again);
  again.innerHTML = document.body.innerHTML;
  look(again, "read again");
  await new Promise((ready) => setTimeout(ready, 30));
  return [...new Set(wrong)];
}

const browser = await open();
const problems = [];
let checked = 0;
for (const policy of ["sanitise", "escape"]) {
  const found = await attack(policy);
  checked += found.pages;
  problems.push(...found.problems.map((problem) => `${policy} ${problem}`));
}
if (!words) {
  const found = await attack("allow");
  const hits = new Set(found.problems.flatMap((problem) => problem.match(/(?<=runs )\d+/) ?? []));
  console.log(`note: where HTML is allowed, ${hits.size} of ${vectors.length} attacks run`);
  if (hits.size < MUST_HIT) problems.push(`allow: only ${hits.size} attacks run: this test cannot see them`);
}
await browser.close();
finish("pages with hostile input", checked, [...new Set(problems)]);
