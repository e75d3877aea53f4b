/* What the scripts of the playbook know of the theme around them, and no other script names anything of it. Each answer
   holds for Material, for the theme of MkDocs itself, and for a page without a theme. */
"use strict";

{
  const CONTENT = [".md-content", "[role=main]", "main"];
  const TITLE = [".md-header__title", ".navbar-brand"];
  const { dataset } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const SEARCH = /\/workers\/search\.[\w.]+\.js$/;

  /** @param {string[]} selectors */
  const first = (selectors) => selectors.map((each) => document.querySelector(each)).find(Boolean);

  /** What the theme puts around the content of a page. */
  const content = () => first(CONTENT) ?? document.body;

  /** The title of the page, which a theme may write where its author did not. */
  const heading = () => content().querySelector("h1") ?? document.querySelector("h1");

  /**
   * Puts what is said of the reader into the header; it stays where it stands on a page that has none.
   * @param {Element} chip
   */
  const intoHeader = (chip) => first(TITLE)?.after(chip);

  /** Tells whether the page is one of several versions. A theme may know of versions that were not published by us. */
  const published = () =>
    Boolean(
      document.querySelector("[data-pb-standing][data-published]") ??
        JSON.parse(document.getElementById("__config")?.textContent ?? "{}").version,
    );

  /**
   * Tells whether a worker is that of the theme's search, which finds words by way of ours; another engine has its own.
   * @param {URL} worker
   */
  const searches = (worker) => dataset.otherEngine === undefined && SEARCH.test(worker.pathname);

  /**
   * The theme's list of versions, which it may make late or not at all: the name of the one that is shown, and the links.
   * @returns {{ shown: HTMLElement | null, links: HTMLAnchorElement[] }}
   */
  const versions = () => ({
    shown: document.querySelector(".md-version__current"),
    links: [...document.querySelectorAll("a.md-version__link")].filter((link) => link instanceof HTMLAnchorElement),
  });

  globalThis.playbookTheme = { content, heading, intoHeader, published, searches, versions };
}
