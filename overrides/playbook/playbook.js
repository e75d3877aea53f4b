/* The one script of every page: what the scripts of the subjects share, and which of them a page needs. */
"use strict";

{
  const { src: here } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL("..", here);
  /* What the reader chose and ticked holds for every published version: their folders lie side by side. */
  const prefix = `playbook:${(playbookTheme.published() ? new URL("..", root) : root).pathname}:`;
  /** @type {Map<string, unknown>} */
  const memory = new Map();

  /* What this browser remembers; where it may not, what this page remembers. */
  const store = {
    get(/** @type {string} */ key) {
      if (memory.has(key)) return memory.get(key);
      try {
        return JSON.parse(localStorage.getItem(prefix + key) ?? "null");
      } catch {
        return null;
      }
    },
    set(/** @type {string} */ key, /** @type {unknown} */ value) {
      try {
        localStorage.setItem(prefix + key, JSON.stringify(value));
        memory.delete(key);
      } catch {
        memory.set(key, value);
      }
    },
    remove(/** @type {string} */ key) {
      memory.delete(key);
      try {
        localStorage.removeItem(prefix + key);
      } catch {
        /* there was nothing to forget */
      }
    },
  };

  /* Filters in the address, so that what one reader sees can be sent to another. */
  const state = {
    get: (/** @type {string} */ name) => new URLSearchParams(location.search).get(name) ?? "",
    set(/** @type {Record<string, string>} */ values) {
      const here = new URL(location.href);
      for (const [name, value] of Object.entries(values)) {
        value ? here.searchParams.set(name, value) : here.searchParams.delete(name);
      }
      if (here.href !== location.href) history.replaceState(history.state, "", here);
    },
  };

  /* A phrase of the page with its values put in: fill("{count} shown", {count: 3}). */
  const fill = (/** @type {string} */ phrase, /** @type {Values} */ values) =>
    phrase.replace(/\{(\w+)\}/g, (whole, name) => `${values[name] ?? whole}`);

  /* A day as the language of the playbook says it. */
  const spoken = document.querySelector("[data-pb-spoken]");
  const language = spoken?.lang || document.documentElement.lang || "en";
  /* Digits and calendar as the rest of the page has them, whatever is usual in its language. */
  const usual = { calendar: "gregory", numberingSystem: "latn" };
  const said = (/** @type {Date | number} */ day, /** @type {Look} */ options) => new Intl.DateTimeFormat(language, { ...usual, ...options }).format(day);

  /* The moment it is. */
  const today = () => new Date();

  /* What the address leads to on this page. A browser marks it as `:target` only once it has scrolled there. */
  const pointed = () => {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null;
    }
  };

  /* Tells a change to readers who do not see it. */
  const announce = (/** @type {string} */ text) => {
    if (spoken) spoken.textContent = text;
  };

  /* The reader as told on the home page, each part only where told: {reader, role, side, name, path}. `reader` is why they
     are here, `path` leads from the root of the site to the page of the role. */
  /** @type {Set<(me: Me) => void>} */
  const watching = new Set();
  /** @returns {Me} */
  const me = () => {
    const known = store.get("me");
    return known && typeof known === "object" ? known : {};
  };
  const onMe = (/** @type {(me: Me) => void} */ callback) => {
    watching.add(callback);
    callback(me());
  };
  const setMe = (/** @type {Me} */ choice) => {
    choice.role || choice.reader ? store.set("me", choice) : store.remove("me");
    for (const callback of watching) callback(me());
  };
  addEventListener("storage", ({ key }) => {
    if (key !== null && key !== `${prefix}me`) return;
    for (const callback of watching) callback(me());
  });

  /* Marks what is mine, in words too. */
  const word = document.querySelector("template[data-pb-mine]");
  const mark = (/** @type {Me} */ { role, reader }) => {
    for (const one of document.querySelectorAll(".pb-mine")) one.classList.remove("pb-mine");
    for (const one of document.querySelectorAll(".pb-mine__word")) one.remove();
    const mine = [
      ...(role ? [`[data-roles~="${CSS.escape(role)}"]`, `[data-role="${CSS.escape(role)}"]`] : []),
      ...(reader ? [`[data-reader="${CSS.escape(reader)}"]`] : []),
    ];
    for (const one of mine.length ? document.querySelectorAll(mine.join()) : []) {
      one.classList.add("pb-mine");
      if (one.dataset.role || !word) continue;
      const at = one.matches("tr, ul, ol, dl") ? one.firstElementChild : one;
      at?.prepend(word.content.cloneNode(true));
    }
  };
  onMe(mark);

  /* Who I am, in the header. */
  const chip = document.querySelector("[data-pb-me]");
  if (chip) {
    const link = chip.querySelector("a");
    playbookTheme.intoHeader(chip);
    onMe(({ role, name, path }) => {
      const to = new URL(path ?? "", root);
      chip.hidden = !(role && name);
      chip.querySelector("[data-name]").textContent = name ?? "";
      link.href = (to.href.startsWith(root.href) ? to : root).href;
    });
  }

  /* The scripts of the subjects whose blocks stand on this page. Each gives its name, and a function that takes what all
     share and returns what it does: `start` brings one block to life. They are no modules, since a browser runs none of
     those from a disk. */
  /** @type {Record<string, Subject>} */
  const subjects = {};
  const blocks = new Map();
  for (const block of document.querySelectorAll("[data-pb]")) {
    blocks.set(block.dataset.pb, [...(blocks.get(block.dataset.pb) ?? []), block]);
  }
  const subject = (/** @type {string} */ name, /** @type {(shared: Shared) => Subject} */ make) => {
    subjects[name] = make(shared);
    for (const block of blocks.get(name) ?? []) subjects[name].start(block);
  };
  const loaded = (/** @type {string} */ name) =>
    new Promise((settled) => {
      const script = document.createElement("script");
      script.src = new URL(`${name}.js`, here).href;
      script.onload = script.onerror = settled;
      document.head.append(script);
    });

  /* How this edition stands today, which says what is next in it; without its block, all of it counts. */
  const standing = globalThis.playbookStanding;

  /** @type {Shared} */
  const shared = {
    announce, fill, language, me, onMe, pointed, root, said, setMe, standing, state, store, subject, subjects, today,
  };
  globalThis.playbook = shared;
  Promise.all([...blocks.keys()].map(loaded)).then(() => standing.known).then(() => {
    document.documentElement.dataset.pbReady = "";
  });
}
