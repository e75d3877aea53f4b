// The canonical text of parts of a page, as docs/authoring/fingerprint.md tells it.

import { bracketed, line, words } from "./letters.mjs";

const names = (text) => new Set(text.split(" "));
const SILENT = names(
  "script style template noscript button select textarea datalist dialog canvas meter progress head title link meta base col colgroup rp annotation annotation-xml",
);
const BOUNDARY = names(
  "p div section article main header footer hgroup nav aside search address figure figcaption details summary center form fieldset legend thead tbody tfoot li dt dd caption tr th td",
);
const HOLDER = { ul: "ul", menu: "ul", ol: "ol", dl: "dl", blockquote: "quote", table: "table" };
const STANDS_IN = { li: ["ul", "ol"], dt: ["dl"], dd: ["dl"], caption: ["table"], tr: ["table"], th: ["tr", "table"], td: ["tr", "table"] };
const MARKER = { del: "del", s: "del", strike: "del" };
for (const name of names("ins sub sup q math mrow msub msup msubsup munder mover munderover mfrac msqrt mroot mtable mtr mtd")) MARKER[name] = name;
const SET_OFF = names("label rt mi mn mo ms mtext");
const EMBEDDED = names("iframe embed object video audio");
const NOT_DRAWN = names("title desc metadata style script");
const HEADING = /^h[1-6]$/;

export const isElement = (node) => node.tagName !== undefined;
export const isHeading = (node) => HEADING.test(node.tagName ?? "");
export const attribute = (element, name) => element.attrs.find((each) => each.name === name)?.value;
export const has = (element, name) => attribute(element, name) !== undefined;
const classes = (element) => new Set((attribute(element, "class") ?? "").split(/[\t\n\f\r ]+/));

/** Every element inside a node, in the order of the source. */
export function all(node, found = []) {
  for (const child of node.childNodes ?? []) {
    if (!isElement(child)) continue;
    found.push(child);
    all(child, found);
  }
  return found;
}

export function textOf(node) {
  if (node.nodeName === "#text") return node.value;
  return (node.childNodes ?? []).map(textOf).join("");
}

/** Whether a link stands in a heading and leads to it. */
function leadsToItsHeading(element) {
  let above = element.parentNode;
  while (above && !isHeading(above)) above = above.parentNode;
  const id = above && attribute(above, "id");
  return Boolean(id) && attribute(element, "href") === `#${id}`;
}

const known = new WeakMap();

export function isLeftOut(element) {
  if (!known.has(element)) known.set(element, leftOut(element));
  return known.get(element);
}

function leftOut(element) {
  const tag = element.tagName;
  if (SILENT.has(tag) || (tag === "input" && (attribute(element, "type") ?? "").toLowerCase() !== "checkbox")) return true;
  if (["hidden", "data-pb-aside", "data-footnotes", "data-footnote-backref"].some((name) => has(element, name))) return true;
  if (["doc-endnotes", "doc-backlink"].includes(attribute(element, "role"))) return true;
  const named = classes(element);
  if (["headerlink", "footnotes", "footnotes-sep", "footnote-backref"].some((name) => named.has(name))) return true;
  if (tag === "div" && named.has("footnote")) return true;
  return tag === "a" && leadsToItsHeading(element) && !/[\p{L}\p{N}]/u.test(textOf(element));
}

const number = (value, pattern) => (pattern.test(value ?? "") ? Number(value) : undefined);
const inBrackets = (said) => (said.length ? `[${said.join(" ")}]` : "");

function listed(list) {
  if (list.tagName !== "ol") return "";
  const start = number(attribute(list, "start")?.trim(), /^-?[0-9]{1,4}$/);
  const type = attribute(list, "type");
  return inBrackets([
    ...(start !== undefined && start !== 1 ? [`start=${start}`] : []),
    ...(["a", "A", "i", "I"].includes(type) ? [`type=${type}`] : []),
    ...(has(list, "reversed") ? ["reversed"] : []),
  ]);
}

export function spans(cell) {
  const found = { colspan: 1, rowspan: 1 };
  for (const name of ["colspan", "rowspan"]) found[name] = number(attribute(cell, name)?.trim(), /^[0-9]{1,4}$/) ?? 1;
  if (found.colspan === 0) found.colspan = 1;
  return found;
}

