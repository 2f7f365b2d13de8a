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
  let [older, old] = [[0], [...Array(b.length + 1).keys()]];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(row[j - 1] + 1, old[j] + 1, old[j - 1] + +(a[i - 1] !== b[j - 1]));
      if (i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
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
    return Array.from(this.take(6), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  word() {
    const shared = this.last.subarray(0, this.number());
    const rest = this.take(this.number());
    this.last = new Uint8Array([...shared, ...rest]);
    return new TextDecoder().decode(this.last);
  }
  part() {
    return new Bytes(this.take(this.number()));
  }
  get isAtEnd() {
    return this.at >= this.bytes.length;
  }
}

/** @typedef {{ page: number, score: number, section: number, title: number }} Use a page that uses a word; `title` says how many
 * words its title has if this one is among them
 * @typedef {{ word: string, count: number, others: number, pages: Uint8Array }} Word a word with some of the pages that use it, and
 * how many others are in another file
 * @typedef {{ url: string, title: string, kind: string, day: string, summary: string, headings: [string, string][], text: string }} Card
 * `text` names the file with the texts of a document for print; it is empty for a page of the site
 * @typedef {{ key: string, label: string, values: string[], pages: number[][] }} Facet
 * @typedef {{ isOfLists: boolean, files: { first: string, name: string }[] }} List names of files, or of files with such lists
 * @typedef {(name: string) => Promise<Uint8Array>} Fetch gives a file by its name, unpacked; the root for an empty name */

/** The index of a site, each file fetched when it is needed and then kept. */
export class Index {
  /** @param {Fetch} fetch @param {[string, string][]} hosts how links of the index start, as regular expressions, and what they
   * start with on the page, where a site has several hosts */
  constructor(fetch, hosts) {
    this.fetch = fetch;
    this.hosts = hosts;
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
      if (bytes.number() !== 3) throw Error();
      const pages = bytes.number();
      const list = () => ({ isOfLists: !!bytes.number(), files: readList(bytes.part()) });
      const [facets, spelling, shards, rest, cards] = [list(), list(), list(), list(), list()];
      /** @type {string[]} the language of each page */
      const languages = Array(pages);
      for (let [runs, at] = [bytes.number(), 0]; runs > 0; runs--) languages.fill(bytes.word(), at, (at += bytes.number()));
      return { pages, facets, spelling, shards, rest, cards, languages };
    });
  }
  /** The names of the files with the words that have a prefix. @param {List} list @param {string} prefix @returns {Promise<string[]>} */
  async named({ isOfLists, files }, prefix) {
    const start = Math.max(0, files.findLastIndex(({ first }) => first <= prefix));
    // The beginning of a word may be that of half of them.
    const found = files.filter(({ first }, at) => at === start || first.startsWith(prefix)).slice(0, 8);
    if (!isOfLists) return namesOf(found);
    return this.named({ isOfLists: false, files: (await this.files(namesOf(found), readList)).flat() }, prefix);
  }
  /** @template T @param {string[]} names @param {(bytes: Bytes) => T} read */
  files(names, read) {
    return Promise.all(names.map((name) => this.file(name, read)));
  }
  /** All words with a prefix, in order. @param {string} prefix @returns {Promise<Word[]>} */
  async words(prefix) {
    const names = await this.named((await this.root()).shards, prefix);
    return (await this.files(names, readShard)).flat().filter(({ word }) => word.startsWith(prefix));
  }
  /** The pages of a word that are not in the file with its first ones. @param {Word} word @returns {Promise<Use[]>} */
  async rest({ word, others }) {
    if (!others) return [];
    const names = await this.named((await this.root()).rest, word);
    return (await this.files(names, readShard)).flat().filter((it) => it.word === word).flatMap(uses);
  }
  async spelling() {
    const { spelling } = await this.root();
    return (await this.files(namesOf(spelling.files), readSpelling)).flat();
  }
  /** @param {number} page @returns {Promise<Card>} */
  async card(page) {
    const { cards } = await this.root();
    const files = cards.isOfLists ? await this.file(cards.files[page >> 12].name, readList) : cards.files;
    const read = await this.file(files[(page >> 4) & 255].name, readJson);
    const [path, title, kind, day, summary, headings, text] = read[page & 15];
    const url = this.hosts.reduce((it, [from, to]) => it.replace(RegExp(from), to), path);
    return { url, title, kind, day, summary, headings, text };
  }
  /** @returns {Promise<Facet[]>} */
  async facets() {
    const { facets, pages } = await this.root();
    return this.files(namesOf(facets.files), (bytes) => {
      const head = readJson(bytes.part());
      return { ...head, pages: Array.from({ length: pages }, () => Array.from({ length: bytes.number() }, () => bytes.number())) };
    });
  }
}

