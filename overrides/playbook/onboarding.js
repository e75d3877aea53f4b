/* Checklists: ticks, notes and dates, kept in this browser and nowhere else. */
"use strict";

playbook.subject("onboarding", ({ announce, fill, me, onMe, said, store, today }) => {
  const DAY = 864e5;
  const SOON = 3; // days before a step is due at which its line says so
  const REACH = 1000; // the most days that are searched for business days
  const HOURS = 8; // the hours that make a business day
  /** @type {Record<string, number>} */
  const LENGTHS = { minute: 1 / 1440, hour: 1 / 24, day: 1, week: 7 };
  /** @type {Record<string, number>} */
  const MONTHS = { month: 1, year: 12 };

  /** @type {Look} */
  const look = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  const time = (/** @type {string} */ day) => Date.parse(`${day}T00:00Z`);
  const iso = (/** @type {Date | number} */ moment) => new Date(moment).toISOString().slice(0, 10);
  const now = (day = today()) => iso(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate()));
  const say = (/** @type {string} */ day) => (time(day) ? said(time(day), look) : "");
  const words = (text = "") => text.split(/\s+/).filter(Boolean);
  const own = (/** @type {Read} */ object, /** @type {string} */ key) => (Object.hasOwn(object ?? {}, key) && object[key]) || {};
  const all = (/** @type {Block} */ root, /** @type {string} */ selector) => [...root.querySelectorAll(selector)];

  /* The day that lies `due` ("-5 business days") after a day (2026-03-02), or null where none is in reach. Business days
     are those of `days`, 1 for Monday, that are no `holidays`; a month without the day gives its last. */
  function shifted(/** @type {string} */ day, /** @type {string} */ due, /** @type {Calendar} */ { days, holidays }) {
    const [, written = "", unit = ""] = /^(\S+) (.+?)s?$/.exec(due) ?? [];
    const number = Number(written);
    const at = new Date(time(day));
    const length = LENGTHS[unit];
    const months = MONTHS[unit];
    if (length) at.setUTCDate(at.getUTCDate() + Math.trunc(number * length));
    else if (months) {
      const wanted = at.getUTCDate();
      at.setUTCMonth(at.getUTCMonth() + number * months + 1, 0);
      at.setUTCDate(Math.min(wanted, at.getUTCDate()));
    } else {
      let left = Math.ceil(Math.abs(number) / (unit === "business hour" ? HOURS : 1));
      for (let gone = 0; left && gone < REACH; gone++) {
        at.setTime(at.getTime() + Math.sign(number) * DAY);
        left -= Number(days.includes(at.getUTCDay() || 7) && !holidays.includes(iso(at)));
      }
      if (left) return null;
    }
    return at.getUTCFullYear() > 0 && at.getUTCFullYear() < 1e4 ? iso(at) : null;
  }

  let number = 0;

  function start(/** @type {Block} */ root) {
    const tools = root.querySelector(".pb-checklist__tools");
    if (!tools) return;
    const key = `checklist:${root.dataset.checklist}`;
    const phrases = tools.dataset;
    const control = Object.fromEntries(all(tools, "[name]").map((one) => [one.name, one]));
    const { start: begins, party, stage, open, mine } = control;
    const part = (/** @type {string} */ name) => tools.querySelector(name);
    const bar = part("progress");
    const tally = bar.nextElementSibling;
    const dialog = part("[data-renewing]");
    const stages = all(root, ".pb-stage");
    const steps = all(root, ".pb-step").map(revived);
    /** @type {Read} */
    let state;
    /** @type {Step | null} */
    let touched = null; // the step just ticked stays in sight, whatever the filters say

    /* Brings the boxes of a line to life. */
    function revived(/** @type {Block} */ line) {
      const { step: id, due, wording, roles, optional } = line.dataset;
      const tick = line.querySelector(".pb-step__tick");
      const signs = document.createElement("span");
      const noting = part("[data-note]").content.cloneNode(true).firstElementChild;
      const note = noting.querySelector("textarea");
      tick.id = `pb-tick-${++number}`;
      signs.id = `${tick.id}-signs`;
      signs.className = "pb-step__signs";
      tick.setAttribute("aria-describedby", signs.id);
      line.querySelector("label:not([data-part])")?.setAttribute("for", tick.id);
      line.querySelector(".pb-step__facts").append(" ", signs);
      line.querySelector(".pb-step__body").append(noting);
      note.setAttribute("aria-label", fill(phrases.noted, { step: tick.getAttribute("aria-label") }));
      const parts = new Map(all(line, "[data-part]").map((one) => [one.dataset.part, one.querySelector("input")]));
      const date = line.querySelector("time");
      for (const box of all(line, "input")) box.hidden = false;
      return { line, id, due, wording, roles: words(roles), optional: optional === "", tick, signs, noting, note, parts, date };
    }

    const role = () => words(root.dataset.covers).find((one) => one === me().role);
    const applies = (/** @type {Step} */ { roles }) => !role() || !roles[0] || roles.some((one) => one === role());
    const kept = (/** @type {Step} */ { id, wording, parts }) => {
      const known = own(state.steps, id);
      const there = Object.entries(own(known, "parts")).filter(([, day]) => day);
      const ticked = Boolean(known.on && known.wording === wording);
      const gone = there.find(([part]) => !parts.has(part));
      return {
        known,
        ticked,
        parts: Object.fromEntries(there.filter(([part]) => parts.has(part))),
        changed: !ticked && (known.on || gone?.[1]),
      };
    };

    const load = () => {
      const found = store.get(key);
      state = found?.steps ? found : { steps: {} };
      part("[data-lost]").hidden = !found || lasts();
      if (document.activeElement !== begins) begins.value = state.start ?? "";
      draw();
    };
    const lasts = () => {
      try {
        return Object.values(localStorage).includes(JSON.stringify(state));
      } catch {
        return false; // it keeps nothing, and the page says so
      }
    };
    const keep = () => {
      store.set(key, state);
      dispatchEvent(new StorageEvent("storage", { key: `:${key}` })); // for a second list of the same on this page
    };
    const change = (/** @type {Step} */ step, /** @type {Values} */ values) => {
      const { known, parts } = kept(step);
      state.steps = { ...state.steps, [step.id]: { ...known, parts, ...values } };
      touched = step;
      keep();
      announce(tally.textContent);
    };

    /* Shows what is known of a step, and returns whether it is ticked and when it is due. */
    const drawStep = (/** @type {Step} */ step, /** @type {Calendar} */ calendar) => {
      const { known, ticked, parts, changed } = kept(step);
      const date = state.start && step.due && shifted(state.start, step.due, calendar);
      const left = date && !ticked ? (time(date) - time(now())) / DAY : Infinity;
      const signs = {
        changed: changed && fill(phrases.changed, { date: say(changed) }),
        done: ticked && fill(phrases.ticked, { date: say(known.on) }),
        late: left < 0 && phrases.late,
        soon: left >= 0 && left <= SOON && phrases.soon,
      };
      step.signs.replaceChildren();
      for (const [name, text] of Object.entries(signs)) {
        if (!text) continue;
        const sign = document.createElement("span");
        sign.className = `pb-step__sign pb-step__sign--${name}`;
        sign.textContent = text;
        step.signs.append(sign, " ");
      }
      step.tick.checked = ticked;
      step.line.classList.toggle("pb-step--done", ticked);
      for (const [wording, box] of step.parts) box.checked = Boolean(parts[wording]);
      step.date.hidden = !date;
      step.date.dateTime = date || "";
      step.date.textContent = say(date);
      if (document.activeElement !== step.note) step.note.value = known.note ?? "";
      step.noting.hidden = !ticked && !step.note.value;
      return { ticked, date };
    };

    function draw() {
      const { days, holidays, known } = party.selectedOptions[0].dataset;
      const calendar = { days: words(days).map(Number), holidays: words(holidays) };
      const [first, last] = words(known);
      let [done, total, beyond] = [0, 0, false];
      mine.parentElement.hidden = steps.every(applies);
      for (const step of steps) {
        const { ticked, date } = drawStep(step, calendar);
        const counts = applies(step);
        done += Number(counts && ticked);
        total += Number(counts && (ticked || !step.optional));
        step.line.hidden =
          step !== touched &&
          ((open.checked && ticked) ||
            (mine.checked && !counts) ||
            (stage.value && !stages[stage.value].contains(step.line)));
        beyond ||= date && /business/.test(step.due) && [state.start, date].some((day) => day < first || day > last);
      }
      for (const each of stages) each.hidden = !each.querySelector(".pb-step:not([hidden])");
      part("[data-none]").hidden = stages.some((each) => !each.hidden);
      for (const note of all(tools, "[data-beyond]")) note.hidden = !beyond || note.dataset.beyond !== party.value;
      bar.max = total || 1;
      bar.value = done;
      tally.textContent = fill(phrases.tally, { done, total });
    }

    for (const step of steps) {
      const { tick, note } = step;
      tick.addEventListener("change", () => change(step, { on: tick.checked ? now() : "", wording: step.wording }));
      note.addEventListener("change", () => change(step, { note: note.value.trim() }));
      for (const [wording, box] of step.parts) {
        box.addEventListener("change", () => change(step, { parts: { ...kept(step).parts, [wording]: box.checked ? now() : "" } }));
      }
    }
    begins.addEventListener("change", () => {
      if (!begins.checkValidity()) return;
      state.start = begins.value;
      keep();
    });
    for (const filter of [party, stage, open, mine]) {
      filter.addEventListener("change", () => {
        touched = null;
        draw();
      });
    }
    control.print.addEventListener("click", () => print());
    control.reset.addEventListener("click", () => {
      dialog.returnValue = "";
      dialog.showModal();
    });
    dialog.addEventListener("close", () => {
      if (!dialog.returnValue) return;
      state = { steps: {} };
      keep();
      announce(phrases.cleared);
    });
    addEventListener("storage", (event) => {
      if (event.key === null || event.key.endsWith(`:${key}`)) load();
    });

    load();
    onMe(({ role }) => {
      const option = [...party.options].find((one) => words(one.dataset.people).some((each) => each === role));
      if (option) party.value = option.value;
      draw();
    });
    root.classList.add("pb-checklist--live");
    tools.hidden = false;
  }

  return { shifted, start };
});
