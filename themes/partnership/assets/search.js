// @ts-check
// The search of a site, in the browser of its reader. It asks no other site: the index is made of small files beside the
// page `/search/`, of which a search needs a few. What is in them is written down in src/index of copublish.
//
// The parts without a page are exported, so that tests can try them: terms, stem, distance, Index, Search.

/** Letters and scripts as `base/terms.rs` has them; both are tried on the texts of tests/search/terms.json. */
const PLAIN = { ß: "ss", æ: "ae", ð: "d", ø: "o", þ: "th", đ: "d", ħ: "h", ı: "i", ł: "l", œ: "oe", ŧ: "t" };
const ALONE = /([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}])/u;
const LETTER = "[\\p{Alphabetic}\\p{N}\\p{M}]";
const TOKEN = new RegExp(`${LETTER}(?:${LETTER}|['’])*`, "gu");
const GENITIVE = new RegExp(`['’]s(?!${LETTER})`, "giu");
const NO_LETTER = new RegExp(`(?!${LETTER}).`, "gsu");
const LONGEST = 40;
/** Results that are shown at once. */
const SHOWN = 10;

/** A word in small letters without accents. @param {string} word */
const fold = (word) =>
  [...word.normalize("NFKD").toLowerCase().replace(/[ßæðøþđħıłœŧ]/g, (c) => PLAIN[/** @type {"ß"} */ (c)])
    .replace(/[\u0300-\u036f]/g, "").replace(NO_LETTER, "")].slice(0, LONGEST).join("");

/** The words of a text, folded. @param {string} text @returns {string[]} */
export const terms = (text) => pieces(text).map((piece) => fold(piece.text)).filter(Boolean);

