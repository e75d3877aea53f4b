/* What a browser may withhold, made up for before the theme asks for it: storage where a policy blocks it, and on a disk
   the workers, and the host that finds the page of a folder. Stands in the head of every page before what the theme brings. */
"use strict";

{
  const { src: here } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const disk = location.protocol === "file:";

  /* Storage that lasts as long as the page. */
  const forgetful = () => {
    const kept = new Map();
    return {
      get length() {
        return kept.size;
      },
      key: (/** @type {number} */ position) => [...kept.keys()][position] ?? null,
      getItem: (/** @type {string} */ key) => kept.get(`${key}`) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(`${key}`, `${value}`),
      removeItem: (/** @type {string} */ key) => void kept.delete(`${key}`),
      clear: () => kept.clear(),
    };
  };
  for (const name of /** @type {const} */ (["localStorage", "sessionStorage"])) {
    let there = null;
    try {
      there = globalThis[name];
    } catch {
      /* a policy forbids even to ask */
    }
    if (!there) Object.defineProperty(globalThis, name, { value: forgetful(), configurable: true });
  }

  /* The theme's search, by way of ours, which reads words as readers write them. */
  const Served = globalThis.Worker;
  /** @type {any} */ (globalThis).Worker = function (/** @type {string | URL} */ address, /** @type {WorkerOptions} */ options) {
    const theirs = new URL(address, document.baseURI);
    if (!playbookTheme.searches(theirs)) return new Served(address, options);
    const ours = new URL(`search.js?${encodeURIComponent(theirs.href)}`, here);
    return disk ? framed(ours) : new Served(ours);
  };

  /* What a worker does, in a frame of this page: from a disk a browser begins no worker. */
  function framed(/** @type {URL} */ script) {
    const frame = document.createElement("iframe");
    frame.hidden = true;
    document.body.append(frame);
    const inner = /** @type {Window & { importScripts?: typeof importScripts }} */ (frame.contentWindow);
    inner.document.open();
    inner.document.close();
    const load = (/** @type {string | URL} */ address) =>
      new Promise((done) => {
        const element = inner.document.createElement("script");
        element.onload = done;
        element.src = `${address}`;
        inner.document.documentElement.append(element);
      });
    const worker = /** @type {EventTarget & { postMessage: (data: unknown) => void }} */ (new EventTarget());
    /** @type {Promise<unknown>} */
    let loading;
    inner.importScripts = (...addresses) => {
      loading = addresses.reduce((before, address) => before.then(() => load(address)), /** @type {Promise<unknown>} */ (Promise.resolve()));
      return loading;
    };
    inner.postMessage = (data) => worker.dispatchEvent(new MessageEvent("message", { data }));
    const ready = load(script).then(() => loading);
    worker.postMessage = (/** @type {unknown} */ data) => ready.then(() => inner.dispatchEvent(new MessageEvent("message", { data })));
    return worker;
  }

  /* A page on a disk may ask for no file: whoever asks is told at once, before the browser complains of it. */
  class Unanswered extends EventTarget {
    open() {}
    setRequestHeader() {}
    send() {
      setTimeout(() => this.dispatchEvent(new Event("error")));
    }
    abort() {}
  }
  if (disk) /** @type {any} */ (globalThis).XMLHttpRequest = Unanswered;

  /* On a disk links name the page of a folder: all that are there, and those that scripts make, when they are used. */
  const named = (/** @type {Block} */ link) => {
    const to = new URL(link.getAttribute("href"), document.baseURI);
    if (to.protocol !== "file:" || !to.pathname.endsWith("/")) return;
    to.pathname += "index.html";
    link.setAttribute("href", to.href);
  };
  if (disk) {
    addEventListener("DOMContentLoaded", () => document.querySelectorAll("a[href]").forEach(named));
    for (const use of ["click", "auxclick", "contextmenu"]) {
      addEventListener(use, (/** @type {any} */ { target }) => [target.closest?.("a[href]")].filter(Boolean).forEach(named), { capture: true });
    }
  }
}
