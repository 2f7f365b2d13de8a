// Colours for code, by Eleventy's own plugin, which is installed beside Eleventy.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export default async function (config) {
  const path = createRequire(process.argv[1]).resolve("@11ty/eleventy-plugin-syntaxhighlight");
  const plugin = await import(pathToFileURL(path));
  config.addPlugin(plugin.default);
}
