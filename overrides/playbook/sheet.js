/* What each sheet of paper says of its page: how its edition stood when it was printed, when that was, and where it is. */
"use strict";

for (const sheet of document.querySelectorAll("[data-pb-sheet]")) {
  const part = (/** @type {string} */ name) => sheet.querySelector(`[data-${name}]`);
  const say = () => {
    const { dates, inWords } = playbookStanding;
    const stood = inWords();
    part("stood").textContent = stood && stood !== part("state").textContent ? `, ${stood}` : "";
    part("day").textContent = `· ${sheet.dataset.printed.replace("{day}", dates({ dateStyle: "long" }).format(new Date()))}`;
    if (location.protocol === "file:") return;
    if (!part("address").textContent) part("address").before(" · ");
    part("address").textContent = location.href;
  };
  playbookStanding.onStanding(say);
  say();
  addEventListener("beforeprint", say);
}