function itemBrackets(item) {
  if (item.tagName === "li") {
    const value = number(attribute(item, "value")?.trim(), /^-?[0-9]{1,4}$/);
    return value === undefined ? "" : `[value=${value}]`;
  }
  if (item.tagName !== "th" && item.tagName !== "td") return "";
  return inBrackets(Object.entries(spans(item)).filter(([, many]) => many !== 1).map(([name, many]) => `${name}=${many}`));
}

/** The words of a drawing. */
function drawn(svg) {
  const heard = attribute(svg, "aria-hidden") === "true" ? [] : svg.childNodes.filter((each) => each.tagName === "title" || each.tagName === "desc");
  const told = words(heard.map(textOf).join(" "));
  const texts = [];
  (function collect(node) {
    for (const child of node.childNodes) {
      if (child.nodeName === "#text") texts.push(child.value);
      else if (isElement(child) && !NOT_DRAWN.has(child.tagName)) collect(child);
    }
  })(svg);
  return told || words(texts.join(" "));
}

/** Writes the canonical text of parts of one page. `link` and `file` say what addresses mean; `byId` finds elements. */
export class Canonical {
  constructor({ link, file, byId }) {
    Object.assign(this, { link, file, byId });
    this.root = { name: "", blocks: [] };
    this.stack = [this.root];
    this.kind = "p";
    this.tokens = [];
    this.marks = [];
    this.notes = [];
  }

  /** The text of everything that was taken. */
  text() {
    this.boundary();
    if (this.notes.length) {
      const holder = { name: "notes", blocks: [] };
      this.root.blocks.push(holder);
      for (const note of this.notes) {
        const item = { name: "li", item: true, head: "li", blocks: [] };
        holder.blocks.push(item);
        this.stack = [this.root, holder, item];
        this.inside(note);
        this.boundary();
      }
    }
    return this.root.blocks.flatMap((block) => lines(block)).map((each) => `${each}\n`).join("");
  }

  /** End one block and begin another. */
  boundary() {
    const tokens = [...this.tokens, ...this.marks.map(() => ({ close: true }))];
    this.tokens = this.marks.map((open) => ({ open }));
    const said = line(tokens, this.kind === "pre");
    if (said) this.put({ name: this.kind, words: said });
  }

  /** Put a block where it belongs: outside of every item, in one of its own. */
  put(block) {
    let into = this.stack.at(-1);
    const implied = { ul: ["li"], ol: ["li"], dl: ["dd"], table: ["tr", "td"], tr: ["td"] }[into.name] ?? [];
    for (const name of implied) {
      const item = { name, item: true, head: name, blocks: [] };
      into.blocks.push(item);
      into = item;
    }
    into.blocks.push(block);
  }

  take(node) {
    if (node.nodeName === "#text") this.tokens.push({ text: node.value });
    else if (isElement(node) && !isLeftOut(node)) this.element(node);
  }

  inside(node) {
    for (const child of node.childNodes) this.take(child);
  }

  element(element) {
    const tag = element.tagName;
    if (isHeading(element) || tag === "pre") this.within(element, tag === "pre" ? "pre" : "h");
    else if (HOLDER[tag]) this.holder(element);
    else if (STANDS_IN[tag]?.includes(this.stack.at(-1).name)) this.item(element);
    else if (BOUNDARY.has(tag)) this.within(element, this.kind);
    else if (tag === "hr") {
      this.boundary();
      this.put({ name: "hr", words: "" });
    } else if (tag === "br") this.tokens.push({ break: true });
    else this.inline(element);
  }

  within(element, kind) {
    this.boundary();
    const before = this.kind;
    this.kind = kind;
    this.inside(element);
    this.boundary();
    this.kind = before;
  }

  holder(element) {
    const name = HOLDER[element.tagName];
    this.boundary();
    const holder = { name, holds: true, head: name + listed(element), blocks: [] };
    const depth = this.stack.length;
    this.stack.push(holder);
    this.within(element, "p");
    this.stack.length = depth;
    if (holder.blocks.length) this.put(holder);
  }

