/* The responsibility matrix: filters that stand in the address, a column to look along, notes beside their letters. */
"use strict";

playbook.subject("responsibilities", ({ announce, fill, me, onMe, pointed, state }) => {
  const PAUSE = 300; // milliseconds after the last key before the address and the listener hear of it
  const EDGE = 8; // pixels between a note and the edge of the window

  const plain = (/** @type {string} */ text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const hide = (/** @type {Block} */ element, /** @type {boolean} */ hidden) => element.hidden !== hidden && (element.hidden = hidden);

  function start(/** @type {Block} */ root) {
    const { key, shown } = root.dataset;
    const form = root.querySelector("form");
    const region = root.querySelector(".pb-raci");
    const heads = root.querySelector("[data-heads]");
    const pins = root.querySelector("[data-pins]");
    const columns = [...heads.cells].slice(1).map((head) => ({ role: head.dataset.roles, party: head.dataset.party }));
    const fields = [...form.elements].filter((field) => field.name);
    const clear = root.querySelectorAll("[data-clear]");
    const mine = form.querySelector("[data-mine]");
    let column = "";
    /** @type {Rows | undefined} */
    let rows;
    /** @type {number | undefined} */
    let timer;

    /* What a reader asks for; "only mine" asks nothing of a reader without a column here. */
    const wanted = () => {
      const values = Object.fromEntries(
        fields.map((field) => [field.name, field.type === "checkbox" ? (field.checked ? "1" : "") : field.value.trim()]),
      );
      return { ...values, mine: values.mine && !mine.hidden ? me().role : "", kept: values };
    };

    const apply = () => {
      rows ??= read(root, columns);
      const { role, party, code, phase, group, words, mine, kept } = wanted();
      const asked = plain(words ?? "").split(/\s+/).filter(Boolean);
      const active = Object.values(kept).some(Boolean);
      const fits = (/** @type {Row} */ row) => {
        if (phase && row.line.dataset.phase !== phase) return false;
        if (group && row.line.dataset.group !== group) return false;
        if (!asked.every((/** @type {string} */ word) => row.words.includes(word))) return false;
        const letters = code ? row.letters.filter((/** @type {Letter} */ letter) => letter.code === code) : row.letters;
        const borne = (/** @type {(column: Column) => boolean} */ test) => letters.some((/** @type {Letter} */ letter) => test(letter.column));
        return (
          (!code || letters.length > 0) &&
          (!role || borne((/** @type {Column} */ column) => column.role === role)) &&
          (!mine || borne((/** @type {Column} */ column) => column.role === mine)) &&
          (!party || borne((/** @type {Column} */ column) => column.party === party))
        );
      };
      let count = 0;
      for (const row of rows) {
        const fit = fits(row);
        count += Number(fit);
        hide(row.line, !fit);
        if (row.remark) hide(row.remark, !fit);
      }
      let below = false; // whether a group below the name of its workstream is shown
      for (const body of [...region.querySelectorAll("tbody")].reverse()) {
        const some = Boolean(body.querySelector("tr[data-activity]:not([hidden])"));
        const over = body.dataset.over !== undefined;
        hide(body, !some && !(over && below));
        below = !over && (below || some);
      }
      dim(root, rows, columns, party, code);
      light(column || role);
      root.classList.toggle("pb-matrix--filtered", active);
      hide(root.querySelector("[data-none]"), count > 0);
      hide(region, !count);
      for (const button of clear) button.hidden = !active;
      const told = active ? fill(shown, { shown: count }) : "";
      form.querySelector("[data-count]").textContent = told;
      clearTimeout(timer);
      timer = setTimeout(() => {
        announce(told);
        state.set(Object.fromEntries(Object.entries(kept).map(([name, value]) => [`${key}-${name}`, value])));
      }, PAUSE);
    };

    /* Lights the column of a role, and no other. */
    const light = (/** @type {string} */ role) => {
      for (const cell of region.querySelectorAll(".pb-lit")) cell.classList.remove("pb-lit");
      const position = columns.findIndex((column) => column.role === role) + 1;
      if (!position) return;
      for (const line of region.querySelectorAll("tr:not(.pb-raci__bands, .pb-raci__group)")) {
        line.cells[position].classList.add("pb-lit");
      }
    };

    const pin = (/** @type {string} */ role) => {
      column = role;
      columns.forEach((each, position) => {
        pins.cells[position + 1].firstChild.setAttribute("aria-pressed", each.role === role);
      });
      light(role || wanted().role);
      state.set({ [`${key}-column`]: role });
    };

    const reset = () => {
      form.reset();
      apply();
    };

    /* What an address leads to is shown, whatever the filters say. */
    const reveal = () => {
      const target = pointed();
      if (!target || !root.contains(target)) return;
      if (target.closest("[hidden]")) reset();
      const folded = target.closest("details");
      if (folded) folded.open = true;
      target.scrollIntoView();
    };

    form.addEventListener("submit", (/** @type {Click} */ event) => event.preventDefault());
    form.addEventListener("input", apply);
    for (const button of clear) {
      button.addEventListener("click", () => {
        reset();
        fields[0].focus();
      });
    }
    pins.addEventListener("click", (/** @type {Click} */ { target }) => {
      const role = target.closest("button")?.parentElement.dataset.role;
      if (role) pin(role === column ? "" : role);
    });
    notes(root);
    wide(root, form.querySelector("[data-full]"));
    addEventListener("hashchange", reveal);

    form.hidden = pins.hidden = false;
    for (const field of fields) {
      const value = state.get(`${key}-${field.name}`);
      if (field.type === "checkbox") field.checked = value === "1";
      else field.value = value;
      if (field.selectedIndex < 0) field.value = "";
    }
    const lit = state.get(`${key}-column`);
    if (columns.some((column) => column.role === lit)) pin(lit);
    if (fields.some((field) => field.type !== "checkbox" && field.value)) apply();
    onMe(({ role }) => {
      if (!mine) return;
      mine.hidden = !columns.some((column) => column.role === role);
      if (mine.firstChild.checked) apply();
    });
    reveal();
  }

  /* The activities, each with its words and its letters. */
  function read(/** @type {Block} */ root, /** @type {Column[]} */ columns) {
    const remarks = new Map([...root.querySelectorAll("[data-remark]")].map((one) => [one.dataset.remark, one]));
    return [...root.querySelectorAll("tr[data-activity]")].map((line) => {
      const remark = remarks.get(line.dataset.activity);
      const [name, ...cells] = line.cells;
      const letters = cells.flatMap((/** @type {Block} */ cell, /** @type {number} */ position) =>
        [...cell.children].map((mark) => ({ mark, cell, code: mark.dataset.code, column: columns[position] })),
      );
      return { line, remark, cells, letters, words: plain(`${name.textContent} ${remark?.textContent ?? ""}`) };
    });
  }

  /* Dims what is not of one party, and all other letters. Nothing of a row that is shown is hidden: half of a row would
     say what is not so. */
  function dim(/** @type {Block} */ root, /** @type {Rows} */ rows, /** @type {Column[]} */ columns, /** @type {string | undefined} */ party, /** @type {string | undefined} */ code) {
    const now = `${party ?? ""} ${code ?? ""}`;
    if (rows.dimmed === now) return;
    rows.dimmed = now;
    const other = (/** @type {Column} */ column) => Boolean(party) && column.party !== party;
    for (const { letters } of rows) {
      for (const { mark, code: own, column } of letters) {
        mark.classList.toggle("pb-dim", other(column) || (Boolean(code) && own !== code));
      }
    }
    const heads = root.querySelector("[data-heads]").cells;
    columns.forEach((/** @type {Column} */ column, position) => heads[position + 1].classList.toggle("pb-dim", other(column)));
  }

  /* A letter with a note shows it where the reader is; without scripts it leads to the list below. */
  function notes(/** @type {Block} */ root) {
    const box = root.querySelector("[data-shown-note]");
    if (!box?.showPopover) return;
    root.addEventListener("click", (/** @type {Click} */ event) => {
      const link = event.target.closest("a.pb-part");
      const note = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!note || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      box.replaceChildren(...note.cloneNode(true).childNodes);
      box.querySelector(".pb-remarks__back").remove();
      box.showPopover();
      const at = link.getBoundingClientRect();
      const left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - EDGE);
      const below = at.bottom + box.offsetHeight + EDGE < innerHeight;
      box.style.left = `${Math.max(left, EDGE)}px`;
      box.style.top = `${below ? at.bottom + EDGE / 2 : Math.max(at.top - box.offsetHeight - EDGE / 2, EDGE)}px`;
    });
    addEventListener("scroll", () => box.matches(":popover-open") && box.hidePopover(), { capture: true, passive: true });
  }

  /* The whole window for a table that needs it, until it is left. */
  function wide(/** @type {Block} */ root, /** @type {Block} */ button) {
    const turn = (/** @type {boolean} */ full) => {
      root.classList.toggle("pb-matrix--full", full);
      button.setAttribute("aria-pressed", full);
    };
    button.hidden = false;
    button.addEventListener("click", () => turn(!root.classList.contains("pb-matrix--full")));
    root.addEventListener("keydown", (/** @type {Key} */ { key, target }) => {
      if (key !== "Escape" || !root.classList.contains("pb-matrix--full") || target.type === "search") return;
      if (!root.querySelector(":popover-open")) turn(false);
    });
    root.addEventListener("focusout", (/** @type {FocusOut} */ { relatedTarget }) => {
      if (relatedTarget && !root.contains(relatedTarget)) turn(false);
    });
  }

  return { start };
});
