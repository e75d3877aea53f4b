/* How this edition stands on the reader's day: a banner where it is not in force, the state in the list of versions, and which
   meetings still count. The page knows its own dates; a published one asks the tree what was said since. */
"use strict";

{
  const { day, inForce, state, terms, withdrawn } = globalThis.playbookInForce;
  const root = new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const block = document.querySelector("[data-pb-standing]");
  const facts = block && JSON.parse(block.querySelector("script").textContent);
  const fill = (/** @type {string} */ phrase, /** @type {Values} */ values) =>
    phrase.replace(/\{(\w+)\}/g, (whole, name) => `${values[name] ?? whole}`);
  /* Dates are said in the language of the words around them, which need not be that of the page. */
  const language = (block ?? document.documentElement).closest("[lang]")?.lang || "en";
  const dates = (/** @type {Look} */ look) => new Intl.DateTimeFormat(language, { calendar: "gregory", numberingSystem: "latn", ...look });
  const said = (/** @type {string} */ written) => dates({ dateStyle: "long", timeZone: "UTC" }).format(new Date(`${written}T00:00:00Z`));
  const anchor = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  };

  /* What is known: at first the page's own dates. */
  let settled = false;
  /** @type {{ all: Term[], told: Read }} */
  const known = { all: facts ? [facts.term] : [], told: null };
  const own = () => known.all.find(({ version }) => version === facts.term.version) ?? facts.term;
  const stands = (today = day()) => state(own(), known.all, today);

  /* Which of some times, as the forum has them, is next in this edition: {which, place, moment}, where `which` is next, first,
     none, over, draft, or empty while it is not known. A meeting counts on days on which its edition is in force. */
  const counts = (/** @type {string} */ time, /** @type {string} */ version) => !facts || inForce(known.all, time.slice(0, 10))?.version === version;
  /* What takes a whole day is written as the day, and lasts until that of the reader ends. */
  const moment = (/** @type {string} */ time) => new Date(time.includes("T") ? time : `${time}T23:59`);
  const meetings = (/** @type {string[]} */ times, now = new Date()) => {
    if (facts && !settled) return { which: "" };
    const found = facts ? stands(day(now)) : "in force";
    if (!times.some((each) => moment(each) >= now)) return { which: "none" };
    if (found === "draft") return { which: "draft" };
    if (found !== "in force" && found !== "not yet in force") return { which: "over" };
    const place = times.findIndex((each) => moment(each) >= now && counts(each, facts?.term.version));
    if (place < 0) return { which: "none" };
    return { which: found === "in force" ? "next" : "first", place, moment: moment(times[place]), whole: !times[place].includes("T") };
  };

  /* Calls back with each thing that becomes known. */
  const waiting = new Set();
  const onStanding = (/** @type {() => void} */ callback) => {
    waiting.add(callback);
    if (settled) callback();
  };
  const tell = () => {
    settled = true;
    for (const callback of waiting) callback();
  };

  /* The tree in which a published page stands. A page on a disk can read no file; there, a script says the same. */
  const onDisk = location.protocol === "file:";
  const asked = async (/** @type {string | URL} */ address) => {
    try {
      const answer = await fetch(address, { cache: "no-cache" });
      return answer.ok ? answer : null;
    } catch {
      return null;
    }
  };
  const run = (/** @type {string | URL} */ address) =>
    new Promise((settle) => {
      const script = document.createElement("script");
      script.src = `${address}`;
      script.onload = script.onerror = () => settle(globalThis.playbookStatus);
      document.head.append(script);
    });
  const learn = async () => {
    const status = onDisk
      ? await run(new URL("../status.js", root))
      : await (await asked(new URL("../status.json", root)))?.json().catch(() => null);
    if (!status?.[facts.term.version]) return;
    known.all = terms(status);
    known.told = status[facts.term.version];
  };

  /* The next meeting of some forums in the other editions that are in force from today on. */
  const held = new Map();
  const meetingsOf = (/** @type {string} */ version) => {
    if (!held.has(version)) {
      const file = new URL(`../${version}/meetings.json`, root);
      held.set(version, asked(file).then((answer) => answer?.json()).catch(() => null));
    }
    return held.get(version);
  };
  const elsewhere = async (/** @type {Set<string>} */ forums, /** @type {Date} */ now) => {
    const today = day(now);
    const others = known.all.filter(
      (each) => each.version !== facts.term.version && !each.draft && !withdrawn(each, today) && (!each.last || each.last >= today),
    );
    const found = [];
    for (const { version } of others) {
      for (const [id, { name, page, times }] of Object.entries((await meetingsOf(version)) ?? {})) {
        const time = forums.has(id) && times.find((/** @type {string} */ each) => moment(each) >= now && counts(each, version));
        const whole = Boolean(time) && !time.includes("T");
        if (time) found.push({ version, name, to: new URL(`../${version}/${page}`, root).href, moment: moment(time), whole });
      }
    }
    return found.sort((one, other) => Number(one.moment) - Number(other.moment))[0];
  };

  /* Writes into a place where the next meeting is, if that is in another edition: `own` is what `meetings` answered. */
  const pointed = new WeakMap();
  const point = async (/** @type {Block} */ place, /** @type {Set<string>} */ forums, /** @type {Next} */ own, now = new Date()) => {
    const asking = {};
    pointed.set(place, asking);
    place.hidden = true;
    if (onDisk || !known.told || !own.which || own.which === "next") return;
    const found = await elsewhere(forums, now);
    if (pointed.get(place) !== asking || !found || (own.moment && own.moment <= found.moment)) return;
    /** @type {Look} */
    const look = { weekday: "short", day: "numeric", month: "long", year: "numeric" };
    /** @type {Look} */
    const clock = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
    const when = dates(found.whole ? look : { ...look, ...clock }).format(found.moment);
    const link = document.createElement("a");
    link.href = found.to;
    link.textContent = fill(facts.meetings.elsewhere, { version: found.version, meeting: found.name, day: when });
    place.replaceChildren(link);
    place.hidden = false;
  };

  /* The sections of this page that can be cited: their ids by the anchors on the page. */
  const cited = () => {
    const script = document.querySelector(".pb-cites script");
    const { sections } = script ? JSON.parse(script.textContent) : { sections: [] };
    return new Map(sections.map((/** @type {[string | null, string, string]} */ [name, id, title]) => [name ?? "", { id, title, name: name ?? "" }]));
  };

  /* The way to the same place in another version: its address, and what it is: section, page, became or edition. */
  const way = async (/** @type {string} */ version) => {
    const there = new URL(`../${version}/`, root);
    if (onDisk) return { to: new URL("index.html", there).href, what: "edition" };
    const path = location.href.replace(/[?#].*/, "").slice(root.href.length).replace(/(^|\/)index\.html$/, "$1");
    const map = await (await asked(new URL("sitemap.xml", there)))?.text();
    const listed = [...(map ?? "").matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, found]) => new URL(found).pathname);
    const base = listed.reduce((short, each) => (short && short.length <= each.length ? short : each), "");
    const has = path === "print/" || listed.includes(base + path);
    const to = new URL(path, there).href;
    const name = anchor();
    if (has && !name) return { to, what: "page" };
    const html = has && (await (await asked(to))?.text());
    if (html && new DOMParser().parseFromString(html, "text/html").getElementById(name)) {
      return { to: to + location.hash, what: "section" };
    }
    const ids = cited();
    const id = (ids.get(name) ?? (has ? null : [...ids.values()][0]))?.id;
    if (id) return { to: new URL(`../s/${id}/`, root).href, what: "became" };
    return has ? { to, what: "page" } : { to: there.href, what: "edition" };
  };

  /* The banner. */
  const line = (/** @type {string} */ text, /** @type {{ name: string, title: string } | undefined} */ link) => {
    const item = document.createElement("li");
    if (link) {
      const to = document.createElement("a");
      to.href = `#${link.name}`;
      to.textContent = link.title;
      item.append(to, " ");
    }
    item.append(text);
    return item;
  };
  const errata = () => {
    const here = [...cited().values()];
    return (known.told?.errata ?? [])
      .map((/** @type {Read} */ each) => ({ ...each, place: here.find(({ id }) => id === each.section) }))
      .filter((/** @type {Read} */ { section, place }) => !section || place)
      .map((/** @type {Read} */ { on, text, place }) => line(fill(facts.words.erratum, { day: said(on), text }), place));
  };
  const show = async () => {
    const found = stands();
    const { withdrawn } = known.told ?? {};
    const values = { ...facts.values, day: withdrawn ? said(withdrawn.on) : "", reason: withdrawn?.reason };
    const words = facts.superseded && found === "in force" ? facts.words.superseded : facts.words[found];
    const list = block.querySelector("ul");
    list.replaceChildren(...errata());
    list.hidden = !list.children.length;
    block.querySelector("[data-said]").textContent = words ? fill(words, values) : "";
    block.classList.toggle("pb-standing--warning", Boolean(words));
    block.hidden = !words && list.hidden;
    const link = block.querySelector("a");
    const none = block.querySelector("[data-none]");
    const chosen = known.told && words ? inForce(known.all, day()) : null;
    none.hidden = !(known.told && words) || Boolean(chosen);
    link.hidden = !chosen || chosen.version === facts.term.version;
    if (!chosen || link.hidden) return;
    const name = location.hash;
    const { to, what } = await way(chosen.version);
    if (name !== location.hash) return;
    link.href = to;
    link.textContent = fill(facts.ways[what], { version: chosen.version });
  };

  /* The theme's list of versions, which it makes late: there the days give way to how each stands today. */
  const names = () => {
    const label = (/** @type {string | undefined} */ version) => {
      const term = known.all.find((each) => each.version === version);
      return term && `${version} (${facts.states[state(term, known.all, day())]})`;
    };
    const write = (/** @type {Block} */ place, /** @type {string | undefined} */ text) => {
      if (text && place.textContent !== text) place.textContent = text;
    };
    const above = new URL("..", root).href;
    const { shown, links } = playbookTheme.versions();
    for (const place of links) {
      if (place.href.startsWith(above)) write(place, label(place.href.slice(above.length).split("/")[0]));
    }
    if (!shown) return;
    write(shown, label(facts.term.version));
    /* The theme names the list by other words than those on it. */
    shown.dataset.name ??= shown.getAttribute("aria-label") ?? "";
    shown.setAttribute("aria-label", `${shown.dataset.name}: ${shown.textContent.trim()}`);
  };

  /* How this edition stands, in a word; nothing while it is in force, and where no page says of itself what it is part of. */
  const inWords = () => (facts && stands() !== "in force" ? facts.states[stands()] : "");

  globalThis.playbookStanding = { dates, inWords, meetings, moment, onStanding, point, words: facts?.meetings ?? {} };
  if (facts) {
    show();
    if (block.dataset.published !== undefined) {
      /* What can be cited stands at the end of the page, which may still be on its way. */
      const whole = new Promise((settle) => {
        if (document.readyState !== "loading") settle(null);
        else document.addEventListener("DOMContentLoaded", settle, { once: true });
      });
      playbookStanding.known = Promise.all([learn(), whole]).then(tell);
      onStanding(() => {
        new MutationObserver(names).observe(document.body, { childList: true, subtree: true });
        names();
      });
    } else tell();
    onStanding(show);
    addEventListener("hashchange", show);
    let last = day();
    document.addEventListener("visibilitychange", () => {
      if (last !== day()) tell();
      last = day();
    });
  }
}
