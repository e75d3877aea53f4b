// Works out canonical texts anew. It was written from docs/authoring/fingerprint.md alone.
//
//   node main.mjs FOLDER VERSION    the fingerprint of every section of a published version, of its page and of its own
//   node main.mjs - < CASES.json    the canonical texts of the public cases, which are named there as in their files
//
// It writes JSON.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "parse5";
import { all, Canonical, has } from "./blocks.mjs";
import { outside, Page } from "./sections.mjs";

const sha256 = (content) => createHash("sha256").update(content).digest("hex");
const fingerprint = (text) => `pbc1-sha256:${sha256(text)}`;

const tree = (html) => parse(html, { scriptingEnabled: false });

/** A piece of a page, as it is read inside of one. */
function piece(html) {
  return all(tree(`<!doctype html><body>${html}`)).find((each) => each.tagName === "body");
}

/** The element that a page marks as its content. */
function marked(file) {
  const found = all(tree(readFileSync(file, "utf-8"))).filter((each) => has(each, "data-pb-content"));
  if (found.length !== 1) throw new Error(`${file} marks ${found.length} places as its content`);
  return found[0];
}

/** The pages of a version: `places` are ids with their addresses, `contentOf` gives the content of a page. */
function pagesOf(places, contentOf) {
  const pages = new Map();
  for (const address of new Set(places.map(([, page]) => page))) {
    const here = places.filter(([, page]) => page === address);
    const own = here.find(([, , anchor]) => anchor === undefined)?.[0];
    const anchors = new Map(here.filter(([, , anchor]) => anchor !== undefined).map(([id, , anchor]) => [anchor, id]));
    pages.set(address, new Page(contentOf(address), anchors, own));
  }
  return pages;
}

const placesOf = (sections) => Object.entries(sections).map(([id, { page }]) => [id, ...page.split("#")]);

function version(folder, name) {
  const root = join(folder, name);
  const places = placesOf(JSON.parse(readFileSync(join(folder, "releases", name, "release.json"), "utf-8")).sections);
  const fileOf = (address) => join(root, /(?:^|\/)$/.test(address) ? `${address}index.html` : address);
  const pages = pagesOf(places, (address) => marked(fileOf(address)));
  const read = (path) => (path && existsSync(join(root, path)) ? `sha256-${sha256(readFileSync(join(root, path)))}` : undefined);
  const answers = {};
  for (const [id, address, anchor = ""] of places) {
    const page = pages.get(address).text(anchor, outside(pages, read, address));
    const cited = new Page(marked(join(root, "s", id, "index.html")), new Map(), id);
    const own = cited.text("", outside(pages, read, `s/${id}/`, address));
    answers[id] = { page: fingerprint(page), own: fingerprint(own), ...(page === own ? {} : { texts: [page, own] }) };
  }
  return answers;
}

function sections({ pages: contents, sections, files = {} }) {
  const places = placesOf(sections);
  const pages = pagesOf(places, (address) => piece(contents[address]));
  const read = (path) => (files[path] === undefined ? undefined : `sha256-${sha256(files[path])}`);
  return Object.fromEntries(places.map(([id, page, anchor = ""]) => [id, pages.get(page).text(anchor, outside(pages, read, page))]));
}

function text({ html, links = {}, files = {} }) {
  const content = piece(html);
  const page = new Page(content, new Map(), undefined);
  const strip = (address) => address.trim();
  return page.text("", { link: (address) => links[address] ?? strip(address), file: (name) => files[name] ?? strip(name) });
}

const [folder, name] = process.argv.slice(2);
const answers = folder === "-" ? JSON.parse(readFileSync(0, "utf-8")).map((each) => (each.pages ? sections(each) : text(each))) : version(folder, name);
process.stdout.write(JSON.stringify(answers));
