/* The theme's search in its worker, which reads texts and what is asked for in one way: without accents, parted at the
   same marks, and word by word where a language writes no spaces. Its address ends in that of the theme's script. */
"use strict";

{
  const SETUP = 0;
  const QUERY = 2;
  const at = new URL(/** @type {HTMLScriptElement | null} */ (globalThis.document?.currentScript)?.src ?? location.href);
  const theirs = decodeURIComponent(at.search.slice(1));
  const load = globalThis.importScripts;
  globalThis.importScripts = (...addresses) => load(...addresses.map((address) => new URL(address, theirs).href));

  /* Letters that differ from others by more than a mark; and the colon of a time, which would name a field. */
  /** @type {Record<string, string>} */
  const PLAIN = {
    ...{ ":": "\ua789", ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h", ŧ: "t", ŋ: "n" },
    ...{ ς: "σ", ى: "ي", ی: "ي", ک: "ك", ة: "ه" },
  };
  const ODD = new RegExp(`[${Object.keys(PLAIN).join("")}]`, "g");
  const fold = (/** @type {string} */ text) =>
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0640]/g, "")
      .replace(ODD, (/** @type {string} */ letter) => PLAIN[letter])
      .normalize("NFC");

  const SCRIPTS = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"];
  const spaceless = new RegExp(`[${SCRIPTS.map((script) => `\\p{scx=${script}}`).join("")}]+`, "gu");
  const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter([], { granularity: "word" });
  /* Words of four signs, or of six, are compounds of words of two. */
  const parted = (/** @type {string} */ word) => (/^(?:\p{Script=Han}{2}){2,}$/u.test(word) ? word.match(/../gsu) : word);
  const segment = (/** @type {string} */ text) => [...segmenter.segment(text)].flatMap(({ segment }) => parted(segment));
  const segments = {
    ctype_: (/** @type {string} */ text) => (text.search(spaceless) < 0 ? "O" : "H"),
    segment,
  };

  let separator = /\s+/g;

  /* What is asked for, in the words that the index has: a part of a word that stands alone finds nothing of use. */
  function asked(/** @type {string} */ query) {
    const parts = query.split(/\s+/).flatMap((/** @type {string} */ word) => {
      const [, sign = "", rest = ""] = /^([+-]?)(.*)$/s.exec(word) ?? [];
      if (/"|^(title|text|tags):|[~^]\d*$/.test(rest)) return word; // the operators of the search
      const pieces = rest.split(separator).filter(Boolean);
      const long = pieces.filter((/** @type {string} */ piece) => piece.length > 1);
      return (long.length ? long : pieces).map((/** @type {string} */ piece) => sign + fold(piece));
    });
    const words = parts.join(" ");
    return segmenter ? words.replace(spaceless, (/** @type {string} */ run) => [...new Set([run, ...segment(run)])].join(" ")) : words;
  }

  addEventListener("message", ({ data }) => {
    if (data.type === SETUP) separator = new RegExp(data.data.config.separator, "g");
    else if (data.type === QUERY) data.data = asked(data.data);
  });

  Promise.resolve(globalThis.importScripts(theirs)).then(() => {
    const { lunr } = globalThis;
    const folded = (/** @type {Read} */ token) => token.update(fold);
    lunr.Pipeline.registerFunction(folded, "folded");
    lunr.QueryLexer.termSeparator = /\s/; // all other marks are parted already
    const { ref } = lunr.Builder.prototype;
    /* Called when an index is begun, once its languages have brought what they have. */
    lunr.Builder.prototype.ref = function (/** @type {string} */ name) {
      this.pipeline.add(folded);
      if (segmenter) lunr.segmenter = segments;
      return ref.call(this, name);
    };
  });
}
