/* What begins or ends within the cycle, held against the reader's day. */
"use strict";

playbook.subject("time", ({ today }) => {
  const iso = (/** @type {Date} */ day) => [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => `${part}`.padStart(2, "0"));
  const day = iso(today()).join("-");
  const lines = ".pb-answer__holder, .pb-person__holder, .pb-role-card li";

  return {
    start(mark) {
      const { from, until, over, early } = mark.dataset;
      const ended = until && day > until;
      if (!ended && !(from && day < from)) return;
      mark.textContent = ended ? over : early;
      mark.classList.add("pb-when--off");
      const line = mark.closest(lines);
      const rest = line ? [...line.parentElement.children].filter((one) => one.className === line.className) : [];
      if (rest.at(-1) !== line) rest.at(-1)?.after(line);
    },
  };
});
