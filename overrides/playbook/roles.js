/* The page of a role: whether it is mine. */
"use strict";

playbook.subject("roles", ({ announce, fill, me, onMe, root: site, setMe }) => {
  function start(/** @type {Block} */ root) {
    const button = root.querySelector("button");
    const { id, side, name, said, forgotten } = root.dataset;
    const path = location.href.replace(/[?#].*/, "").slice(site.href.length);
    button.hidden = false;
    button.addEventListener("click", () => {
      const { reader } = me();
      const mine = me().role === id;
      setMe(mine ? { reader } : { reader, role: id, side, name, path });
      announce(mine ? forgotten : fill(said, { name }));
    });
    onMe(({ role }) => button.setAttribute("aria-pressed", role === id));
  }

  return { start };
});
