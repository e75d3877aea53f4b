/* A published version: beside whatever can be cited, a button that copies the words for a contract. */
"use strict";

playbook.subject("cite", ({ announce, fill, root }) => {
  const LONG = 4000;
  const PATIENCE = 2000;
  const HEADING = "h1, h2, h3, h4, h5, h6";
  const NAME = "[class$='__name'], [class$='__title'], [class$='__text']";

  /* Where the button of something stands: at the end of its heading or its name, or of the first words it has. */
  const placed = (/** @type {Block} */ cited) =>
    cited.matches(HEADING) ? cited : (cited.querySelector(NAME) ?? cited.querySelector(`${HEADING}, dt, th, p, td`) ?? cited);

  function start(/** @type {Block} */ block) {
    const { wording, witnessed, sections, ...version } = JSON.parse(block.querySelector("script").textContent);
    const made = block.querySelector("template").content.firstElementChild;
    const said = block.querySelector(".pb-cites__said");
    const dialog = block.querySelector("dialog");
    const words = dialog.querySelector("textarea");
    /** @type {number | undefined} */
    let timer;
    /** @type {Promise<string> | undefined} */
    let reading;

    /* The record holds the hashes of all pages, so no page can hold that of the record: it is read from the tree, as soon
       as somebody is about to cite. Where it cannot be read or hashed, the words do without it. */
    async function read() {
      const hashing = globalThis.crypto?.subtle;
      if (!hashing || !/^https?:$/.test(location.protocol)) return "";
      const answer = await fetch(new URL(`../releases/${version.version}/release.json`, root));
      if (!answer.ok) return "";
      const hash = new Uint8Array(await hashing.digest("SHA-256", await answer.arrayBuffer()));
      return `sha256:${[...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    }
    const record = () => (reading ??= read().catch(() => ""));
    const late = () => new Promise((go) => setTimeout(go, PATIENCE, ""));

    async function cite(/** @type {string} */ title, /** @type {string} */ id, /** @type {string} */ fingerprint) {
      const address = new URL(`s/${id}/`, root).href;
      const named = await Promise.race([record(), late()]);
      const cited = fill(wording, { ...version, title, id, fingerprint, address });
      words.value = named ? fill(witnessed, { cited, record: named }) : cited;
      try {
        await navigator.clipboard.writeText(words.value);
      } catch {
        dialog.showModal();
        words.select();
        return;
      }
      announce("");
      said.textContent = fill(block.dataset.said, { title });
      said.hidden = false;
      clearTimeout(timer);
      timer = setTimeout(() => (said.hidden = true), LONG);
      announce(said.textContent);
    }

    for (const [anchor, id, title, fingerprint] of sections) {
      const cited = anchor ? document.getElementById(anchor) : playbookTheme.heading();
      if (!cited) continue;
      const button = made.cloneNode(true);
      button.setAttribute("aria-label", fill(button.getAttribute("aria-label"), { title }));
      for (const coming of ["pointerenter", "focus"]) button.addEventListener(coming, record, { once: true });
      button.addEventListener("click", () => cite(title, id, fingerprint));
      const place = placed(cited);
      const link = place.querySelector(":scope > .headerlink");
      link ? link.before("\u00a0", button) : place.append("\u00a0", button);
    }
  }

  return { start };
});
