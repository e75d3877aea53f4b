/* Which version was in force on a day: answers for the one that is asked for. Stands beside its page. */
(() => {
  "use strict";

  const form = document.querySelector("form"), input = form.elements.date, told = document.querySelector("output");
  const rows = [...document.querySelectorAll("[data-first]")];
  const holds = (row, day) => row.dataset.first <= day && (!row.dataset.last || day <= row.dataset.last);
  const show = () => {
    const day = input.value, found = rows.find((row) => day && holds(row, day));
    for (const row of rows) row.removeAttribute("aria-current");
    found?.setAttribute("aria-current", "date");
    if (found) told.replaceChildren(...[...found.cells[2].children].map((each) => each.cloneNode(true)));
    else told.textContent = day ? told.dataset.before : told.dataset.wrong;
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
