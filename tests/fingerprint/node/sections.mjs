// Sections and targets, as docs/authoring/fingerprint.md tells them: what a record names, cut out of pages.

import { all, attribute, Canonical, decoded, isElement, isHeading, isLeftOut, spans } from "./blocks.mjs";

const SHELL = new Set(["div", "section", "article", "main", "header", "hgroup"]);
const rank = (heading) => Number(heading.tagName[1]);

/** A page of a version: its content, its sections by the ids of their elements, and what each place on it belongs to. */
export class Page {
  constructor(content, anchors, own) {
    Object.assign(this, { content, anchors, own });
    this.elements = new Map();
    this.beside = all(content).filter((each) => attribute(each, "data-pb-of") !== undefined);
    for (const each of all(content)) {
      const id = attribute(each, "id");
      if (id && !this.elements.has(id)) this.elements.set(id, each);
    }
    this.ids = new Map();
    this.first = own;
    this.title = undefined;
    this.visit(content, content, own ? [{ id: own, scope: content }] : []);
  }

  isShell(element) {
    return SHELL.has(element.tagName) && !this.anchors.has(attribute(element, "id"));
  }

  visit(element, container, open) {
    for (const child of element.childNodes) {
      if (!isElement(child) || isLeftOut(child)) continue;
      const anchor = attribute(child, "id");
      const counts = anchor && this.elements.get(anchor) === child;
      const id = counts ? this.anchors.get(anchor) : undefined;
      if (isHeading(child)) {
        const title = this.title === undefined;
        this.title ??= child;
        for (let at = open.length - 1; at >= 0; at--) {
          if (open[at].scope === container && open[at].level >= rank(child)) open.splice(at, 1);
        }
        if (this.own && title && child.tagName === "h1") this.ids.set(anchor, this.own);
        else if (id) {
          if (this.first === undefined) this.first = id;
          this.ids.set(anchor, id);
          open.push({ id, scope: container, level: rank(child) });
        }
      } else if (counts) {
        if (id) {
          if (this.first === undefined) this.first = null;
          open.push({ id, scope: child });
        }
        if (open.length) this.ids.set(anchor, open.at(-1).id);
      }
      this.visit(child, this.isShell(child) ? container : child, open);
      for (let at = open.length - 1; at >= 0; at--) if (open[at].scope === child) open.splice(at, 1);
    }
  }

  /** The canonical text of the section that begins at an element, or of the whole page. */
  text(anchor, outside) {
    const canonical = new Canonical({ ...outside, byId: (id) => this.elements.get(id) });
    if (anchor === "") canonical.inside(this.content);
    else {
      const element = this.elements.get(anchor);
      if (isHeading(element)) this.ruled(element, canonical);
      else {
        for (const part of this.cut(element, outside)) canonical.take(part);
        for (const each of this.beside) if (attribute(each, "data-pb-of") === anchor) canonical.take(each);
      }
    }
    return canonical.text();
  }

  /** Take a heading and what follows it, up to the next one of its rank or above. */
  ruled(heading, canonical) {
    let container = heading.parentNode;
    while (container !== this.content && this.isShell(container)) container = container.parentNode;
    let state = "before";
    const visit = (element) => {
      for (const child of element.childNodes) {
        if (state === "after") return;
        if (child === heading) {
          state = "in";
          canonical.take(child);
        } else if (isElement(child) && isLeftOut(child)) continue;
        else if (state === "in" && isHeading(child) && rank(child) <= rank(heading)) state = "after";
        else if (isElement(child) && this.isShell(child)) {
          canonical.boundary();
          visit(child);
          canonical.boundary();
        } else if (state === "in") canonical.take(child);
      }
    };
    visit(container);
  }

  cut(element, outside) {
    const tag = element.tagName;
    const table = above(element, "table");
    if (table && tag === "tr") return [new Table(table, this, outside).row(element)];
    if (table && (tag === "th" || tag === "td")) {
      const grid = new Table(table, this, outside);
      return [grid.heads(element.parentNode) ? grid.column(element) : grid.row(element.parentNode)];
    }
    if (tag !== "dt") return [element];
    const siblings = element.parentNode.childNodes.filter(isElement);
    const behind = siblings.slice(siblings.indexOf(element) + 1);
    const end = behind.findIndex((each) => each.tagName === "dt");
    return [element, ...(end < 0 ? behind : behind.slice(0, end))];
  }
}

function above(element, tag) {
  let found = element.parentNode;
  while (found && found.tagName !== tag) found = found.parentNode;
  return found;
}