/** The words of a text as written, each with its place. @param {string} text */
function* found(text) {
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    let at = index;
    for (const part of token.replace(GENITIVE, "  ").split(ALONE)) {
      for (const { 0: word, index: inside } of part.matchAll(/\S+/g))
        yield { text: word.replace(/['’]/g, ""), start: at + inside, end: at + inside + word.length };
      at += part.length;
    }
  }
}
/** @param {string} text */
const pieces = (text) => [...found(text)];

/** How far two words are apart: letters to add, to leave out, to change or to swap with the next one; `most` + 1 for more.
 * @param {string} a @param {string} b @param {number} most */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [older, old, row] = [[0], [...Array(b.length + 1).keys()], /** @type {number[]} */ ([])];
  for (let i = 1; i <= a.length; i++) {
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(row[j - 1] + 1, old[j] + 1, old[j - 1] + Number(a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [older, old] = [old, row];
  }
  return old[b.length];
}

// Stems of English words, lightly: one word in its forms, as in the first steps of Martin Porter (1980).
/** @param {string} word @returns {string} */
export function stem(word) {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  let it = word.replace(/(ss|i)es$/, "$1").replace(/([^su])s$/, "$1").replace(/(is|iz)ation(?=$|al)/, "$1e");
  const [, start] = it.match(/^(.*[aeiouy].*)(?:ed|ing)$/) ?? [];
  if (start && !it.endsWith("eed")) {
    const single = start.replace(/([^aeioulsz])\1$/, "$1");
    it = single === start && /^[^aeiou]*[aeiouy][^aeiouwxy]$/.test(start) ? `${start}e` : single;
  }
  return it.replace(/(?<=.[^aeiou])y$/, "i").replace(/(?<=....)e$/, "");
}

// How Welsh words begin after others, and how they begin by themselves.
/** @type {[string, string[]][]} */
const MUTATIONS = [["ngh", ["c"]], ["ng", ["g"]], ["mh", ["p"]], ["nh", ["t"]], ["ph", ["p"]], ["th", ["t"]], ["ch", ["c"]], ["dd", ["d"]],
  ["b", ["p"]], ["d", ["t"]], ["f", ["b", "m"]], ["g", ["c"]], ["l", ["ll"]], ["m", ["b"]], ["n", ["d"]], ["r", ["rh"]]];

/** The forms that a Welsh word may have: itself, without its mutation, and with each. @param {string} word @returns {string[]} */
export function mutations(word) {
  if (word.length < 4) return [word];
  const start = MUTATIONS.find(([mutated]) => word.startsWith(mutated));
  const plain = start ? start[1].map((radical) => radical + word.slice(start[0].length)) : [];
  const all = new Set([word]);
  for (const form of [word, ...plain, ...(/^[aeiouwylr]/.test(word) ? [`g${word}`] : [])]) {
    all.add(form);
    for (const [mutated, radicals] of MUTATIONS)
      for (const radical of radicals)
        if (form.startsWith(radical) && !(radical.length === 1 && form.startsWith(`${radical}h`))) all.add(mutated + form.slice(radical.length));
    if (form.startsWith("g")) all.add(form.slice(1));
  }
  return [...all];
}

/** Reads numbers, names and words one behind the other. */
class Bytes {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.last = new Uint8Array();
  }
  number() {
    let number = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.at++] ?? 0;
      number += (byte % 128) * factor;
      if (byte < 128) return number;
    }
  }
  /** @param {number} length */
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  name() {
    return [...this.take(6)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  word() {
    const shared = this.last.subarray(0, this.number());
    const rest = this.take(this.number());
    this.last = new Uint8Array([...shared, ...rest]);
    return new TextDecoder().decode(this.last);
  }
  get isAtEnd() {
    return this.at >= this.bytes.length;
  }
}

/** @typedef {{ page: number, score: number, section: number, title: number }} Use a page that uses a word; `title` says how many
 * words its title has if this one is among them
 * @typedef {{ word: string, uses: Use[] }} Entry
 * @typedef {{ url: string, title: string, kind: string, day: string, summary: string, headings: [string, string][], text: string }} Card
 * `text` names the file with the texts of a document for print; it is empty for a page of the site
 * @typedef {{ key: string, label: string, values: string[], pages: number[][] }} Facet
 * @typedef {(name: string) => Promise<Uint8Array>} Fetch gives a file by its name, unpacked; the root for an empty name */

/** The index of a site, each file fetched when it is needed and then kept. */
export class Index {
  /** @param {Fetch} fetch */
  constructor(fetch) {
    this.fetch = fetch;
    /** @type {Map<string, Promise<any>>} */
    this.kept = new Map();
  }
  /** @template T @param {string} name @param {(bytes: Bytes) => T} read @returns {Promise<T>} */
  file(name, read) {
    const known = this.kept.get(name);
    if (known) return known;
    const file = this.fetch(name).then((bytes) => read(new Bytes(bytes)));
    this.kept.set(name, file);
    // What failed is asked for again.
    file.catch(() => this.kept.delete(name));
    return file;
  }
  root() {
    return this.file("", (bytes) => {
      if (bytes.number() !== 2) throw new Error("the index has another format");
      const pages = bytes.number();
      const counts = [1, 2, 3, 4].map(() => bytes.number());
      const [facets, spelling, shards, cards] = counts.map((count) => Array.from({ length: count }, () => bytes.name()));
      const firsts = shards.map(() => bytes.word());
      /** @type {string[]} the language of each page */
      const languages = Array(pages);
      for (let [runs, at] = [bytes.number(), 0]; runs > 0; runs--) languages.fill(bytes.word(), at, (at += bytes.number()));
      return { pages, facets, spelling, shards, cards, firsts, languages };
    });
  }
  /** All words with a prefix, in order. @param {string} prefix @returns {Promise<Entry[]>} */
  async words(prefix) {
    const { firsts, shards } = await this.root();
    const start = Math.max(0, firsts.findLastIndex((first) => first <= prefix));
    const wanted = shards.filter((_, at) => at >= start && (at === start || firsts[at].startsWith(prefix)));
    const read = await Promise.all(wanted.map((name) => this.file(name, readShard)));
    return read.flat().filter((entry) => entry.word.startsWith(prefix));
  }
  async spelling() {
    const { spelling } = await this.root();
    return (await Promise.all(spelling.map((name) => this.file(name, readSpelling)))).flat();
  }
  /** @param {number} page @returns {Promise<Card>} */
  async card(page) {
    const { cards } = await this.root();
    const read = await this.file(cards[page >> 4], readJson);
    const [url, title, kind, day, summary, parts] = read[page & 15];
    return { url, title, kind, day, summary, ...(typeof parts === "string" ? { headings: [], text: parts } : { headings: parts, text: "" }) };
  }
  /** The texts of a document for print, page by page. @param {string} name @returns {Promise<string[]>} */
  texts(name) {
    return this.file(name, readJson);
  }
  /** @returns {Promise<Facet[]>} */
  async facets() {
    const { facets, pages } = await this.root();
    return Promise.all(facets.map((/** @type {string} */ name) => this.file(name, (bytes) => {
      const head = readJson(new Bytes(bytes.take(bytes.number())));
      const values = () => Array.from({ length: bytes.number() }, () => bytes.number());
      return { ...head, pages: Array.from({ length: pages }, values) };
    })));
  }
}

/** @param {Bytes} bytes */
const readJson = (bytes) => JSON.parse(new TextDecoder().decode(bytes.bytes));

/** @param {Bytes} bytes */
function readSpelling(bytes) {
  const words = [];
  while (!bytes.isAtEnd) words.push({ word: bytes.word(), rank: bytes.number() });
  return words;
}

/** @param {Bytes} bytes @returns {Entry[]} */
function readShard(bytes) {
  const entries = [];
  while (!bytes.isAtEnd) {
    const [word, count] = [bytes.word(), bytes.number()];
    entries.push(new Word(word, count, bytes.take(bytes.number())));
  }
  return entries;
}

/** A word with the pages that use it, which are read when they are asked for. */
class Word {
  /** @param {string} word @param {number} count @param {Uint8Array} bytes */
  constructor(word, count, bytes) {
    this.word = word;
    this.count = count;
    this.bytes = bytes;
  }
  get uses() {
    const [bytes, reader, pages] = [this.bytes, new Bytes(this.bytes), /** @type {number[]} */ ([])];
    for (let at = 0; at < this.count; at++) pages.push((pages[at - 1] ?? 0) + reader.number());
    return pages.map((page, at) => {
      const mark = bytes[bytes.length - this.count + at];
      const place = mark & 15;
      const other = place > 13 ? reader.number() : 0;
      return { page, score: mark >> 4, section: place < 14 ? place : place > 14 ? 14 + other : 0, title: place === 14 ? other : 0 };
    });
  }
}

/** @typedef {{ page: number, score: number, section: number, words: number, title: number }} Hit
 * @typedef {{ hits: Hit[], words: Set<string>, instead: [string, string][], isPartial: boolean }} Result
 * `words`: all forms that were found, to mark them; `instead`: words that no page has, and what was looked for */

/** Words that stand for one of a query: how much each is worth, and which pages use it.
 * @typedef {{ word: string, worth: number, uses: Use[] }} Form */

/** Searches in an index. */
export class Search {
  /** @param {Index} index */
  constructor(index) {
    this.index = index;
  }
  /** @param {string} query @returns {Promise<Result>} */
  async find(query) {
    const asked = [...new Set(terms(query))];
    const { pages } = await this.index.root();
    /** @type {Map<number, Hit>} */
    const hits = new Map();
    /** @type {Set<string>} */
    const words = new Set();
    /** @type {[string, string][]} */
    const instead = [];
    const forms = await Promise.all(asked.map((word, at) => this.forms(word, at === asked.length - 1)));
    for (const [at, { found, word }] of forms.entries()) {
      if (word !== asked[at] && word) instead.push([asked[at], word]);
      addWord(hits, found, pages);
      found.forEach((form) => words.add(form.word));
    }
    const whole = [...hits.values()].filter((hit) => hit.words === asked.length);
    const shown = whole.length > 0 ? whole : [...hits.values()];
    for (const hit of shown) hit.score *= 1 + hit.title / 2;
    // What matches more words comes first, and of equals the newer page.
    shown.sort((a, b) => b.words - a.words || b.score - a.score || b.page - a.page);
    return { hits: shown, words, instead, isPartial: whole.length === 0 && shown.length > 0 };
  }
  /** The forms of a word that pages use. @param {string} word @param {boolean} isLast @returns {Promise<{ word: string, found: Form[] }>} */
  async forms(word, isLast) {
    const found = await this.known(word);
    const known = new Set(found.map((form) => form.word));
    const starts = isLast && word.length > 1 ? await this.index.words(word) : [];
    const longer = starts.filter((entry) => !known.has(entry.word)).slice(0, 200);
    const all = [...found, ...longer.map(({ word, uses }) => ({ word, uses, worth: found.length > 0 ? 0.4 : 0.7 }))];
    if (all.length > 0) return { word, found: all };
    const near = await this.nearest(word);
    return { word: near, found: near ? await this.known(near) : [] };
  }
  /** A word, on pages in English its other forms, on pages in Welsh its mutations. @param {string} word @returns {Promise<Form[]>} */
  async known(word) {
    const { languages } = await this.index.root();
    const has = (/** @type {string} */ language) => languages.some((/** @type {string} */ it) => it.startsWith(language));
    const root = has("en") ? stem(word) : word;
    const shared = root.length > 3 ? root.slice(0, -1) : root;
    const isStem = root !== word || word.length > 3;
    const prefix = has("en") && isStem && word.startsWith(shared) && word.length > 2 ? shared : word;
    const near = await this.index.words(prefix);
    const used = near.find((entry) => entry.word === word)?.uses ?? [];
    // A word of another language that a page in Welsh quotes has no mutations: these would be looked for in many files.
    const isWelsh = has("cy") && used.filter((use) => languages[use.page].startsWith("cy")).length * 8 >= used.length;
    const others = isWelsh ? mutations(word).filter((form) => form !== word) : [];
    const mutated = await Promise.all(others.map((form) => this.index.words(form)));
    const only = (/** @type {Entry} */ { word, uses }, /** @type {string} */ language) =>
      ({ word, worth: 0.8, uses: uses.filter((use) => languages[use.page].startsWith(language)) });
    return [
      ...near.filter((entry) => entry.word === word).map(({ word, uses }) => ({ word, worth: 1, uses })),
      ...near.filter((entry) => has("en") && entry.word !== word && stem(entry.word) === root).map((entry) => only(entry, "en")),
      ...mutated.flatMap((entries, at) => entries.filter((entry) => entry.word === others[at]).map((entry) => only(entry, "cy"))),
    ].filter((form) => form.uses.length > 0);
  }
  /** The word nearest to one that no page has; empty if none is near. @param {string} word */
  async nearest(word) {
    const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
    if (most === 0 || /\d/.test(word)) return "";
    let [best, least, rank] = ["", most + 1, -1];
    for (const known of await this.index.spelling()) {
      const apart = distance(word, known.word, most);
      if (apart < least || (apart === least && apart <= most && known.rank > rank)) [best, least, rank] = [known.word, apart, known.rank];
    }
    return best;
  }
}

/** Adds what one word of a query says about pages. @param {Map<number, Hit>} hits @param {Form[]} forms @param {number} pages */
function addWord(hits, forms, pages) {
  /** @type {Map<number, Use>} */
  const best = new Map();
  for (const { uses, worth } of forms)
    for (const use of uses) if ((best.get(use.page)?.score ?? 0) < use.score * worth) best.set(use.page, { ...use, score: use.score * worth });
  const rarity = Math.log(1 + (pages - best.size + 0.5) / (best.size + 0.5));
  for (const [page, { score, section, title }] of best) {
    const hit = hits.get(page) ?? { page, score: 0, section: 0, words: 0, title: 0 };
    // The part of its title that is asked for.
    if (title > 0) hit.title += 1 / title;
    // The rarest word says which section is meant.
    if (score * rarity > hit.score) hit.section = section;
    hit.score += score * rarity;
    hit.words += 1;
    hits.set(page, hit);
  }
}

/** What is in quotes in a query, as folded words. @param {string} query */
export const phrases = (query) =>
  [...query.matchAll(/["“”«„](.+?)["“”»]/g)].map(([, text]) => terms(text)).filter((words) => words.length > 1);

/** True if a text has these words one behind the other. @param {string[]} text @param {string[]} phrase */
export const holds = (text, phrase) => ` ${text.join(" ")} `.includes(` ${phrase.join(" ")} `);

/** The part of a text around most of the words, cut at words. @param {string} text @param {(word: string) => boolean} isWanted */
export function excerpt(text, isWanted) {
  const places = pieces(text).filter(({ text: word }) => isWanted(fold(word)));
  if (places.length === 0) return "";
  const near = (/** @type {number} */ at) => places.filter(({ start }) => start >= at && start < at + 180).length;
  const best = places.reduce((best, place) => (near(place.start) > near(best.start) ? place : best));
  const start = best.start < 60 ? 0 : text.indexOf(" ", best.start - 60) + 1;
  const end = text.length < start + 240 ? text.length : text.lastIndexOf(" ", start + 240);
  return `${start > 0 ? "… " : ""}${text.slice(start, Math.max(end, best.end)).trim()}${end < text.length ? " …" : ""}`;
}

// From here on: the page.

/** Files of an index, unpacked by the browser. @param {string} root @returns {Fetch} */
const fromHost = (root) => async (name) => {
  const url = name ? root.replace(/\.bin$/, `/${name}.bin`) : root;
  const answer = await fetch(url, { cache: name ? "default" : "no-cache" });
  if (!answer.ok || !answer.body) throw new Error(`${url}: ${answer.status}`);
  return new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());
};

/** @template {keyof HTMLElementTagNameMap} T @param {T} name @param {Record<string, string>} attributes @param {...(Node | string)} children */
function element(name, attributes, ...children) {
  const it = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) it.setAttribute(key, value);
  it.append(...children);
  return it;
}

