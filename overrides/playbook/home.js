/* What I look up first: on the home page, who I am; there and on the page of a role, which meetings come next. */
"use strict";

playbook.subject("home", ({ announce, fill, me, onMe, root: site, said, setMe, standing, today }) => {
  const SHOWN = 3;
  /** @type {Look} */
  const DAY = { weekday: "long", day: "numeric", month: "long" };
  /** @type {Look} */
  const MOMENT = { ...DAY, hour: "numeric", minute: "2-digit", timeZoneName: "short" };

  function start(/** @type {Block} */ root) {
    if (root.matches(".pb-reader")) ask(root);
    else standing.onStanding(() => ahead(root));
  }

  /* The next meetings of one role, of those whose times stand there. */
  function ahead(/** @type {Block} */ root) {
    const items = [...root.querySelectorAll("[data-times]")];
    root.querySelector("[hidden]").hidden = false;
    next(root, new Map(items.map(({ dataset }) => [dataset.forum, dataset.times.split(" ")])));
  }

  function ask(/** @type {Block} */ root) {
    const form = root.querySelector("form");
    const { role: select, reader: radios } = form.elements;
    const forget = form.querySelector("[data-forget]");
    const sides = [...select.querySelectorAll("optgroup")];
    const panels = [...root.querySelectorAll("[data-panel]")];
    const meetings = new Map(
      [...root.querySelectorAll("[data-meetings]")].map((item) => [
        item.dataset.meetings,
        item.textContent.trim().split(/\s+/),
      ]),
    );
    const panelOf = (/** @type {string | undefined} */ role) => panels.find((panel) => panel.dataset.panel === role);
    const chosen = () => {
      const link = panelOf(select.value)?.querySelector("a");
      const path = link?.href.startsWith(site.href) ? link.href.slice(site.href.length) : "";
      const { text, dataset } = select.selectedOptions[0];
      return select.value ? { role: select.value, side: dataset.side, name: text, path } : {};
    };
    const choose = () => {
      const reader = radios.value;
      const other = select.selectedOptions[0]?.dataset.side;
      if (other && sides.some(({ dataset }) => dataset.side === reader) && other !== reader) select.value = "";
      const now = { ...(reader && { reader }), ...chosen() };
      setMe(now);
      announce(now.role ? fill(form.dataset.said, now) : "");
    };
    const show = (/** @type {Me} */ { role = "", reader = "" }) => {
      radios.value = reader;
      if (!reader) for (const radio of radios) radio.checked = false;
      const narrowed = sides.some(({ dataset }) => dataset.side === reader);
      for (const side of sides) side.hidden = side.disabled = narrowed && side.dataset.side !== reader;
      select.value = panelOf(role) ? role : "";
      forget.hidden = !(role || reader);
      for (const panel of panels) {
        panel.hidden = panel.dataset.panel !== select.value;
        if (!panel.hidden) next(panel, meetings);
      }
    };

    form.hidden = false;
    form.addEventListener("submit", (/** @type {Click} */ event) => event.preventDefault());
    form.addEventListener("change", choose);
    forget.addEventListener("click", () => {
      setMe({});
      announce(form.dataset.forgotten);
      radios[0].focus();
    });
    onMe(show);
    standing.onStanding(() => show(me()));
    if (me().role && !panelOf(me().role)) setMe({ reader: me().reader }); /* a role of another edition */
  }

  /* Sorts the meetings of a panel by their next date, and keeps the first few. */
  function next(/** @type {Block} */ panel, /** @type {Map<string, string[]>} */ meetings) {
    const list = panel.querySelector("[data-next]");
    if (!list) return;
    const found = [...list.querySelectorAll("[data-forum]")].map((item) => ({
      item,
      ...standing.meetings(meetings.get(item.dataset.forum) ?? [], today()),
    }));
    const own = found.find(({ moment }) => moment) ?? found[0];
    const { which } = own;
    const label = panel.querySelector("[data-label]");
    label.dataset.label ||= label.textContent;
    label.textContent = which === "first" ? standing.words.labels : label.dataset.label;
    found.sort((one, other) => Number(one.moment ?? Infinity) - Number(other.moment ?? Infinity));
    found.forEach(({ item, moment, whole }, position) => {
      list.append(item);
      item.hidden = !moment || position >= SHOWN;
      const time = item.querySelector("time");
      time.textContent = moment ? said(moment, whole ? DAY : MOMENT) : "";
      if (moment) time.dateTime = moment.toISOString();
    });
    const none = list.querySelector("[data-none]");
    none.dataset.none ||= none.textContent;
    none.textContent = standing.words[which] ?? none.dataset.none;
    none.hidden = !which || found.some(({ moment }) => moment);
    standing.point(list.querySelector("[data-elsewhere]"), new Set(found.map(({ item }) => item.dataset.forum)), own, today());
  }

  return { start };
});