/** @param {Bytes} bytes */
function readList(bytes) {
  const files = [];
  while (!bytes.isAtEnd) files.push({ first: bytes.word(), name: bytes.name() });
  return files;
}

/** @param {List["files"]} files */
const namesOf = (files) => files.map(({ name }) => name);

/** @param {Bytes} bytes */
const readJson = (bytes) => JSON.parse(new TextDecoder().decode(bytes.bytes));

/** @param {Bytes} bytes */
function readSpelling(bytes) {
  const words = [];
  while (!bytes.isAtEnd) words.push({ word: bytes.word(), rank: bytes.number() });
  return words;
}

/** @param {Bytes} bytes */
function readShard(bytes) {
  const words = [];
  while (!bytes.isAtEnd) words.push({ word: bytes.word(), count: bytes.number(), others: bytes.number(), pages: bytes.take(bytes.number()) });
  return words;
}

/** The pages that use a word. @param {Word} word @returns {Use[]} */
function uses({ count, pages }) {
  const bytes = new Bytes(pages);
  let page = 0;
  const numbers = Array.from({ length: count }, () => (page += bytes.number()));
  return Array.from(bytes.take(count), (mark, at) => {
    const place = mark & 15;
    const other = place > 13 ? bytes.number() : place;
    return { page: numbers[at], score: mark >> 4, section: place === 14 ? 0 : other, title: place === 14 ? other : 0 };
  });
}

/** @typedef {{ page: number, score: number, section: number, words: number, first: number, title: number }} Hit
 * `first`: how many of its words are on one of the pages that their files have first
 * @typedef {{ hits: Hit[], words: Set<string>, instead: [string, string][], isPartial: boolean, isAll: boolean }} Result
 * `words`: all forms that were found, to mark them; `instead`: words that no page has, and what was looked for */

/** Words that stand for one of a query: how much each is worth, and on pages of which language.
 * @typedef {{ known: Word, worth: number, language: string }} Form */

