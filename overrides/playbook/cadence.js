/* Meetings: which is next, and only those asked for. */
"use strict";

playbook.subject("cadence", ({ announce, fill, me, onMe, root: site, said, standing, state, today }) => {
  const all = (/** @type {Block} */ root, /** @type {string} */ selector) => [...root.querySelectorAll(selector)];
  const list = (/** @type {string | undefined} */ words) => (words ?? "").split(" ").filter(Boolean);
  const two = (/** @type {number} */ number) => `${number}`.padStart(2, "0");

  function start(/** @type {Block} */ root) {
    if (root.matches(".pb-calendar")) calendar(root);
    else if (root.matches(".pb-feeds")) subscribe(root);
    else standing.onStanding(() => (root.dataset.times ? soon(root) : dates(root)));
  }

  /* In a published tree, what to subscribe to lies below `current/`, beside the versions. */
  function subscribe(/** @type {Block} */ root) {
    if (!playbookTheme.published() || !location.protocol.startsWith("http")) return;
    const list = document.createElement("ul");
    for (const link of all(root, "a")) {
      const address = document.createElement("code");
      address.textContent = new URL(`../current/${link.href.slice(site.href.length)}`, site).href;
      const item = document.createElement("li");
      item.append(link.textContent, ": ", address);
      list.append(item);
    }
    root.querySelector(".pb-feeds__how").hidden = false;
    root.append(list);
  }

  /* The next of some moments, as the day it is where they are set. */
  function soon(/** @type {Block} */ root) {
    const { times, zone, next, none, forum } = root.dataset;
    const found = standing.meetings(list(times), today());
    const { which, moment } = found;
    /** @type {Look} */
    const look = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zone || undefined };
    const words = /** @type {Record<string, string>} */ ({ ...standing.words, next, none })[which];
    root.textContent = fill(words, { day: moment ? said(moment, look) : "" });
    root.classList.toggle("pb-soon--none", !moment);
    root.hidden = false;
    standing.point(after(root), new Set([forum]), found, today());
  }

  /* The place behind an element for what is said of other editions. */
  function after(/** @type {Block} */ element) {
    if (element.nextElementSibling?.matches(".pb-elsewhere")) return element.nextElementSibling;
    const place = document.createElement("p");
    place.className = "pb-elsewhere";
    element.after(place);
    return place;
  }

  /* Tells the next of the dates of a list, and those that are past. */
  function dates(/** @type {Block} */ root) {
    const times = all(root, "time");
    const { which, place } = standing.meetings(times.map((time) => time.dateTime), today());
    const next = times[place ?? -1];
    quiet(root);
    for (const time of times) time.classList.toggle("pb-past", standing.moment(time.dateTime) < today());
    if (next) tell(next, next.closest("li") ?? next, which === "first" ? standing.words.word : root.dataset.soon);
  }

  /* Takes back what was told of what is next. */
  function quiet(/** @type {Block} */ root) {
    for (const old of all(root, ".pb-next")) {
      old.classList.remove("pb-next");
      old.querySelector(".pb-next__word").remove();
    }
  }

  /* Writes a word behind what is next. */
  function tell(/** @type {Block} */ time, /** @type {Block} */ place, /** @type {string} */ word) {
    place.classList.add("pb-next");
    const chip = document.createElement("span");
    chip.className = "pb-chip pb-hue--green pb-next__word";
    chip.textContent = word;
    time.append(" ", chip);
  }

  function calendar(/** @type {Block} */ root) {
    const form = root.querySelector("form");
    const rows = all(root, ".pb-agenda__table tbody tr").map((row) => ({
      row,
      time: row.querySelector("time"),
      forum: row.dataset.forum,
      tier: row.dataset.tier,
    }));
    const months = all(root, ".pb-agenda__month");
    const line = root.querySelector(".pb-calendar__next");
    /** @type {Found} */
    const found = { rows, months, line, root, form };
    const now = today();
    const month = `${now.getFullYear()}-${two(now.getMonth() + 1)}`;
    const cells = all(root, `.pb-month[data-month="${month}"] td`);
    const cell = cells.find((each) => parseInt(each.textContent, 10) === now.getDate());
    cell?.setAttribute("aria-current", "date");
    for (const each of months) each.classList.toggle("pb-past", each.dataset.month < month);
    const [jump, here] = line.querySelectorAll("button");
    jump.addEventListener("click", () => reveal(found.next));
    here.hidden = !cell;
    here.addEventListener("click", () => reveal(cell));
    root.querySelector(".pb-year").addEventListener("click", (/** @type {Click} */ event) => follow(event, found));
    if (form) ask(found);
    else shown(found, () => true);
    standing.onStanding(() => {
      upcoming(found);
      const soonest = found.next?.closest("details");
      if (soonest) soonest.open = true;
    });
    opened(root);
    addEventListener("hashchange", () => opened(root));
  }

  /* A month or a day of the year leads to its meetings in the list. */
  function follow(/** @type {Click} */ event, /** @type {Found} */ { root, rows }) {
    const day = event.target.closest("td");
    const month = event.target.closest("table")?.dataset.month;
    if (event.target.closest("a")) setTimeout(() => opened(root));
    else if (day?.querySelector("[data-forum]")) {
      const date = `${month}-${two(parseInt(day.textContent, 10))}`;
      reveal(rows.find(({ row, time }) => !row.hidden && time.dateTime.startsWith(date))?.row);
    }
  }

  /* Opens the month that the address names. */
  function opened(/** @type {Block} */ root) {
    const month = location.hash && root.querySelector(`.pb-agenda__month[id="${CSS.escape(location.hash.slice(1))}"]`);
    if (!month) return;
    month.open = true;
    reveal(month.querySelector("summary"));
  }

  /* Brings something into sight, whatever it is folded into, and goes there. */
  function reveal(/** @type {Block} */ place) {
    if (!place) return;
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (!place.matches("summary")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "center" });
  }

  /* What the reader asks for: in the form, in the address, and by the role chosen on the home page. */
  function ask(/** @type {Found} */ found) {
    const { form, root } = found;
    const { tier, role, mine } = form.elements;
    const file = root.querySelector("a[data-file]");
    const whole = file && { href: file.href, text: file.textContent };
    const option = (/** @type {string | undefined} */ id) => role && [...role.options].find(({ value }) => value && value === id);
    const apply = () => {
      const roles = [role?.selectedOptions[0], mine?.checked ? option(me().role) : null].filter((one) => one?.value);
      const sets = roles.map(({ dataset }) => list(dataset.forums));
      const fits = (/** @type {Meeting} */ one) => (!tier?.value || one.tier === tier.value) && sets.every((set) => set.includes(one.forum));
      const count = shown(found, fits);
      const text = fill(form.dataset.some, { count });
      const narrow = tier?.value || roles.length;
      form.querySelector("[data-count]").textContent = narrow ? text : "";
      form.querySelector("[data-all]").hidden = !narrow;
      if (file) {
        const one = roles.at(-1);
        file.href = one?.dataset.file ?? whole.href;
        file.textContent = one ? fill(file.dataset.file, { role: one.text }) : whole.text;
      }
      return text;
    };
    const changed = () => {
      state.set({ tier: tier?.value, role: role?.value, mine: mine?.checked ? "1" : "" });
      announce(apply());
    };
    for (const select of [tier, role]) {
      if (select) select.value = state.get(select.name);
      if (select && select.selectedIndex < 0) select.value = "";
    }
    if (mine) mine.checked = state.get("mine") === "1";
    form.hidden = false;
    form.addEventListener("submit", (/** @type {Click} */ event) => event.preventDefault());
    form.addEventListener("change", changed);
    form.querySelector("[data-all]").addEventListener("click", () => {
      form.reset();
      changed();
      (tier ?? role).focus();
    });
    onMe(({ role: own }) => {
      if (mine) {
        mine.closest("label").hidden = !option(own);
        if (!option(own)) mine.checked = false;
      }
      apply();
    });
  }

  /* Shows the meetings that fit, in the list and in the year; returns how many. */
  function shown(/** @type {Found} */ found, /** @type {(one: Meeting) => boolean} */ fits) {
    const { rows, months, root } = found;
    let count = 0;
    for (const one of rows) {
      one.row.hidden = !fits(one);
      count += Number(!one.row.hidden);
    }
    for (const month of months) {
      const own = all(month, "tbody tr");
      const left = own.filter((row) => !row.hidden).length;
      const said = month.querySelector("summary [data-some]");
      said.dataset.all ??= said.textContent;
      said.textContent = left < own.length ? fill(said.dataset.some, { count: left }) : said.dataset.all;
      month.hidden = !left && !month.querySelector(".pb-agenda__due");
    }
    for (const cell of all(root, ".pb-month td:has([data-forum])")) day(cell, fits);
    upcoming(found);
    return count;
  }

  /* Shows on a day of the year only what fits. */
  function day(/** @type {Block} */ cell, /** @type {(one: Meeting) => boolean} */ fits) {
    const words = all(cell, "[data-forum]");
    for (const word of words) word.hidden = !fits({ forum: word.dataset.forum, tier: word.dataset.tier });
    const left = words.filter((word) => !word.hidden);
    for (const sign of all(cell, ".pb-tier")) {
      sign.hidden = !left.some(({ dataset }) => sign.classList.contains(`pb-tier--${dataset.tier}`));
    }
    const signs = cell.querySelector(".pb-month__signs");
    signs.title = [...left, ...all(cell, "[data-due]")].map((word) => word.textContent.trim()).join(" ");
    cell.classList.toggle("pb-month__none", !left.length);
  }

  /* Says which of the meetings shown is next. */
  function upcoming(/** @type {Found} */ found) {
    const { rows, line, root } = found;
    quiet(root);
    const left = rows.filter(({ row }) => !row.hidden);
    const answer = standing.meetings(left.map(({ time }) => time.dateTime), today());
    const { which } = answer;
    const next = left[answer.place ?? -1];
    line.hidden = !which;
    standing.point(after(line), new Set(left.map(({ forum }) => forum)), answer, today());
    found.next = next?.row;
    const place = line.querySelector("[data-next]");
    const label = line.querySelector(".pb-label");
    label.dataset.usual ??= label.textContent;
    label.textContent = which === "first" ? standing.words.label : label.dataset.usual;
    label.hidden = which === "over" || which === "draft";
    line.querySelector("[data-jump]").hidden = !next;
    if (!next) {
      place.textContent = standing.words[which] ?? line.dataset.none;
      return;
    }
    const clocks = all(next.row, "[data-clock]").map((clock) => {
      const each = document.createElement("span");
      each.textContent = `${clock.textContent.trim()} ${clock.dataset.label}`;
      return each;
    });
    place.replaceChildren(next.row.querySelector("a, .pb-link").cloneNode(true), next.time.cloneNode(true), ...clocks);
    tell(next.time, next.row, which === "first" ? standing.words.word : root.dataset.soon);
  }

  return { start };
});