/** The page with the search. */
class Page {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.form = /** @type {HTMLFormElement} */ (place.querySelector("form"));
    this.field = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("q"));
    this.part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (place.querySelector(`[data-part=${name}]`));
    this.words = place.dataset;
    this.language = document.documentElement.lang.replace(/^en$/, "en-GB") || "en-GB";
    this.index = new Index(fromHost(this.words.index ?? ""));
    this.search = new Search(this.index);
    /** Counts searches: what comes of an earlier one is not shown. */
    this.run = 0;
    this.timer = 0;
    this.said = 0;
    /** @type {Map<string, Promise<string[]>>} */
    this.pages = new Map();
  }
  start() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go("push");
    });
    this.field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.go("replace"), 200);
    });
    this.part("facets").addEventListener("change", () => this.go("push"));
    addEventListener("popstate", () => this.restore());
    // Half of the way to the first result, while somebody types. What fails is said when it is needed.
    this.index.root().catch(() => {});
    this.restore();
  }
  /** Shows what the address asks for. */
  restore() {
    const asked = new URLSearchParams(location.search);
    this.field.value = asked.get("q") ?? "";
    asked.delete("q");
    this.chosen = asked;
    this.show();
  }
  /** @param {"push" | "replace"} how */
  go(how) {
    clearTimeout(this.timer);
    const asked = new URLSearchParams();
    if (this.field.value.trim()) asked.set("q", this.field.value.trim());
    for (const box of this.part("facets").querySelectorAll("input:checked"))
      asked.append(/** @type {HTMLInputElement} */ (box).name, /** @type {HTMLInputElement} */ (box).value);
    const url = `${location.pathname}${asked.size > 0 ? `?${asked}` : ""}`;
    if (url !== location.pathname + location.search) history[`${how}State`](null, "", url);
    asked.delete("q");
    this.chosen = asked;
    this.show();
  }
  /** A sentence of the theme. @param {string} key @param {Record<string, string | number>} values */
  say(key, values = {}) {
    return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, String(value)), this.words[key] ?? "");
  }
  async show() {
    const [run, query] = [++this.run, this.field.value.trim()];
    const title = document.title.replace(/^.*: (?=\S)/, "");
    document.title = query ? `${query}: ${title}` : title;
    try {
      if (terms(query).length === 0) return this.clear("facets");
      const result = await this.narrowed(await this.search.find(query), query);
      if (run === this.run) await this.results(result, query, run);
    } catch (error) {
      console.error(error);
      if (run === this.run) this.fail();
    }
  }
  /** @param {...string} others */
  clear(...others) {
    for (const name of ["status", "notes", "list", "more", "chips", ...others]) this.part(name).replaceChildren();
    this.part("list").removeAttribute("aria-busy");
  }
  fail() {
    this.clear("facets");
    const again = element("button", { type: "button", class: "button" }, this.say("retry"));
    again.addEventListener("click", () => this.show());
    this.part("notes").append(element("p", {}, this.say("failed")), again);
    this.announce(this.say("failed"));
  }
  /** Keeps the pages that have the phrases of the query. @param {Result} result @param {string} query @returns {Promise<Result>} */
  async narrowed(result, query) {
    const wanted = phrases(query);
    if (wanted.length === 0) return result;
    const looked = result.hits.slice(0, 20).map(async (hit) => {
      const text = terms((await this.texts(await this.index.card(hit.page))).join(" "));
      return wanted.every((phrase) => holds(text, phrase)) ? [hit] : [];
    });
    return { ...result, hits: (await Promise.all(looked)).flat() };
  }
  /** The text of a page of the site, or the texts of the pages of a document. @param {Card} card @returns {Promise<string[]>} */
  texts({ url, text }) {
    if (text) return this.index.texts(text);
    const known = this.pages.get(url) ?? fetch(url).then(async (answer) => {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      page.querySelectorAll("nav, script, style, header, .comments").forEach((part) => part.remove());
      return [(page.querySelector("main")?.textContent ?? "").replace(/\s+/g, " ")];
    });
    this.pages.set(url, known);
    return known;
  }
  /** The first results are shown before the filters are there, unless one is chosen.
   * @param {Result} result @param {string} query @param {number} run */
  async results(result, query, run) {
    if (!this.chosen?.size) await this.list(result.hits, result, query, run);
    const facets = await this.index.facets();
    if (run !== this.run) return;
    const chosen = facets.map((facet) => new Set((this.chosen?.getAll(facet.key) ?? []).map((value) => facet.values.indexOf(value)).filter((at) => at >= 0)));
    const fits = (/** @type {number} */ page, /** @type {number} */ but) =>
      facets.every((facet, at) => at === but || chosen[at].size === 0 || facet.pages[page].some((value) => chosen[at].has(value)));
    if (this.chosen?.size) await this.list(result.hits.filter((hit) => fits(hit.page, -1)), result, query, run);
    if (run !== this.run) return;
    const used = document.activeElement;
    this.facets(result, facets, chosen, fits);
    if (used instanceof HTMLInputElement && used.type === "checkbox") this.refocus(used);
    this.chips(facets, chosen);
  }
  /** @param {Hit[]} hits @param {Result} result @param {string} query @param {number} run */
  async list(hits, result, query, run) {
    // The first one is not kept waiting for the others.
    for (const [from, to] of [[0, 1], [1, SHOWN]]) {
      const entries = await this.entries(hits.slice(from, to), result);
      if (run !== this.run) return;
      if (from === 0) {
        this.clear();
        this.notes(result, hits.length, query);
      }
      this.part("list").append(...entries);
      this.part("list").setAttribute("aria-busy", String(from === 0));
    }
    this.more(hits, result, SHOWN);
  }
  /** @param {Result} result @param {number} count @param {string} query */
  notes(result, count, query) {
    const key = count === 0 ? "none" : count === 1 ? "one" : "many";
    const number = count.toLocaleString(this.language);
    this.part("status").append(element("h2", {}, this.say(key, { number, query })));
    for (const [asked, word] of result.instead) this.part("notes").append(element("p", {}, this.say("instead", { asked, word })));
    if (result.isPartial && terms(query).length > 1) this.part("notes").append(element("p", {}, this.say("some")));
    this.announce(this.say(key, { number, query }));
  }
  /** Says something to screen readers once the reader pauses. @param {string} text */
  announce(text) {
    clearTimeout(this.said);
    this.said = window.setTimeout(() => this.part("live").replaceChildren(text), 700);
  }
  /** @param {Result} result @param {Facet[]} facets @param {Set<number>[]} chosen @param {(page: number, but: number) => boolean} fits */
  facets(result, facets, chosen, fits) {
    const sets = facets.map((facet, at) => {
      const counts = facet.values.map(() => 0);
      for (const { page } of result.hits) if (fits(page, at)) for (const value of facet.pages[page]) counts[value] += 1;
      const shown = facet.values.map((value, place) => ({ value, place })).filter(({ place }) => counts[place] > 0 || chosen[at].has(place));
      // What all results have narrows nothing down.
      if (chosen[at].size === 0 && shown.every(({ place }) => counts[place] === result.hits.length)) return null;
      const boxes = shown.map(({ value, place }) => {
        const box = element("input", { type: "checkbox", name: facet.key, value });
        box.checked = chosen[at].has(place);
        return element("label", {}, box, ` ${named(facet, value)} `, element("span", { class: "count" }, counts[place].toLocaleString(this.language)));
      });
      return element("fieldset", {}, element("legend", {}, facet.label), ...boxes);
    }).filter((set) => set !== null);
    this.part("facets").replaceChildren();
    if (sets.length === 0) return;
    const number = chosen.reduce((sum, values) => sum + values.size, 0);
    const fold = element("details", {}, element("summary", {}, number > 0 ? this.say("filtered", { number }) : this.say("filter")), ...sets);
    fold.open = this.isOpen ?? matchMedia("(min-width: 62rem)").matches;
    fold.addEventListener("toggle", () => (this.isOpen = fold.open));
    this.part("facets").append(fold);
  }
  /** The box that had the focus is a new one. @param {HTMLInputElement} used */
  refocus(used) {
    for (const box of this.part("facets").querySelectorAll("input")) if (box.name === used.name && box.value === used.value) box.focus();
  }
  /** @param {Facet[]} facets @param {Set<number>[]} chosen */
  chips(facets, chosen) {
    const chips = facets.flatMap((facet, at) => [...chosen[at]].map((place) => {
      const filter = named(facet, facet.values[place]);
      const chip = element("button", { type: "button", class: "chip" }, filter);
      chip.setAttribute("aria-label", this.say("remove", { filter }));
      chip.addEventListener("click", () => {
        for (const box of this.part("facets").querySelectorAll("input"))
          if (box.name === facet.key && box.value === facet.values[place]) box.checked = false;
        this.field.focus();
        this.go("push");
      });
      return chip;
    }));
    this.part("chips").append(...chips);
  }
  /** @param {Hit[]} hits @param {Result} result */
  async entries(hits, result) {
    const cards = await Promise.all(hits.map((hit) => this.index.card(hit.page)));
    return cards.map((card, at) => this.entry(card, hits[at], result));
  }
  /** @param {Card} card @param {Hit} hit @param {Result} result */
  entry(card, hit, result) {
    const isWanted = (/** @type {string} */ word) => result.words.has(word);
    const link = element("a", { href: card.url }, ...marked(card.title, isWanted));
    const day = card.day && new Date(`${card.day}T12:00:00Z`).toLocaleDateString(this.language, { dateStyle: "long", timeZone: "UTC" });
    const meta = element("p", { class: "meta" }, element("span", {}, card.kind), ...(day ? [" ", element("span", {}, day)] : []));
    const summary = element("p", {}, ...marked(card.summary, isWanted));
    const parts = [element("h3", { class: "entry-title" }, link), meta, summary];
    const part = this.section(card, hit.section, isWanted);
    if (part) parts.push(part);
    const says = pieces(`${card.title} ${card.summary}`).some(({ text }) => isWanted(fold(text)));
    const it = element("li", { class: "entry" }, ...parts);
    if (!says || card.text) this.quote(it, card, summary, isWanted);
    return it;
  }
  /** Where in a page its words are. @param {Card} card @param {number} section @param {(word: string) => boolean} isWanted */
  section(card, section, isWanted) {
    if (card.text && section > 0) {
      const link = element("a", { href: `${card.url}#page=${section}` }, this.say("page", { number: section }));
      return element("p", { class: "in-section" }, link);
    }
    const heading = card.headings[section - 1];
    if (!heading) return null;
    const link = element("a", { href: `${card.url}#${encodeURIComponent(heading[0])}` }, ...marked(heading[1], isWanted));
    return element("p", { class: "in-section" }, `${this.say("section")} `, link);
  }
  /** Shows the words in the text of a page, once its entry is seen. @param {Element} entry @param {Card} card @param {Element} summary
   * @param {(word: string) => boolean} isWanted */
  quote(entry, card, summary, isWanted) {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((it) => it.isIntersecting)) return;
      seen.disconnect();
      this.texts(card).then((texts) => {
        const counts = texts.map((text) => new Set(terms(text).filter(isWanted)).size);
        const best = counts.indexOf(Math.max(...counts));
        const part = excerpt(texts[best] ?? "", isWanted);
        if (!part) return;
        summary.replaceChildren(...marked(part, isWanted));
        const link = card.text && this.section(card, best + 1, isWanted);
        if (link) entry.querySelector(".in-section")?.replaceWith(link);
      }, () => {});
    });
    seen.observe(entry);
  }
  /** @param {Hit[]} hits @param {Result} result @param {number} shown */
  more(hits, result, shown) {
    const place = this.part("more");
    place.replaceChildren();
    if (hits.length <= shown) return;
    const button = element("button", { type: "button", class: "button plain" }, this.say("more", { number: Math.min(SHOWN, hits.length - shown) }));
    button.addEventListener("click", async () => {
      const run = this.run;
      try {
        const next = await this.entries(hits.slice(shown, shown + SHOWN), result);
        if (run !== this.run) return;
        this.part("list").append(...next);
        this.more(hits, result, shown + SHOWN);
        next[0]?.querySelector("a")?.focus();
      } catch {
        if (run === this.run) this.fail();
      }
    });
    place.append(button);
  }
}

/** What readers call a value of a facet. @param {Facet} facet @param {string} value */
const named = (facet, value) => (facet.key === "language" && new Intl.DisplayNames([value], { type: "language" }).of(value)) || value;

/** A text with some of its words marked. @param {string} text @param {(word: string) => boolean} isWanted @returns {(Node | string)[]} */
function marked(text, isWanted) {
  const parts = [];
  let at = 0;
  for (const { text: word, start, end } of pieces(text)) {
    if (!isWanted(fold(word))) continue;
    parts.push(text.slice(at, start), element("mark", {}, text.slice(start, end)));
    at = end;
  }
  return [...parts, text.slice(at)];
}

if (typeof document !== "undefined") {
  const place = document.getElementById("_search");
  if (place && "DecompressionStream" in globalThis) {
    place.classList.add("ready");
    new Page(place).start();
  }
  // On the page for what is not there: the words of the address, to search for.
  const missing = document.querySelector("input[data-missing]");
  if (missing instanceof HTMLInputElement) missing.value = terms(decodeURIComponent(location.pathname).replace(/\.\w+$/, "")).join(" ");
}
