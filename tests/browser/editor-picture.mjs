// A picture of Neovim on a small site, for the docs: what is offered, and what is wrong. Neovim runs in tmux; what the
// terminal shows is drawn by a browser.
// Usage: node editor-picture.mjs PROGRAM [FILE] (CHROMIUM names the browser)

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { open } from "./site.mjs";

const program = resolve(process.argv[2]);
const picture = resolve(process.argv[3] ?? join(import.meta.dirname, "../../docs/content/pictures/neovim.png"));
const COLUMNS = 112;
const LINES = 16;

const root = mkdtempSync(join(tmpdir(), "copublish-editor-"));
const socket = `copublish-${process.pid}`;

// The settings of the manual for Neovim before 0.11, with bright colours.
const SETTINGS = `
vim.o.termguicolors = true
vim.o.background = "light"
vim.cmd("colorscheme delek")
vim.cmd("highlight Normal guibg=#ffffff guifg=#15222a")
vim.cmd("highlight Pmenu guibg=#eaf2f2 guifg=#15222a")
vim.cmd("highlight PmenuSel guibg=#15616d guifg=#ffffff")
vim.cmd("highlight SignColumn guibg=#ffffff")
vim.cmd("highlight LineNr guifg=#41525a")
vim.cmd("highlight StatusLine gui=none guibg=#eaf2f2 guifg=#15222a")
vim.cmd("highlight DiagnosticError guifg=#b3261e")
vim.cmd("highlight DiagnosticWarn guifg=#8a5300")
vim.diagnostic.config({update_in_insert = true})
vim.o.number = true
vim.o.signcolumn = "yes"
vim.o.completeopt = "menuone,noselect"
vim.o.swapfile = false
local client = vim.lsp.start_client({name = "copublish", cmd = {"${program}", "lsp"}, root_dir = vim.fn.getcwd()})
vim.api.nvim_create_autocmd("FileType", {
  pattern = {"markdown", "yaml"},
  callback = function(event)
    vim.lsp.buf_attach_client(event.buf, client)
    vim.schedule(function() vim.bo[event.buf].omnifunc = "v:lua.vim.lsp.omnifunc" end)
  end,
})
`;

const FILES = {
  "init.lua": SETTINGS,
  "site.yaml": "title: Quay\nbase_url: https://quay.example\ngit_dates: false\n",
  "content/people/alex-morgan.md": "---\ntitle: Alex Morgan\n---\n",
  "content/people/sam-lee.md": "---\ntitle: Sam Lee\n---\n",
  "content/people/samira-khan.md": "---\ntitle: Samira Khan\n---\n",
  "content/organisations/open-door.md": "---\ntitle: Open Door\n---\n",
  "content/blogs/first.md": [
    "---",
    "title: What we heard in the first year",
    "date: 2012-08-02",
    "summry: Seven regions, and what works.",
    "authors: []",
    "---",
    "",
    "We met in [Open Door](../organisations/open-doors.md).",
    "",
    "To hear more, [click here](../organisations/open-door.md).",
    "",
  ].join("\n"),
};

const tmux = (...words) => execFileSync("tmux", ["-L", socket, ...words], { encoding: "utf8" });
const shown = () => tmux("capture-pane", "-p", "-e", "-t", "editor");

/** Waits until the terminal shows some words. */
async function until(words) {
  for (let round = 0; round < 200; round += 1) {
    if (shown().includes(words)) {
      return;
    }
    await new Promise((wake) => setTimeout(wake, 100));
  }
  throw new Error(`the editor never shows ${words}:\n${shown()}`);
}

/** The colours of the first sixteen numbers. */
const BASE = ["#000000", "#b3261e", "#22763c", "#8a5300", "#1d4f91", "#7b2d7b", "#15616d", "#d0d0d0"];

/** A line of a terminal as HTML. */
function html(line) {
  let style = {};
  let out = "";
  for (const [, codes, text] of line.matchAll(/(?:\x1b\[([\d;]*)m)?([^\x1b]*)/g)) {
    if (codes !== undefined) {
      style = styled(style, codes.split(";").map(Number));
    }
    if (text !== "") {
      out += `<span style="${css(style)}">${text.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</span>`;
    }
  }
  return out;
}

function styled(before, codes) {
  let style = { ...before };
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at];
    if (code === 0) style = {};
    else if (code === 1) style.bold = true;
    else if (code === 4) style.underline = true;
    else if (code === 7) style.reverse = true;
    else if (code === 24) style.underline = false;
    else if (code === 27) style.reverse = false;
    else if (code === 38 || code === 48 || code === 58) {
      const key = { 38: "front", 48: "back", 58: "line" }[code];
      const [, kind, red, green, blue] = codes.slice(at);
      style[key] = kind === 2 ? `rgb(${red},${green},${blue})` : BASE[red % 8];
      at += kind === 2 ? 4 : 2;
    } else if (code === 39) style.front = undefined;
    else if (code === 49) style.back = undefined;
    else if (code >= 30 && code <= 37) style.front = BASE[code - 30];
    else if (code >= 90 && code <= 97) style.front = BASE[code - 90];
    else if (code >= 40 && code <= 47) style.back = BASE[code - 40];
  }
  return style;
}

function css({ front = "#15222a", back = "#ffffff", reverse, bold, underline }) {
  const [ink, paper] = reverse ? [back, front] : [front, back];
  return `color:${ink};background:${paper};${bold ? "font-weight:bold;" : ""}${underline ? "text-decoration:underline;" : ""}`;
}

try {
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const size = ["-x", String(COLUMNS), "-y", String(LINES)];
  tmux("-f", "/dev/null", "new-session", "-d", "-s", "editor", ...size, "-c", root, "nvim -u init.lua content/blogs/first.md");
  await until("no field called");
  await until("`click here`");
  tmux("send-keys", "-t", "editor", "5G$", "i", "person/sa");
  await until("names an unknown person");
  tmux("send-keys", "-t", "editor", "C-x", "C-o");
  await until("samira-khan");
  await new Promise((wake) => setTimeout(wake, 500));
  const lines = shown().replace(/\n$/, "").split("\n");
  const browser = await open();
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 }, deviceScaleFactor: 1 });
  await page.setContent(
    `<pre style="display:inline-block;margin:0;padding:12px;font:14px/1.35 'DejaVu Sans Mono',monospace;background:#fff;border:1px solid #c3d2d3">${lines.map(html).join("\n")}</pre>`,
  );
  await page.locator("pre").screenshot({ path: picture });
  await browser.close();
  console.log(`note: ${picture}`);
} finally {
  try {
    tmux("kill-server");
  } catch {
    // It has ended.
  }
  rmSync(root, { recursive: true });
}