/** Searches in an index. */
export class Search {
  /** @param {Index} index */
  constructor(index) {
    this.index = index;
  }
  /** All that a query finds; or, `quick`, what comes first of it, if that says so already. @param {string} query
   * @returns {Promise<Result>} */
  async find(query, quick = false) {
    const asked = [...new Set(terms(query))];
    const { pages, languages } = await this.index.root();
    /** @type {Map<number, Hit>} */
    const hits = new Map();
    const forms = await Promise.all(asked.map((word, at) => this.forms(word, at === asked.length - 1)));
    const all = forms.flatMap(({ found }) => found);
    for (const { found } of forms) {
      /** @type {Map<number, Use & { first: number }>} */
      const best = new Map();
      let number = 0;
      for (const first of quick ? [1] : [1, 0]) {
        for (const { known, worth, language } of found)
          for (const use of first ? uses(known) : await this.index.rest(known)) {
            const [score, before] = [use.score * worth, best.get(use.page)];
            if (languages[use.page].startsWith(language) && (!before || (before.first === first && before.score < score)))
              best.set(use.page, { ...use, score, first });
          }
        // How many pages have it must not depend on what is loaded.
        number ||= found.reduce((sum, { known }) => sum + known.others, best.size + 0.5);
      }
      const rarity = Math.log(1 + Math.max(0.5, pages - number + 1) / number);
      for (const [page, { score, section, title, first }] of best) {
        const hit = hits.get(page) ?? { page, score: 0, section: 0, words: 0, first: 0, title: 0 };
        // The part of its title that is asked for.
        hit.title += title && 1 / title;
        // The rarest word says which section is meant.
        if (score * rarity > hit.score) hit.section = section;
        hit.score += score * rarity;
        hit.words += 1;
        hit.first += first;
        hits.set(page, hit);
      }
    }
    const whole = [...hits.values()].filter((hit) => hit.words === asked.length);
    const isAll = !quick || all.every(({ known }) => !known.others);
    if (!isAll && !whole.length) return this.find(query);
    const shown = whole.length ? whole : [...hits.values()];
    for (const hit of shown) hit.score *= 1 + hit.title / 2;
    // Of pages with all words, those that their files have first come first. Others come by how telling their words are, not by how
    // many they have: in “how do I add a photo” it is not “how” that counts. Of equals the newer page comes first.
    shown.sort((a, b) => (whole.length && b.first - a.first) || b.score - a.score || b.page - a.page);
    return {
      hits: shown,
      words: new Set(all.map(({ known }) => known.word)),
      instead: forms.flatMap(({ word }, at) => (word && word !== asked[at] ? [[asked[at], word]] : [])),
      isPartial: !whole.length && hits.size > 0,
      isAll,
    };
  }
  /** The forms of a word that pages use. @param {string} word @param {boolean} isLast @returns {Promise<{ word: string, found: Form[] }>} */
  async forms(word, isLast) {
    const found = await this.known(word);
    const has = new Set(found.map(({ known }) => known.word));
    const starts = isLast && word.length > 1 ? await this.index.words(word) : [];
    const longer = starts.filter(({ word }) => !has.has(word)).slice(0, 200);
    const all = [...found, ...longer.map((known) => ({ known, worth: found.length ? 0.4 : 0.7, language: "" }))];
    if (all.length) return { word, found: all };
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
    const own = near.filter((known) => known.word === word);
    const used = own.flatMap(uses);
    // A word of another language that a page in Welsh quotes has no mutations: these would be looked for in many files.
    const isWelsh = has("cy") && used.filter((use) => languages[use.page].startsWith("cy")).length * 8 >= used.length;
    const others = isWelsh ? mutations(word).filter((form) => form !== word) : [];
    const mutated = await Promise.all(others.map((form) => this.index.words(form)));
    const forms = (/** @type {Word[]} */ words, /** @type {number} */ worth, /** @type {string} */ language) =>
      words.map((known) => ({ known, worth, language }));
    return [
      ...forms(own, 1, ""),
      ...forms(near.filter((known) => has("en") && known.word !== word && stem(known.word) === root), 0.8, "en"),
      ...mutated.flatMap((words, at) => forms(words.filter((known) => known.word === others[at]), 0.8, "cy")),
    ].filter(({ known, language }) => known.others > 0 || uses(known).some((use) => languages[use.page].startsWith(language)));
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

/** What is in quotes in a query, as folded words. @param {string} query */
export const phrases = (query) =>
  [...query.matchAll(/["“”«„](.+?)["“”»]/g)].map(([, text]) => terms(text)).filter((words) => words.length > 1);

/** True if a text has these words one behind the other. @param {string[]} text @param {string[]} phrase */
export const holds = (text, phrase) => ` ${text.join(" ")} `.includes(` ${phrase.join(" ")} `);

/** The part of a text around most of the words, cut at words. @param {string} text @param {(word: string) => boolean} isWanted */
export function excerpt(text, isWanted) {
  const places = pieces(text).filter(({ text: word }) => isWanted(fold(word))).map(({ start }) => start);
  if (!places.length) return "";
  const near = (/** @type {number} */ from) => places.filter((at) => at >= from && at < from + 180).length;
  const best = places.reduce((best, at) => (near(at) > near(best) ? at : best));
  const start = best < 60 ? 0 : text.indexOf(" ", best - 60) + 1;
  const end = text.length < start + 240 ? text.length : Math.max(text.lastIndexOf(" ", start + 240), best + LONGEST);
  return `${start > 0 ? "… " : ""}${text.slice(start, end).trim()}${end < text.length ? " …" : ""}`;
}

// From here on: the page.

/** Files of an index, unpacked by the browser. @param {string} root @returns {Fetch} */
const fromHost = (root) => async (name) => {
  const url = name ? root.replace(/\.bin$/, `/${name}.bin`) : root;
  const answer = await fetch(url, { cache: name ? "default" : "no-cache" });
  if (!answer.ok || !answer.body) throw Error(url);
  return new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());
};

/** @template {keyof HTMLElementTagNameMap} T @param {T} name @param {Record<string, string>} attributes
 * @param {...(Node | string | false)} children */
function element(name, attributes, ...children) {
  const it = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) it.setAttribute(key, value);
  it.append(...children.filter((it) => it !== false));
  return it;
}

