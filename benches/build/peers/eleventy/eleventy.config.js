// The same site for Eleventy: what is asked for on every page is worked out once for a build.
import highlight from "./highlight.js";

const PER_PAGE = 20;
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

const slug = (name) => name.toLowerCase().replaceAll(" ", "-");
const newestFirst = (api) => api.getFilteredByTag("articles").sort((a, b) => b.date - a.date);

// The names in a field with the articles that bear them.
function named(api, field) {
  const names = new Map();
  for (const page of newestFirst(api)) {
    for (const name of page.data[field] ?? []) {
      if (!names.has(name)) names.set(name, []);
      names.get(name).push(page);
    }
  }
  return [...names].sort().map(([name, pages]) => ({ name, pages, url: `/${field}/${slug(name)}/` }));
}

// The pages of a name, twenty articles on each.
function paged({ name, pages, url }) {
  const count = Math.ceil(pages.length / PER_PAGE);
  const address = (at) => (at ? `${url}page/${at + 1}/` : url);
  return Array.from({ length: count }, (_, at) => ({
    name, at, count, url: address(at),
    entries: pages.slice(at * PER_PAGE, (at + 1) * PER_PAGE),
    previous: at ? address(at - 1) : null,
    next: at + 1 < count ? address(at + 1) : null,
  }));
}

export default async function (config) {
  await highlight(config);
  config.addPassthroughCopy("content/style.css");
  config.addFilter("slugged", slug);
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("words", (date) => DAY.format(date));
  config.addFilter("first", (list, count) => list.slice(0, count));
  config.addCollection("newest", newestFirst);
  config.addCollection("authors", (api) => named(api, "authors"));
  config.addCollection("topics", (api) => named(api, "topics"));
  config.addCollection("terms", (api) => [...named(api, "authors"), ...named(api, "topics")].flatMap(paged));
  config.addCollection("neighbours", (api) => {
    const pages = newestFirst(api);
    return Object.fromEntries(pages.map((page, at) => [page.url, { previous: pages[at + 1], next: pages[at - 1] }]));
  });
  return {
    dir: { input: "content", includes: "../_includes" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
