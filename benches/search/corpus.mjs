// A site of any size from a folder of posts: each page has the title of one post with a number, and paragraphs of four.
// The same each time.
//
// Usage: node benches/search/corpus.mjs POSTS PAGES FOLDER
//   POSTS   a folder of Markdown files with front matter, such as a team's blog
//   PAGES   how many pages to make
//   FOLDER  where to make the site; it must not exist

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dice } from "./dice.mjs";

const [posts, pages, folder] = process.argv.slice(2);
if (!folder || existsSync(folder)) throw new Error("usage: node benches/search/corpus.mjs POSTS PAGES FOLDER, which must not exist");

const read = readdirSync(posts).filter((name) => name.endsWith(".md")).sort().map((name) => {
  const text = readFileSync(join(posts, name), "utf8");
  const [, head = "", body = ""] = text.match(/^---\n([^]*?)\n---\n([^]*)$/) ?? [];
  const title = (head.match(/^title: *["']?(.*?)["']?$/m)?.[1] ?? name.slice(11, -3)).replaceAll('"', "'");
  // Code of another generator, links to pages that are not here and HTML would only be reported.
  const plain = body.replace(/\{[%{][^]*?[%}]\}/g, "").replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/<[^>]*>/g, "").replace(/[<>[\]`|]/g, "");
  return { title, parts: plain.split(/\n\s*\n/).map((part) => part.trim()).filter((part) => /^(##? ?\w|\w)/.test(part)) };
}).filter(({ parts }) => parts.length > 0);

const random = dice(20);
const pick = (list) => list[Math.floor(random() * list.length)];
mkdirSync(join(folder, "content/blogs"), { recursive: true });
writeFileSync(join(folder, "site.yaml"), "title: A team\nbase_url: https://example.org\ngit_dates: false\n");
writeFileSync(join(folder, "content/index.md"), "---\ntitle: A team\n---\nWhat we write.\n");
for (let number = 0; number < Number(pages); number++) {
  const post = read[number % read.length];
  const round = Math.floor(number / read.length);
  const day = new Date(Date.UTC(1990, 0, 1 + Math.floor((number * 12000) / Number(pages)))).toISOString().slice(0, 10);
  const parts = round === 0 ? post.parts : [...post.parts.slice(0, 4), ...[1, 2, 3].flatMap(() => pick(read).parts.slice(0, 4))];
  const title = round === 0 ? post.title : `${post.title} ${round + 1}`;
  const file = join(folder, "content/blogs", `${day}-post-${number}.md`);
  writeFileSync(file, `---\ntitle: "${title}"\ndate: ${day}\n---\n${parts.join("\n\n")}\n`);
}
