/* Which version was in force on a day: answers for the one that is asked for. Stands beside its page. */
(() => {
  "use strict";

  const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("date"));
  const told = /** @type {HTMLOutputElement} */ (document.querySelector("output"));
  /** @type {NodeListOf<HTMLTableRowElement>} */
  const spans = document.querySelectorAll("[data-first]");
  const rows = [...spans];
  const holds = (/** @type {DOMStringMap} */ { first = "", last }, /** @type {string} */ day) => first <= day && (!last || day <= last);
  const show = () => {
    const day = input.value, found = rows.find((row) => day && holds(row.dataset, day));
    for (const row of rows) row.removeAttribute("aria-current");
    found?.setAttribute("aria-current", "date");
    if (found) told.replaceChildren(...[...found.cells[2].children].map((each) => each.cloneNode(true)));
    else told.textContent = (day ? told.dataset.before : told.dataset.wrong) ?? "";
  };
  const asked = new URLSearchParams(location.search).get("date"), today = playbookInForce.day();
  input.value = asked ?? today;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?date=${input.value}`);
    show();
  });
  form.hidden = told.hidden = false;
  show();
})();