  item(element) {
    this.boundary();
    const depth = this.stack.length;
    const tag = element.tagName;
    if ((tag === "td" || tag === "th") && this.stack.at(-1).name === "table") this.open({ name: "tr", item: true, head: "tr", blocks: [] });
    const item = { name: tag, item: true, head: tag + itemBrackets(element), blocks: [] };
    this.open(item);
    this.within(element, this.kind);
    this.stack.length = depth;
    if (tag === "tr" && !item.blocks.length) this.stack.at(-1).blocks.pop();
  }

  open(item) {
    this.stack.at(-1).blocks.push(item);
    this.stack.push(item);
  }

  inline(element) {
    const tag = element.tagName;
    const note = this.footnote(element);
    if (note) {
      if (!this.notes.includes(note)) this.notes.push(note);
      return this.tokens.push({ word: `\\note{${this.notes.indexOf(note) + 1}}` });
    }
    const whole = this.whole(element);
    if (whole !== undefined) return whole && this.tokens.push({ word: whole });
    const marker = this.marker(element);
    if (marker) {
      this.tokens.push({ open: marker });
      this.marks.push(marker);
      this.inside(element);
      this.marks.pop();
      return this.tokens.push({ close: true });
    }
    const apart = this.kind !== "pre" && (SET_OFF.has(tag) || attribute(element, "aria-hidden") === "true");
    if (apart) this.tokens.push({ text: " " });
    this.inside(element);
    if (apart) this.tokens.push({ text: " " });
  }

  whole(element) {
    const tag = element.tagName;
    if (tag === "input") return has(element, "checked") ? "\\box{x}" : "\\box{}";
    if (tag === "img") return `\\img[${bracketed(this.file(attribute(element, "src") ?? ""))}]{${words(attribute(element, "alt") ?? "")}}`;
    if (tag === "svg") return drawn(element) ? `\\img{${drawn(element)}}` : "";
    if (!EMBEDDED.has(tag)) return undefined;
    const source = all(element).find((each) => each.tagName === "source");
    const file = attribute(element, "src") || attribute(element, "data") || (source && attribute(source, "src")) || "";
    return `\\embed[${bracketed(this.file(file))}]{}`;
  }

  marker(element) {
    const tag = element.tagName;
    if (tag === "a" && has(element, "href")) {
      if (classes(element).has("pb-word") || leadsToItsHeading(element)) return "";
      return `\\a[${bracketed(this.link(attribute(element, "href")))}]{`;
    }
    if (tag === "bdo") return `\\bdo[${(attribute(element, "dir") ?? "").toLowerCase() === "rtl" ? "rtl" : "ltr"}]{`;
    if (tag === "sup" && element.childNodes.some((child) => isElement(child) && this.footnote(child))) return "";
    return MARKER[tag] ? `\\${MARKER[tag]}{` : "";
  }

  /** The footnote that an element leads to. */
  footnote(element) {
    const href = attribute(element, "href");
    if (element.tagName !== "a" || !href?.startsWith("#")) return undefined;
    const above = element.parentNode;
    const named =
      classes(element).has("footnote-ref") ||
      has(element, "data-footnote-ref") ||
      attribute(element, "role") === "doc-noteref" ||
      (above?.tagName === "sup" && classes(above).has("footnote-ref"));
    return named ? this.byId(decoded(href.slice(1))) : undefined;
  }
}

/** A text with its percent signs decoded, whatever stands behind them. */
export function decoded(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => new TextDecoder().decode(Uint8Array.from(run.slice(1).split("%"), (each) => parseInt(each, 16))));
}

/** The lines of a block. */
function lines(block) {
  if (block.words !== undefined) return [block.words ? `\\${block.name} ${block.words}` : `\\${block.name}`];
  if (!block.item) return [`\\${block.head ?? block.name}`, ...block.blocks.flatMap(lines), `\\/${block.name}`];
  const [first, ...others] = block.blocks;
  if (block.name === "tr" || first?.name !== "p") return [`\\${block.head}`, ...block.blocks.flatMap(lines)];
  return [`\\${block.head} ${first.words}`, ...others.flatMap(lines)];
}
