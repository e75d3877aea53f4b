/* How the section of a cited page stands on the reader's day. The page is frozen, and this is not: it stands in the root of
   the tree, and reads what stands there. Where anything of that cannot be read, it says nothing of it. A classic script,
   since a page on a disk runs no other. */
(() => {
  "use strict";

  /* A text and no value, so that this is a script before it is filled in too: `tojson` writes no single quote, and each
     backslash counts in the script and again in JSON. */
  /** @type {CitedWords} */
  const words = JSON.parse('{{ phrases|tojson|replace("\\", "\\\\") }}');
  const own = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { version = "", section = "" } = own.dataset;
  const root = new URL(".", own.src);
  const history = new URL(`s/${section}/index.html`, root).href;
  const page = (/** @type {string} */ other) => new URL(`${other}/s/${section}/index.html`, root).href;

  const loaded = (/** @type {HTMLScriptElement | HTMLLinkElement} */ element) =>
    new Promise((settle) => {
      element.onload = element.onerror = settle;
      document.head.append(element);
    });
  const script = (/** @type {string} */ name) => loaded(Object.assign(document.createElement("script"), { src: new URL(name, root).href }));
  const look = () => loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("cited.css", root).href }));

  const dates = new Intl.DateTimeFormat(words.language, { dateStyle: "long", timeZone: "UTC", calendar: "gregory", numberingSystem: "latn" });
  const said = (/** @type {string} */ day) => dates.format(new Date(`${day}T00:00:00Z`));
  const make = (/** @type {string} */ name, /** @type {(Node | string)[]} */ ...children) => {
    const element = document.createElement(name);
    element.append(...children);
    return element;
  };
  const link = (/** @type {string} */ text, /** @type {string} */ to) => Object.assign(make("a", text), { href: to });
  /* Names of versions and ids read from the left in every language, though they may begin with a digit. */
  const value = (/** @type {string} */ name, /** @type {Node | string | undefined} */ held) =>
    Object.assign(make("bdi", held ?? ""), ["version", "section"].includes(name) ? { dir: "ltr" } : {});
  /** @type {(name: string, phrase: string, values: Record<string, Node | string | undefined>) => HTMLElement} */
  const filled = (name, phrase, values) =>
    make(name, ...phrase.split(/\{(\w+)\}/).map((part, place) => (place % 2 ? value(part, values[part]) : part)));

  /* What a later version says of the section, beside what this one does. */
  /** @type {(texts: Texts, other: string) => Compared} */
  const compared = (texts, other) => (!texts[other] ? "removed" : texts[other] === texts[version] ? "same" : "changed");

  /* How this version stands, and which one is in force where it is not. */
  const stands = (/** @type {Known} */ known, /** @type {string} */ today) => {
    const { state, inForce } = globalThis.playbookInForce;
    const found = state(known.term, known.all, today);
    const gone = known.told.withdrawals?.find(({ on, until }) => on <= today && (!until || today < until)) ?? known.told.withdrawn;
    const values = { version, first: said(known.term.first), day: gone ? said(gone.on) : "", reason: gone?.reason };
    /** @type {(Node | string)[]} */
    const lines = [filled("strong", words.states[found], values)];
    const chosen = inForce(known.all, today);
    if (!chosen) lines.push(" ", words.none);
    else if (chosen.version !== version) {
      const what = known.texts ? compared(known.texts, chosen.version) : "unknown";
      const to = what === "removed" || what === "unknown" ? history : page(chosen.version);
      lines.push(" ", filled("span", words.other[what], { version: link(chosen.version, to) }));
    }
    const { published } = known.told;
    if (published && known.term.first < published && !known.term.draft) lines.push(" ", filled("span", words.late, { day: said(published) }));
    return { found, line: make("p", ...lines) };
  };

  const named = (/** @type {string} */ id) => /^[A-Za-z0-9]+(?:[._-]+[A-Za-z0-9]+)*$/.test(id) && id.length <= 200;
  const errata = (/** @type {Known} */ known) =>
    known.told.errata
      .filter((each) => !each.section || named(each.section))
      .filter((each) => !each.section || each.section === section || known.errata.includes(each.number))
      .map(({ on, text, section: about }) => {
        const other = about && about !== section;
        const values = { day: said(on), text, section: other ? link(about, new URL(`s/${about}/index.html`, root).href) : "" };
        return filled("li", other ? words.elsewhere : words.erratum, values);
      });

  /* Where the section changed in what follows this version: agreed, not withdrawn, and for days that come after its own. */
  const since = (/** @type {Known} */ known, /** @type {string} */ today) => {
    const { term, texts } = known;
    if (!texts) return [];
    const { withdrawn } = globalThis.playbookInForce;
    const rank = (/** @type {Term} */ { first, order }) => first + String(order).padStart(9, "0");
    const later = known.all
      .filter((each) => rank(each) > rank(term) && !each.draft && !withdrawn(each, today))
      .sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
    const lines = [];
    let before = texts[version];
    for (const each of later) {
      const text = texts[each.version];
      const what = compared(texts, each.version);
      const values = { version: link(each.version, what === "removed" ? history : page(each.version)), first: said(each.first) };
      if (text !== before) lines.push(filled("li", words.since[what], values));
      before = text;
    }
    return later.length && !lines.length ? [make("li", words.unchanged)] : lines;
  };

  /* Everything, or nothing: what cannot be made whole is not shown. */
  const block = (/** @type {string} */ today) => {
    const status = globalThis.playbookStatus ?? {}, mine = globalThis.playbookSection;
    /* A browser may have kept one of the two from before the last version: what only the other knows is not told. */
    const kept = mine?.texts ?? {};
    const texts = kept[version] && Object.keys(status).every((each) => each in kept) ? kept : null;
    const all = globalThis.playbookInForce.terms(status);
    const term = all.find((each) => each.version === version);
    if (!term) throw new TypeError("status.js");
    const known = { all, term, told: status[version], texts, errata: mine?.errata?.[version] ?? [] };
    const { found, line } = stands(known, today);
    const list = make("ul", ...errata(known), ...since(known, today));
    const day = filled("p", words.on, { day: said(today) });
    const aside = make("aside", make("div", day, line, ...(list.children.length ? [list] : [])));
    aside.className = `now now--${found.replaceAll(" ", "-")}`;
    Object.assign(aside, { lang: words.language, dir: words.direction });
    aside.setAttribute("aria-label", day.textContent);
    return aside;
  };
  let shown = "";
  const show = () => {
    const today = globalThis.playbookInForce.day();
    if (shown === today) return;
    const made = block(today);
    document.querySelector("aside.now")?.remove();
    document.querySelector("main")?.before(made);
    shown = today;
  };

  const begin = () => {
    const status = globalThis.playbookStatus;
    const newer = Object.keys(globalThis.playbookSection?.texts ?? {}).some((each) => !(each in (status ?? {})));
    if (!globalThis.playbookInForce || !status?.[version] || newer) return;
    show();
    document.addEventListener("visibilitychange", show);
  };
  /* What is of another form than this knows is not told either. */
  Promise.all([script("in_force.js"), script("status.js"), script(`s/${section}/state.js`), look()]).then(begin).catch(() => {});
})();