/** @param {string} look @param {Node | string} text @param {() => void} click */
function button(look, text, click) {
  const it = element("button", { class: look, type: "button" }, text);
  it.onclick = click;
  return it;
}

/** The page with the search. */
class Page {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.field = /** @type {HTMLInputElement} */ (place.querySelector("input"));
    this.part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (place.querySelector(`[data-part=${name}]`));
    this.words = place.dataset;
    /** What readers of the page are shown for words of the index, by facet and word, each with its language unless it is theirs.
     * @type {Record<string, string[]>} */
    this.names = JSON.parse(this.say("names"));
    this.language = document.documentElement.lang.replace(/^en$/, "en-GB") || "en-GB";
    this.index = new Index(fromHost(this.say("index")), JSON.parse(this.say("hosts") || "[]"));
    this.search = new Search(this.index);
    /** Counts searches: what comes of an earlier one is not shown. */
    this.run = 0;
    /** The one whose results are shown. */
    this.listed = 0;
    /** What is chosen of the filters. */
    this.chosen = new URLSearchParams();
    /** @type {Map<string, Promise<string[]>>} */
    this.pages = new Map();
    place.onsubmit = (event) => {
      event.preventDefault();
      this.go("push");
    };
    this.field.oninput = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.go("replace"), 200);
    };
    this.part("facets").onchange = () => this.go("push");
    onpopstate = () => this.restore();
    // Half of the way to the first result, while somebody types. What fails is said when it is needed.
    this.index.root().catch(() => {});
    this.restore();
  }
  /** Shows what the address asks for. */
  restore() {
    this.field.value = new URLSearchParams(location.search).get("q") ?? "";
    this.show();
  }
  /** @param {"push" | "replace"} how */
  go(how) {
    clearTimeout(this.timer);
    const asked = new URLSearchParams();
    if (this.field.value.trim()) asked.set("q", this.field.value.trim());
    for (const box of this.part("facets").querySelectorAll("input:checked"))
      asked.append(/** @type {HTMLInputElement} */ (box).name, /** @type {HTMLInputElement} */ (box).value);
    const url = `${location.pathname}${asked.size ? `?${asked}` : ""}`;
    if (url !== location.pathname + location.search) history[`${how}State`](null, "", url);
    this.show();
  }
  /** What the page has for the script, such as a sentence of the theme. @param {string} key @param {Record<string, string | number>} values */
  say(key, values = {}) {
    return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, String(value)), this.words[key] ?? "");
  }
  /** What readers call a word of the index. @param {string} word @param {string} [key] the facet whose value it is */
  named(word, key = "") {
    const [name = word, lang] = key === "language"
      ? [new Intl.DisplayNames([word], { type: "language" }).of(word), word]
      : this.names[`${key} ${word}`] ?? [];
    return element("span", lang ? { lang } : {}, name);
  }
  /** @param {boolean} [isLast] whether a failure is said, and not tried again @returns {Promise<void>} */
  async show(isLast) {
    const [run, query] = [++this.run, this.field.value.trim()];
    this.chosen = new URLSearchParams(location.search);
    this.chosen.delete("q");
    const title = document.title.replace(/^.*: (?=\S)/, "");
    document.title = query ? `${query}: ${title}` : title;
    try {
      if (!terms(query).length) return this.clear("facets");
      // What comes first is shown before the pages of frequent words are counted, which can be many.
      const isPlain = !this.chosen.size && !phrases(query).length;
      const first = await this.search.find(query, isPlain);
      if (isPlain) await this.list(first.hits, first, query, run);
      const result = await this.narrowed(first.isAll ? first : await this.search.find(query), query);
      await this.results(result, query, run, isPlain && first.isAll);
    } catch (error) {
      if (run !== this.run) return;
      // The site may have been published anew: the parts of the index have other names then.
      this.index.kept.clear();
      if (!isLast) return this.show(true);
      console.error(error);
      this.fail();
    }
  }
  /** @param {...string} others */
  clear(...others) {
    for (const name of ["status", "notes", "list", "more", "chips", ...others]) this.part(name).replaceChildren();
    this.part("list").removeAttribute("aria-busy");
  }
  fail() {
    this.clear("facets");
    this.part("notes").append(element("p", {}, this.say("failed")), button("button", this.say("retry"), () => this.show()));
    this.announce(this.say("failed"));
  }
  /** Keeps the pages that have the phrases of the query. @param {Result} result @param {string} query @returns {Promise<Result>} */
  async narrowed(result, query) {
    const wanted = phrases(query);
    if (!wanted.length) return result;
    const looked = result.hits.slice(0, 20).map(async (hit) => {
      const text = terms((await this.texts(await this.index.card(hit.page))).join(" "));
      return wanted.every((phrase) => holds(text, phrase)) ? [hit] : [];
    });
    return { ...result, hits: (await Promise.all(looked)).flat() };
  }
  /** The text of a page of the site, or the texts of the pages of a document. @param {Card} card @returns {Promise<string[]>} */
  async texts({ url, text }) {
    if (text) return this.index.file(text, readJson);
    // Browsers read no pages of other hosts.
    if (url[0] !== "/") return [];
    const known = this.pages.get(url) ?? fetch(url).then(async (answer) => {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      page.querySelectorAll("nav, script, style, header, .comments").forEach((part) => part.remove());
      return [(page.querySelector("main")?.textContent ?? "").replace(/\s+/g, " ")];
    });
    this.pages.set(url, known);
    return known;
  }
  /** Shows the filters, and the results that they leave. @param {Result} result @param {string} query @param {number} run
   * @param {boolean} isListed */
  async results(result, query, run, isListed) {
    const facets = await this.index.facets();
    const chosen = facets.map((facet) => new Set(this.chosen.getAll(facet.key).map((value) => facet.values.indexOf(value)).filter((at) => at >= 0)));
    const fits = (/** @type {number} */ page, /** @type {number} */ but) =>
      facets.every((facet, at) => at === but || !chosen[at].size || facet.pages[page].some((value) => chosen[at].has(value)));
    if (!isListed) await this.list(result.hits.filter((hit) => fits(hit.page, -1)), result, query, run);
    if (run !== this.run) return;
    const used = /** @type {HTMLInputElement} */ (document.activeElement);
    this.facets(result, facets, chosen, fits);
    // The box that had the focus is a new one.
    this.box(used.name, used.value)?.focus();
    this.chips(facets, chosen);
  }
  /** Shows the results that are not shown yet. @param {Hit[]} hits @param {Result} result @param {string} query @param {number} run */
  async list(hits, result, query, run) {
    const list = this.part("list");
    // The first one is not kept waiting for the others.
    for (const to of [1, SHOWN]) {
      const entries = await this.entries(hits.slice(this.listed === run ? list.children.length : 0, to), result);
      if (run !== this.run) return;
      if (this.listed !== run) this.clear();
      this.listed = run;
      this.notes(result, hits.length, query);
      list.append(...entries);
      list.setAttribute("aria-busy", String(to === 1 || !result.isAll));
    }
    if (result.isAll) this.more(hits, result, SHOWN);
  }
  /** @param {Result} result @param {number} count @param {string} query */
  notes(result, count, query) {
    const key = !count ? "none" : count === 1 && result.isAll ? "one" : "many";
    const number = result.isAll ? count.toLocaleString(this.language) : "…";
    const notes = result.instead.map(([asked, word]) => this.say("instead", { asked, word }));
    if (result.isPartial && terms(query).length > 1) notes.push(this.say("some"));
    this.part("status").replaceChildren(element("h2", {}, this.say(key, { number, query })));
    this.part("notes").replaceChildren(...notes.map((note) => element("p", {}, note)));
    if (result.isAll) this.announce(this.say(key, { number, query }));
  }
  /** Says something to screen readers once the reader pauses. @param {string} text */
  announce(text) {
    clearTimeout(this.said);
    this.said = setTimeout(() => this.part("live").replaceChildren(text), 700);
  }
  /** @param {Result} result @param {Facet[]} facets @param {Set<number>[]} chosen @param {(page: number, but: number) => boolean} fits */
  facets(result, facets, chosen, fits) {
    const sets = facets.flatMap((facet, at) => {
      const counts = facet.values.map(() => 0);
      for (const { page } of result.hits) if (fits(page, at)) for (const value of facet.pages[page]) counts[value] += 1;
      const shown = facet.values.map((value, place) => ({ value, place })).filter(({ place }) => counts[place] > 0 || chosen[at].has(place));
      // What all results have narrows nothing down.
      if (!chosen[at].size && shown.every(({ place }) => counts[place] === result.hits.length)) return [];
      const boxes = shown.map(({ value, place }) => {
        const box = element("input", { type: "checkbox", name: facet.key, value });
        box.checked = chosen[at].has(place);
        return element("label", {}, box, " ", this.named(value, facet.key), " ", element("span", { class: "count" }, counts[place].toLocaleString(this.language)));
      });
      return element("fieldset", {}, element("legend", {}, this.named(facet.label)), ...boxes);
    });
    this.part("facets").replaceChildren();
    if (!sets.length) return;
    const number = chosen.reduce((sum, values) => sum + values.size, 0);
    const fold = element("details", {}, element("summary", {}, this.say(number ? "filtered" : "filter", { number })), ...sets);
    fold.open = this.isOpen ?? matchMedia("(min-width: 62rem)").matches;
    fold.ontoggle = () => (this.isOpen = fold.open);
    this.part("facets").append(fold);
  }
  /** @param {string} name @param {string} value */
  box(name, value) {
    return [...this.part("facets").querySelectorAll("input")].find((it) => it.name === name && it.value === value);
  }
  /** @param {Facet[]} facets @param {Set<number>[]} chosen */
  chips(facets, chosen) {
    const chips = facets.flatMap((facet, at) => [...chosen[at]].map((place) => {
      const name = this.named(facet.values[place], facet.key);
      const chip = button("chip", name, () => {
        this.field.focus();
        this.box(facet.key, facet.values[place])?.click();
      });
      chip.ariaLabel = this.say("remove", { filter: name.innerText });
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
    const day = card.day && new Date(`${card.day}T12:00:00Z`).toLocaleDateString(this.language, { dateStyle: "long", timeZone: "UTC" });
    const summary = element("p", {}, ...marked(card.summary, isWanted));
    const it = element("li", { class: "entry" },
      element("h3", { class: "entry-title" }, element("a", { href: card.url }, ...marked(card.title, isWanted))),
      element("p", { class: "meta" }, this.named(card.kind), day && " ", day && element("span", {}, day)),
      summary, this.section(card, hit.section, isWanted));
    const says = terms(`${card.title} ${card.summary}`).some(isWanted);
    if (!says || card.text) this.quote(it, card, summary, isWanted);
    return it;
  }
  /** Where in a page its words are. @param {Card} card @param {number} section @param {(word: string) => boolean} isWanted */
  section(card, section, isWanted) {
    const [id, heading] = card.text ? [`page=${section}`, ""] : card.headings[section - 1] ?? ["", ""];
    if (!section || !id) return "";
    const words = card.text ? [this.say("page", { number: section })] : marked(heading, isWanted);
    return element("p", { class: "in-section" }, !card.text && `${this.say("section")} `, element("a", { href: `${card.url}#${encodeURI(id)}` }, ...words));
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
    const number = Math.min(SHOWN, hits.length - shown);
    const more = button("button plain", this.say("more", { number }), async () => {
      const run = this.run;
      try {
        const next = await this.entries(hits.slice(shown, shown + SHOWN), result);
        if (run !== this.run) return;
        this.part("list").append(...next);
        this.more(hits, result, shown + SHOWN);
        next[0]?.querySelector("a")?.focus();
      } catch {
        if (run === this.run) this.show();
      }
    });
    this.part("more").replaceChildren(...(number > 0 ? [more] : []));
  }
}

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

if (globalThis.document) {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("#_search"));
  if (place && globalThis.DecompressionStream) {
    place.classList.add("ready");
    new Page(place);
  }
  // On the page for what is not there: the words of the address, to search for.
  const missing = /** @type {HTMLInputElement | null} */ (document.querySelector("input[data-missing]"));
  if (missing) missing.value = terms(decodeURIComponent(location.pathname).replace(/\.\w+$/, "")).join(" ");
}
