/* Which version is in force on the reader's day: the rule of `publish/in_force.py`, told once more. A classic script, since
   a page on a disk runs no other; a copy of it stands in the root of what is published, for the pages there. */
(() => {
  "use strict";

  /* A term is {version, order, first, last, draft, withdrawals}, these being pairs of a first day and the day after the
     last, null where it is not over; days are written like 2026-01-31. */
  const withdrawn = ({ withdrawals }, day) => withdrawals.some(([since, until]) => since <= day && (!until || day < until));
  const covers = ({ first, last }, day) => first <= day && (!last || day <= last);
  const above = (one, other) => one.first > other.first || (one.first === other.first && one.order > other.order);
  const holding = (terms, day) => terms.filter((each) => !each.draft && !withdrawn(each, day) && covers(each, day));

  /* The version that is in force on a day, null where none is. */
  const inForce = (terms, day) =>
    holding(terms, day).reduce((found, each) => (found && above(found, each) ? found : each), null);

  /* How a version stands on a day. */
  const state = (term, terms, day) => {
    if (withdrawn(term, day)) return "withdrawn";
    if (term.draft) return "draft";
    if (day < term.first) return "not yet in force";
    const found = inForce(terms, day);
    if (found?.version === term.version) return "in force";
    return found && above(found, term) ? "superseded" : "expired";
  };

  /* What is told may have been written by anybody: names of versions become addresses, and a day is one of the calendar. */
  const sound = ({ version, order, first, last, withdrawals }) =>
    /^[0-9][0-9a-z]{0,39}(?:-[0-9a-z]{1,40}){0,3}$/.test(version) && Number.isSafeInteger(order) &&
    [first, last, ...withdrawals.flat()].every((day) => day === null || (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) && !Number.isNaN(Date.parse(day))));

  /* The terms that a `status.json` tells, in the order of publication; where one of them is none, an error and no terms. */
  const terms = (status) => {
    const found = told(status);
    if (!found.every(sound)) throw new TypeError("status.json");
    return found;
  };
  const told = (status) =>
    Object.entries(status)
      .map(([version, said], place) => ({
        version,
        order: said.order ?? place + 1,
        first: said.effective_from,
        last: said.effective_to ?? null,
        draft: (said.status ?? said.state) === "draft",
        withdrawals: (said.withdrawals ?? [said.withdrawn].filter(Boolean)).map(({ on, until }) => [on, until ?? null]),
      }))
      .sort((one, other) => one.order - other.order);

  /* The day of a moment where the reader is. */
  const two = (number) => `${number}`.padStart(2, "0");
  const day = (moment = new Date()) =>
    `${`${moment.getFullYear()}`.padStart(4, "0")}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;

  globalThis.playbookInForce = { day, inForce, state, terms, withdrawn };

  /* The pages above the versions: how each version stands today, and on to the one that is in force. */
  const block = document.querySelector("script[data-states]");
  if (!block || !globalThis.playbookStatus) return;
  const words = JSON.parse(block.textContent), all = terms(playbookStatus);
  const today = day();
  const found = inForce(all, today);
  for (const place of document.querySelectorAll("[data-state]")) {
    const stands = state(all.find(({ version }) => version === place.dataset.state), all, today);
    place.textContent = words[stands];
    place.classList.add(`state--${stands.replaceAll(" ", "-")}`);
    place.hidden = false;
  }
  const lines = [...document.querySelectorAll("li[data-version]")];
  const line = lines.find(({ dataset }) => dataset.version === found?.version);
  line?.classList.add("today");
  const to = line?.querySelector("a[href]");
  const leads = document.querySelector("[data-leads]");
  const here = to?.protocol === location.protocol && to.host === location.host;
  if (leads && here && !line.dataset.without) location.replace(to.href + location.search + location.hash);
  for (const told of document.querySelectorAll("[data-tell]")) {
    const lacking = Boolean(line?.dataset.without);
    told.hidden = told.dataset.tell !== (found ? (lacking ? "without" : "with") : "none");
  }
})();
