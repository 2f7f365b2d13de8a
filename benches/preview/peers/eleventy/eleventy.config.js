// A partnership's site for Eleventy: relations are looked up in maps that are made once for a build.
const NAMED = ["people", "organisations", "work-streams", "regions", "topics"];
const LISTED = ["blogs", "news", "reports", "events"];

const newestFirst = (a, b) => b.date - a.date;
const slug = (word) => word.replaceAll(" ", "-");

// The documents of a folder: `/news/what-came-out/`, not `/news/` and its further pages.
const isIn = (folder) => (page) => page.url?.startsWith(`/${folder}/`) && page.url.split("/").length === 4;

export default function (config) {
  config.addPassthroughCopy("content/style.css");
  config.addPassthroughCopy("content/images");
  config.addFilter("day", (date) => new Date(date).toISOString().slice(0, 10));
  config.addFilter("slugged", slug);
  config.addFilter("first", (list, count) => (list ?? []).slice(0, count));
  config.addFilter("within", (list, prefix) => list.filter((page) => page.url.startsWith(prefix) && page.url !== prefix));

  for (const folder of [...LISTED, ...NAMED]) {
    const order = NAMED.includes(folder) ? (a, b) => a.data.title.localeCompare(b.data.title) : newestFirst;
    config.addCollection(folder, (api) => api.getAll().filter(isIn(folder)).sort(order));
  }
  config.addCollection("chapters", (api) =>
    api.getAll().filter((page) => page.url?.startsWith("/reports/") && page.data.weight)
      .sort((a, b) => a.data.weight - b.data.weight));
  config.addCollection("latest", (api) =>
    api.getAll().filter((page) => isIn("news")(page) || isIn("blogs")(page)).sort(newestFirst).slice(0, 6));

  // Documents by the address of one that they name, and titles by address.
  config.addCollection("naming", (api) => {
    const naming = {};
    for (const page of api.getAll().sort(newestFirst)) {
      for (const folder of NAMED) {
        for (const name of page.data[folder.replace("-", "_")] ?? []) (naming[`/${folder}/${name}/`] ??= []).push(page);
      }
    }
    return naming;
  });
  config.addCollection("titles", (api) =>
    Object.fromEntries(api.getAll().filter((page) => page.url).map((page) => [page.url, page.data.title])));

  // Each word with its documents, twenty on a page.
  config.addCollection("words", (api) => {
    const words = new Map();
    for (const page of api.getAll().sort(newestFirst)) {
      for (const word of page.data.tags ?? []) words.set(word, [...(words.get(word) ?? []), page]);
    }
    return [...words].flatMap(([word, pages]) => {
      const count = Math.ceil(pages.length / 20);
      return Array.from({ length: count }, (_, at) => ({
        word, at, count, pages: pages.slice(at * 20, at * 20 + 20),
        address: `/tags/${slug(word)}/${at ? `page/${at + 1}/` : ""}`,
      }));
    });
  });

  return {
    dir: { input: "content", includes: "../_includes", data: "../_data" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
