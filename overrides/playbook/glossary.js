/* Words of the glossary: what they mean, shown beside them on any page; and on the page of the glossary, a search. */
"use strict";

playbook.subject("glossary", ({ fill, pointed, state }) => {
  const start = (/** @type {Block} */ root) => (root.matches(".pb-tips") ? tips(root) : filter(root));

  const WAIT = 250;
  const MARGIN = 8;

  function tips(/** @type {Block} */ root) {
    const tip = root.querySelector("[data-tip]");
    const words = tip.querySelector("[data-tip-words]");
    const link = tip.querySelector("a");
    /** @type {Block} */
    let shown = null;
    /** @type {Block} */
    let before = null;
    let touch = false;
    /** @type {number | undefined} */
    let timer;
    document.body.append(tip);

    function show(/** @type {Block} */ word) {
      clearTimeout(timer);
      if (word === shown) return;
      shown = word;
      words.replaceChildren(
        ...word.dataset.term.split(" ").flatMap((/** @type {string} */ id) => [...(root.querySelector(`#pb-tip-${id}`)?.cloneNode(true).children ?? [])]),
      );
      link.href = word.href;
      tip.hidden = false;
      place();
    }

    function hide() {
      clearTimeout(timer);
      shown = null;
      tip.hidden = true;
    }

    const later = (/** @type {() => void} */ action) => {
      clearTimeout(timer);
      timer = setTimeout(action, WAIT);
    };

    /* Below the word, or above where there is no room; never beyond an edge of the window. */
    function place() {
      const word = shown.getClientRects()[0] ?? shown.getBoundingClientRect();
      const width = document.documentElement.clientWidth;
      const below = innerHeight - word.bottom - MARGIN;
      const up = tip.offsetHeight > below && word.top - MARGIN > below;
      const left = Math.max(MARGIN, Math.min(word.left, width - tip.offsetWidth - MARGIN));
      tip.style.left = `${left + scrollX}px`;
      tip.style.top = `${(up ? word.top - tip.offsetHeight : word.bottom) + scrollY}px`;
    }

    for (const word of playbookTheme.content().querySelectorAll("a[data-term]")) {
      const ids = word.dataset.term.split(" ").map((/** @type {string} */ id) => `pb-tip-${id}`);
      if (!document.getElementById(ids[0])) continue;
      word.setAttribute("aria-describedby", ids.join(" "));
      word.addEventListener("pointerenter", (/** @type {PointerEvent} */ { pointerType }) => pointerType !== "touch" && later(() => show(word)));
      word.addEventListener("pointerleave", (/** @type {PointerEvent} */ { pointerType }) => pointerType !== "touch" && later(hide));
      word.addEventListener("pointerdown", (/** @type {PointerEvent} */ { pointerType }) => {
        touch = pointerType === "touch";
        before = shown;
      });
      word.addEventListener("focus", () => show(word));
      word.addEventListener("blur", (/** @type {FocusOut} */ { relatedTarget }) => tip.contains(relatedTarget) || tip.matches(":hover") || hide());
      word.addEventListener("click", (/** @type {Click} */ event) => {
        if (touch && before !== word) {
          event.preventDefault();
          show(word);
        }
        touch = false;
      });
    }
    tip.addEventListener("focusout", (/** @type {FocusOut} */ { relatedTarget }) => tip.contains(relatedTarget) || relatedTarget === shown || hide());
    tip.addEventListener("pointerenter", () => clearTimeout(timer));
    tip.addEventListener("pointerleave", (/** @type {PointerEvent} */ { pointerType }) => pointerType !== "touch" && later(hide));
    addEventListener("keydown", ({ key }) => key === "Escape" && hide());
    addEventListener("resize", () => shown && place());
    document.addEventListener("pointerdown", ({ target }) => shown && !shown.contains(target) && !tip.contains(target) && hide());
  }

  function filter(/** @type {Block} */ root) {
    const form = root.querySelector("[data-filter]");
    const field = form.querySelector("input");
    const said = form.querySelector("output");
    const groups = [...root.querySelectorAll(".pb-glossary__group")].map((group) => ({
      group,
      letter: root.querySelector(`a[href="#${group.id}"]`)?.parentElement,
      entries: [...group.querySelectorAll(".pb-term")].map((entry) => ({ entry, text: plain(saidOf(entry)) })),
    }));
    const total = groups.reduce((sum, { entries }) => sum + entries.length, 0);

    function find() {
      const wanted = plain(field.value).split(/\s+/).filter(Boolean);
      let count = 0;
      for (const { group, letter, entries } of groups) {
        let found = 0;
        for (const { entry, text } of entries) {
          entry.hidden = !wanted.every((/** @type {Block} */ word) => text.includes(word));
          found += Number(!entry.hidden);
        }
        group.hidden = !found;
        if (letter) letter.hidden = !found;
        count += found;
      }
      state.set({ find: field.value.trim() });
      said.textContent = wanted.length ? fill(count ? said.dataset.shown : said.dataset.none, { count, total }) : "";
    }

    /* A link to an entry that the search hides ends the search. */
    const arrive = () => {
      const target = pointed();
      if (!target || !root.contains(target) || !target.closest("[hidden]")) return;
      field.value = "";
      find();
      target.scrollIntoView();
    };

    form.hidden = false;
    form.addEventListener("submit", (/** @type {Click} */ event) => event.preventDefault());
    field.addEventListener("input", find);
    addEventListener("hashchange", arrive);
    field.value = state.get("find");
    if (field.value) find();
    arrive();
  }

  /* What an entry says by itself, without its links to others. */
  const saidOf = (/** @type {Block} */ entry) => [...entry.querySelectorAll("dt, dd:not(:has(a))")].map((part) => part.textContent).join(" ");

  /* Words without accents and capitals, as a reader types them. */
  const plain = (/** @type {string} */ text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  return { start };
});
