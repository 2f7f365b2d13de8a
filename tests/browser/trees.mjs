// Trees of parse5: how to change them, and what browsers make of them as text.

const BLOCKS = new Set(
  ("address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form frameset h1 h2 " +
    "h3 h4 h5 h6 header hr html iframe li main nav ol p pre script section style summary table tbody td tfoot th thead tr " +
    "ul video").split(" "),
);
const VERBATIM = new Set(["pre", "script", "style", "textarea"]);

export function any(found) {
  return found.some(Boolean);
}

export function named(name) {
  return (node) => node.nodeName === name;
}

export function all(node, is) {
  const found = is(node) ? [node] : [];
  return found.concat((node.childNodes ?? []).flatMap((child) => all(child, is)));
}

export function get(node, name) {
  return node.attrs?.find((attribute) => attribute.name === name)?.value ?? "";
}

export function drop(node, name) {
  const before = node.attrs.length;
  node.attrs = node.attrs.filter((attribute) => attribute.name !== name);
  return node.attrs.length < before;
}

export function without(tree, is, name) {
  return any(all(tree, is).map((node) => drop(node, name)));
}

export function rewritten(node, name, write) {
  const attribute = node.attrs.find((attribute) => attribute.name === name);
  if (!attribute || write(attribute.value) === attribute.value) return false;
  attribute.value = write(attribute.value);
  return true;
}

export function replace(node, nodes) {
  const around = node.parentNode.childNodes;
  around.splice(around.indexOf(node), 1, ...nodes);
  nodes.forEach((it) => (it.parentNode = node.parentNode));
}

export function unwrapped(tree, is) {
  const found = all(tree, is);
  found.forEach((node) => replace(node, node.childNodes));
  return found.length > 0;
}

/** The words of a tree, one space between two. */
export function words(node) {
  const text = (node) => (node.nodeName === "#text" ? node.value : ` ${(node.childNodes ?? []).map(text).join("")} `);
  return text(node).replace(/\s+/g, " ").trim();
}

/** A tree as text: spaces as browsers show them, attributes in order, addresses as browsers ask for them. */
export function shown(node, isVerbatim = false) {
  const children = joined(node.childNodes ?? []);
  const isBlock = (other) => (other ? BLOCKS.has(other.nodeName) : BLOCKS.has(node.nodeName) || !node.parentNode);
  const parts = children.map((child, at) => {
    if (child.nodeName === "#comment") return `<!--${child.data}-->`;
    if (child.nodeName !== "#text") return element(child, isVerbatim);
    let text = child.value;
    if (!isVerbatim) {
      text = text.replace(/[ \t\n\f\r]+/g, " ");
      const [before, after] = [children[at - 1], children[at + 1]];
      if (isBlock(before) || before?.nodeName === "br") text = text.replace(/^ /, "");
      if (isBlock(after)) text = text.replace(/ $/, "");
    }
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  });
  return parts.join("");
}

function element(node, isVerbatim) {
  const attributes = node.attrs.map(({ name, value }) => ` ${name}=${JSON.stringify(/^(href|src)$/.test(name) ? asked(value) : value)}`);
  const inside = shown(node, isVerbatim || VERBATIM.has(node.nodeName));
  return `<${node.nodeName}${attributes.sort().join("")}>${inside}</${node.nodeName}>`;
}

/** Neighbouring texts as one. */
function joined(nodes) {
  const found = [];
  for (const node of nodes) {
    const last = found.at(-1);
    if (node.nodeName === "#text" && last?.nodeName === "#text") found.splice(-1, 1, { ...last, value: last.value + node.value });
    else found.push(node);
  }
  return found;
}

/** What a browser asks a server for: whether it writes a sign as `%5B` itself makes no difference. */
function asked(address) {
  const here = "https://page.example/a/b/";
  if (!URL.canParse(address, here)) return address;
  return new URL(address, here).href.replace(/[[\]\\^`{|}]/g, encodeURIComponent).replace(/%[0-9a-f]{2}/g, (code) => code.toUpperCase());
}
