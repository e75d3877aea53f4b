/* Which version is in force on the reader's day: the rule of `publish/in_force.py`, told once more. A classic script, since
   a page on a disk runs no other; a copy of it stands in the root of what is published, for the pages there. */
(() => {
  "use strict";

  /* A term is {version, order, first, last, draft, withdrawals}, these being pairs of a first day and the day after the
     last, null where it is not over; days are written like 2026-01-31. */
  const withdrawn = (/** @type {Term} */ { withdrawals }, /** @type {string} */ day) => withdrawals.some(([since, until]) => since <= day && (!until || day < until));
  const covers = (/** @type {Term} */ { first, last }, /** @type {string} */ day) => first <= day && (!last || day <= last);
  const above = (/** @type {Term} */ one, /** @type {Term} */ other) => one.first > other.first || (one.first === other.first && one.order > other.order);
  const holding = (/** @type {Term[]} */ terms, /** @type {string} */ day) => terms.filter((each) => !each.draft && !withdrawn(each, day) && covers(each, day));

  /* The version that is in force on a day, null where none is. */
  const inForce = (/** @type {Term[]} */ terms, /** @type {string} */ day) =>
    holding(terms, day).reduce((found, each) => (found && above(found, each) ? found : each), /** @type {Term | null} */ (null));

  /* How a version stands on a day. */
  /** @type {InForce["state"]} */
  const state = (term, terms, day) => {
    if (withdrawn(term, day)) return "withdrawn";
    if (term.draft) return "draft";
    if (day < term.first) return "not yet in force";
    const found = inForce(terms, day);
    if (found?.version === term.version) return "in force";
    return found && above(found, term) ? "superseded" : "expired";
  };

  /* What is told may have been written by anybody: names of versions become addresses, and a day is one of the calendar. */
  const sound = (/** @type {Term} */ { version, order, first, last, withdrawals }) =>
    /^[0-9][0-9a-z]{0,39}(?:-[0-9a-z]{1,40}){0,3}$/.test(version) && Number.isSafeInteger(order) &&
    [first, last, ...withdrawals.flat()].every((day) => day === null || (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) && !Number.isNaN(Date.parse(day))));

  /* The terms that a `status.json` tells, in the order of publication; where one of them is none, an error and no terms. */
  const terms = (/** @type {Status} */ status) => {
    const found = told(status);
    if (!found.every(sound)) throw new TypeError("status.json");
    return found;
  };
  const told = (/** @type {Status} */ status) =>
    Object.entries(status)
      .map(([version, said], place) => term(version, said, place + 1))
      .sort((one, other) => one.order - other.order);
  /** @type {(version: string, said: Told, place: number) => Term} */
  const term = (version, said, place) => ({
    version,
    order: said.order ?? place,
    first: said.effective_from,
    last: said.effective_to ?? null,
    draft: (said.status ?? said.state) === "draft",
    withdrawals: (said.withdrawals ?? (said.withdrawn ? [said.withdrawn] : [])).map(({ on, until }) => [on, until ?? null]),
  });

  /* The day of a moment where the reader is. */
  const two = (/** @type {number} */ number) => `${number}`.padStart(2, "0");
  const day = (moment = new Date()) =>
    `${`${moment.getFullYear()}`.padStart(4, "0")}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;

  globalThis.playbookInForce = { day, inForce, state, terms, withdrawn };

  /* The pages above the versions: how each version stands today, and on to the one that is in force. */
  const block = document.querySelector("script[data-states]"), status = globalThis.playbookStatus;
  if (!block || !status) return;
  /** @type {Record<State, string>} */
  const words = JSON.parse(block.textContent);
  const all = terms(status);
  const today = day();
  const found = inForce(all, today);
  /** @type {(selectors: string) => NodeListOf<HTMLElement>} */
  const every = (selectors) => document.querySelectorAll(selectors);
  for (const place of every("[data-state]")) {
    const own = all.find(({ version }) => version === place.dataset.state);
    /* A browser may have kept what was told before the last version: that leads nowhere. */
    if (!own) return;
    const stands = state(own, all, today);
    place.textContent = words[stands];
    place.classList.add(`state--${stands.replaceAll(" ", "-")}`);
    place.hidden = false;
  }
  const line = [...every("li[data-version]")].find(({ dataset }) => dataset.version === found?.version);
  line?.classList.add("today");
  const to = /** @type {HTMLAnchorElement | null | undefined} */ (line?.querySelector("a[href]"));
  const leads = document.querySelector("[data-leads]");
  const here = to?.protocol === location.protocol && to.host === location.host;
  if (leads && here && !line?.dataset.without) location.replace(to.href + location.search + location.hash);
  for (const told of every("[data-tell]")) {
    const lacking = Boolean(line?.dataset.without);
    told.hidden = told.dataset.tell !== (found ? (lacking ? "without" : "with") : "none");
  }
})();
