/* The record of a checklist: a file that says in words what was ticked when, and holds it so that a page reads it back. */
"use strict";

playbook.subject("record", ({ announce, fill, language, said, store, today }) => {
  const MOST = 1 << 20; // the bytes that such a file may have
  const LONGEST = 500; // the letters that a text in it may have
  const KEPT = '{"record":1,';

  /** @type {Look} */
  const look = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
  const time = (/** @type {string} */ day) => (/^\d{4}-\d\d-\d\d$/.test(day) && Date.parse(`${day}T00:00Z`)) || 0;
  const say = (/** @type {string} */ day) => (time(day) ? said(time(day), look) : "");
  const now = (day = today()) => new Date(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate())).toISOString().slice(0, 10);
  const plain = (/** @type {Block} */ element) => element.textContent.split(/\s+/).filter(Boolean).join(" ");
  const own = (/** @type {Read} */ object, /** @type {string} */ key) => (Object.hasOwn(object ?? {}, key) && object[key]) || {};
  const all = (/** @type {Block} */ root, /** @type {string} */ selector) => [...root.querySelectorAll(selector)];
  const some = (/** @type {Read} */ object, /** @type {(value: any) => unknown} */ wanted) => Object.fromEntries(Object.entries(Object(object)).filter(([, value]) => wanted(value)));
  const list = (/** @type {string[]} */ names) => new Intl.ListFormat(language).format(names);

  /* What is kept of a checklist, with only what has its form: a file may come from anywhere. */
  function sound(/** @type {Read} */ { start, steps }) {
    const each = (/** @type {[string, unknown]} */ [id, step]) => {
      const { on, wording, note, name, parts } = Object(step);
      const texts = some({ wording, note, name }, (/** @type {string} */ text) => text && typeof text === "string" && text.length <= LONGEST);
      return [id, { ...some({ on }, time), ...texts, parts: some(parts, time) }];
    };
    return { start: time(start) ? start : "", steps: Object.fromEntries(Object.entries(Object(steps)).map(each)) };
  }

  /* A number that a damaged text has as good as never. It does not show who wrote it. */
  function sum(/** @type {string} */ text) {
    let found = 0x811c9dc5;
    for (const byte of new TextEncoder().encode(text)) found = Math.imul(found ^ byte, 0x01000193) >>> 0;
    return found.toString(16);
  }

  /* The line of a file that is read back; and what the line of a file holds, null where it is not whole. */
  const packed = (/** @type {Read} */ data) => `${KEPT}"sum":"${sum(JSON.stringify(data))}","data":${JSON.stringify(data)}}`;
  function unpacked(/** @type {string} */ text) {
    try {
      const { data, sum: wanted } = JSON.parse(text.split(/[\r\n]+/).findLast((/** @type {string} */ line) => line.startsWith(KEPT)) ?? "");
      const { checklist, name, edition, saved } = data;
      const told = [checklist, name, edition].every((one) => typeof one === "string") && time(saved);
      return told && wanted === sum(JSON.stringify(data)) ? { checklist, name, edition, saved, ...sound(data) } : null;
    } catch {
      return null;
    }
  }

  /* What is kept, with what it lacks from a record; nothing that is there goes. A tick counts for the wording that its
     step has today. */
  function joined(/** @type {Read} */ kept, /** @type {Read} */ record, /** @type {Map<string, string>} */ wordings) {
    const counts = (/** @type {string} */ id, /** @type {Read} */ { on, wording }) => Boolean(on) && wordings.get(id) === wording;
    const each = (/** @type {[string, Read]} */ [id, theirs]) => {
      const mine = own(kept.steps, id);
      const stays = mine.on && (counts(id, mine) || !counts(id, theirs));
      const { on, wording } = stays || !theirs.on ? mine : theirs;
      const parts = { ...theirs.parts, ...some(mine.parts, Boolean) };
      return [id, { ...mine, on, wording, note: mine.note || theirs.note || "", parts }];
    };
    const steps = Object.fromEntries(Object.entries(record.steps).map(each));
    return { ...kept, start: kept.start || record.start, steps: { ...Object(kept.steps), ...steps } };
  }

  function start(/** @type {Block} */ block) {
    const root = block.closest(".pb-checklist");
    const { checklist, name, edition } = root.dataset;
    const key = `checklist:${checklist}`;
    const phrases = block.dataset;
    const part = (/** @type {string} */ wanted) => root.querySelector(wanted);
    const [asking, told] = [part("[data-asking]"), part("[data-told]")];
    const { save, read, file } = Object.fromEntries(all(block, "[name]").map((one) => [one.name, one]));
    const lines = new Map(all(root, ".pb-step").map((line) => [line.dataset.step, line]));
    const named = (/** @type {string} */ id) => lines.get(id)?.querySelector(".pb-step__tick").getAttribute("aria-label");
    const kept = () => {
      const found = store.get(key);
      return found?.steps ? found : { steps: {} };
    };
    /** @type {Read} */
    let record = null;

    /* What the file says in words. */
    function words() {
      const begins = part("[name=start]");
      const said = [name, edition, location.href, plain(part(".pb-checklist__tally")), fill(phrases.saved, { date: say(now()) })];
      if (begins.value) said.push(`${plain(begins.parentElement)} ${say(begins.value)}`);
      for (const piece of all(root, ".pb-stage__name, .pb-step__body > p, .pb-step__parts > li")) {
        const step = piece.matches(".pb-step__name") && piece.closest(".pb-step");
        const box = (step || piece).querySelector("input");
        const note = piece.querySelector("textarea")?.value;
        const pieces = piece.matches(".pb-step__facts") ? [...piece.children] : [piece];
        const text = [...pieces.map(plain), note].filter(Boolean).join("; ");
        const indent = piece.matches(".pb-stage__name") ? "\n" : step ? "" : "    ";
        if (note !== "") said.push(`${indent}${box ? `[${box.checked ? "x" : " "}] ` : ""}${text}`);
      }
      return said;
    }

    function carried() {
      const { start, steps } = sound(kept());
      for (const [id, step] of Object.entries(steps)) if (named(id)) step.name = named(id);
      return { checklist, name, edition, saved: now(), start, steps };
    }

    save.addEventListener("click", () => {
      const text = [...words(), "", phrases.carried, packed(carried()), ""].join("\n");
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
      link.download = `${checklist.replace("/", "-")}-${now()}.txt`;
      link.click();
    });

    function tell(/** @type {string} */ text) {
      told.textContent = text;
      told.hidden = false;
      announce(text);
    }

    /* What a file holds, or in words why nothing is made of it. */
    async function held(/** @type {File} */ chosen) {
      if (chosen.size > MOST) return phrases.large;
      const found = unpacked(await chosen.text().catch(() => ""));
      if (!found) return phrases.broken;
      return found.checklist === checklist ? found : fill(phrases.other, { name: found.name });
    }

    function ask() {
      const { start, steps } = kept();
      const each = Object.entries(record.steps).filter(([, { on, note, parts }]) => on || note || Object.keys(parts).length);
      const gone = each.filter(([id]) => !lines.has(id)).map(([id, step]) => step.name ?? id);
      const other = each.filter(([id, { note }]) => note && ![undefined, "", note].includes(own(steps, id).note));
      const left = other.map(([id, step]) => named(id) ?? step.name ?? id);
      if (start && record.start && start !== record.start) left.unshift(plain(part("[name=start]").parentElement));
      const facts = { name: record.name, edition: record.edition, date: say(record.saved) };
      const count = each.filter(([, { on }]) => on).length;
      const names = (/** @type {string[]} */ some) => some.length && { names: list(some) };
      const sentences = { found: facts, ticked: { count }, gone: names(gone), left: names(left) };
      for (const [what, values] of Object.entries(sentences)) {
        const line = asking.querySelector(`[data-${what}]`);
        line.hidden = !values;
        line.textContent = values ? fill(phrases[what], values) : "";
      }
      asking.returnValue = "";
      asking.showModal();
    }

    read.addEventListener("click", () => file.click());
    file.addEventListener("change", async () => {
      const [chosen] = file.files;
      if (!chosen) return;
      told.hidden = true;
      const found = await held(chosen);
      file.value = "";
      if (typeof found === "string") return tell(found);
      record = found;
      ask();
    });
    asking.addEventListener("close", () => {
      if (!asking.returnValue) return tell(phrases.unchanged);
      const wordings = new Map([...lines].map(([id, line]) => [id, line.dataset.wording]));
      store.set(key, joined(kept(), record, wordings));
      dispatchEvent(new StorageEvent("storage", { key: `:${key}` })); // for the lists on this page
      tell(fill(phrases.done, { tally: plain(part(".pb-checklist__tally")) }));
    });
  }

  return { start };
});