const made = (tagName, childNodes) => ({ nodeName: tagName, tagName, attrs: [], childNodes });
const copied = (cell) => (cell ? { ...cell, attrs: cell.attrs.filter((each) => each.name !== "rowspan") } : made("td", []));

/** A table by places: the cell at each row and column, those included that reach into it. */
class Table {
  constructor(table, page, outside) {
    Object.assign(this, { page, outside });
    this.rows = all(table).filter((each) => each.tagName === "tr" && above(each, "table") === table);
    this.grid = this.rows.map(() => []);
    this.rows.forEach((row, down) => {
      let across = 0;
      for (const cell of row.childNodes.filter((each) => each.tagName === "td" || each.tagName === "th")) {
        while (this.grid[down][across]) across++;
        const { colspan, rowspan } = spans(cell);
        const end = Math.min(this.rows.length, down + (rowspan || this.rows.length));
        for (let y = down; y < end; y++) for (let x = across; x < across + colspan; x++) this.grid[y][x] = cell;
        across += colspan;
      }
    });
    const inHead = this.rows.filter((row) => row.parentNode.tagName === "thead");
    const withCells = this.rows.findIndex((row) => row.childNodes.some((each) => each.tagName === "td"));
    this.heading = new Set(inHead.length ? inHead : this.rows.slice(0, withCells < 0 ? this.rows.length : withCells));
  }

  heads(row) {
    return this.heading.has(row);
  }

  says(cell) {
    if (!cell) return false;
    const canonical = new Canonical({ ...this.outside, byId: (id) => this.page.elements.get(id) });
    canonical.take(cell);
    return canonical.text() !== "";
  }

  row(of) {
    const at = this.rows.indexOf(of);
    const columns = Object.keys(this.grid[at]).map(Number).filter((x) => this.says(this.grid[at][x]));
    const lines = [];
    this.rows.forEach((row, y) => {
      if (!this.heading.has(row) || y === at) return;
      const cells = columns.map((x) => {
        const cell = this.grid[y][x];
        return cell && spans(cell).colspan === 1 && this.grid[y - 1]?.[x] !== cell ? cell : undefined;
      });
      if (cells.some((cell) => this.says(cell))) lines.push(made("tr", cells.map(copied)));
    });
    const own = [...new Set(columns.map((x) => this.grid[at][x]))];
    return made("table", [...lines, made("tr", own.map(copied))]);
  }

  column(cell) {
    const x = Math.min(...this.grid.flatMap((row) => Object.keys(row).map(Number).filter((at) => row[at] === cell)));
    const lines = [made("tr", [copied(), copied(cell)])];
    this.rows.forEach((row, y) => {
      const here = this.grid[y][x];
      if (this.heading.has(row) || !this.says(here)) return;
      const named = this.grid[y].slice(0, x).find((each) => each?.tagName === "th");
      lines.push(made("tr", [copied(named), copied(here)]));
    });
    return made("table", lines);
  }
}

/** Where an address leads: `{path, query, fragment}` below the root of the version, or undefined for one that leads out. */
function resolved(base, address) {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(address)) return undefined;
  const [, path, query = "", fragment = ""] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/s.exec(address);
  const kept = query === "?" ? "" : query;
  if (!path) return { path: base, query: kept, fragment: decoded(fragment) };
  const steps = path.startsWith("/") ? [] : base.split("/").slice(0, -1);
  const whole = decoded(path);
  const folder = /(?:^|\/)\.{0,2}$/.test(path);
  for (const step of whole.split("/")) {
    if (step === "..") steps.length && steps.at(-1) !== ".." ? steps.pop() : steps.push("..");
    else if (step && step !== ".") steps.push(step);
  }
  let found = steps.join("/") + (folder && steps.length ? "/" : "");
  if (/(?:^|\/)index\.html$/.test(found)) found = found.slice(0, -"index.html".length);
  return { path: found, query: kept, fragment: decoded(fragment) };
}

/** What the links and the files of a page mean: `base` is its address, `shown` that of the page it shows a section of. */
export function outside(pages, read, base, shown = base) {
  const strip = (address) => address.replace(/^[\s]+|[\s]+$/g, "");
  return {
    link(address) {
      const found = resolved(/^[^?#]/.test(strip(address)) ? base : shown, strip(address));
      if (!found) return strip(address);
      const { path, query, fragment } = found;
      const page = pages.get(path);
      const own = page?.first ?? `/${path}`;
      if (page?.ids.has(fragment)) return page.ids.get(fragment) + query;
      return own + query + (fragment && `#${fragment}`);
    },
    file(address) {
      const found = resolved(base, strip(address));
      return found ? (read(found.path) ?? `/${found.path}`) : strip(address);
    },
  };
}
