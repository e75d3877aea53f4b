/* "I have a problem": what it is about and how much it matters lead to who answers. */
"use strict";

playbook.subject("escalation", ({ announce, state }) => {
  function start(/** @type {Block} */ root) {
    const form = root.querySelector("form");
    const again = form.querySelector("[data-again]");
    const priorities = form.querySelector("[data-priorities]");
    const answers = [...root.querySelectorAll(".pb-answer")];
    const radios = (/** @type {string} */ name) => [...form.querySelectorAll(`[name=${name}]`)];
    const chosen = (/** @type {string} */ name) => radios(name).find((radio) => radio.checked);

    /* Leaves of the answers what the choices have not ruled out; returns the one that remains. */
    function narrow() {
      const problem = chosen("problem");
      const takes = problem?.dataset.takes.split(" ").filter(Boolean);
      if (priorities) priorities.hidden = takes?.length === 0;
      for (const radio of radios("priority")) {
        radio.disabled = Boolean(takes) && !takes.includes(radio.value);
        if (radio.disabled) radio.checked = false;
        radio.closest("label").querySelector("[data-not]").hidden = !radio.disabled;
      }
      const priority = chosen("priority");
      again.hidden = !problem && !priority;
      root.toggleAttribute("data-asked", Boolean(problem));
      state.set({ problem: problem?.value, priority: priority?.value });
      let found;
      for (const answer of answers) {
        const mine = answer.dataset.path === problem?.value;
        const wanted = mine && priority?.value;
        answer.hidden = !mine;
        answer.open = mine;
        for (const time of answer.querySelectorAll("[data-priority]")) {
          time.hidden = Boolean(wanted) && time.dataset.priority !== wanted;
        }
        for (const door of answer.querySelectorAll(".pb-answer__door")) {
          door.hidden = !door.querySelector(".pb-answer__times > :not([hidden])");
          if (mine && !door.hidden && (wanted || !takes.length)) found = door;
        }
      }
      return found;
    }

    for (const name of ["problem", "priority"]) {
      for (const radio of radios(name)) radio.checked = radio.value === state.get(name);
    }
    form.hidden = false;
    narrow();
    form.addEventListener("change", () => announce(narrow()?.dataset.said ?? ""));
    form.addEventListener("submit", (/** @type {Click} */ event) => event.preventDefault());
    form.addEventListener("reset", () =>
      setTimeout(() => {
        for (const radio of form.querySelectorAll("[type=radio]")) radio.checked = false;
        narrow();
        announce("");
        form.querySelector("input").focus();
      }),
    );
  }

  return { start };
});
