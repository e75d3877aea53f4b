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

  /* The terms that a `status.json` tells, in the order of publication. */
  const terms = (status) =>
    Object.entries(status)
      .map(([version, said], place) => ({
        version,
        order: said.order ?? place + 1,
        first: said.effective_from,
        last: said.effective_to,
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
  if (leads && to && !line.dataset.without) location.replace(to.href + location.search + location.hash);
  for (const told of document.querySelectorAll("[data-tell]")) {
    const lacking = Boolean(line?.dataset.without);
    told.hidden = told.dataset.tell !== (found ? (lacking ? "without" : "with") : "none");
  }
})();
