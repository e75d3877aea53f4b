/* What the page that checks a citation holds against the record: the words beside the fingerprint, as publish/citation_words.py
   reads them, the record, and the key that signed it. */
"use strict";
/* Returns what a citation says otherwise than the record of its version, in sentences; null where it says nothing that can be compared. */
globalThis.citationWords = (() => {
  /** @type {CitationPhrases} */
  const { wordings, said } = JSON.parse(/** @type {Element} */ (document.querySelector("script[data-wordings]")).textContent);
  const LONGEST = 400;
  const spelt = (/** @type {string} */ signs, /** @type {string} */ as) => [...signs].map((sign) => /** @type {const} */ ([sign, as]));
  const alike = new Map([...spelt("“”„‟«»‹›", '"'), ...spelt("‘’‚‛", "'"), ...spelt("‐‑‒–—―−﹘﹣－", "-")]);
  const escaped = (/** @type {string} */ text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  /** @type {(text: string, values: Record<string, string | null>) => string} */
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const unescaped = (/** @type {string} */ text) => text.replace(/&(?:#\w+|\w+);?/g, (sign) => new DOMParser().parseFromString(sign, "text/html").body.textContent);

  /* What a mail made of a text; what breaks lines, quotes and spells otherwise is of no account to what follows. */
  function* readings(/** @type {string} */ text) {
    const bytes = (/** @type {string} */ code) => { try { return decodeURIComponent(code.replace(/=/g, "%")); } catch { return code; } };
    const mailed = /=\r?\n|=(?:3D|20|C2=A0|E2=80)/.test(text) ? text.replace(/=\r?\n/g, "").replace(/(?:=[0-9A-F]{2})+/g, bytes) : text;
    yield mailed;
    yield mailed.replace(/(?:%[0-9a-f]{2})+/gi, bytes);
  }

  /* A text as it is compared, without white space and in one spelling, and where each sign of it comes from. */
  /** @type {(text: string) => Plain} */
  function plain(text) {
    const source = unescaped(text).replace(/\uff1a/g, ":").replace(/\[((?:\\.|[^[\]\\])*)\]\(<[^<>]*>\)/g, "$1").replace(/<(https?:\/\/[^<>\s]*)>/gi, "$1")
      .replace(/<\/?[a-z][^<>]*>/gi, "").replace(/\n[\s>|]*/g, "\n").replace(/\\(?=[^\p{L}\p{N}_\s])|`/gu, "").normalize("NFC");
    /** @type {[string[], number[]]} */
    const [signs, places] = [[], []];
    let place = 0;
    for (const sign of source) {
      for (const each of [...(alike.get(sign) ?? sign).normalize("NFKC").toUpperCase().toLowerCase()].map((letter) => alike.get(letter) ?? letter)) {
        if (/[\s\p{Cf}\u034f\ufe00-\ufe0f]/u.test(each) || (each === "-" && signs.at(-1) === "-")) continue;
        signs.push(each);
        for (let unit = 0; unit < each.length; unit++) places.push(place);
      }
      place += sign.length;
    }
    return { text: signs.join(""), shown: (begin, end) => source.slice(places[begin], places[end - 1] + 1).replace(/\s+/g, " ").trim() };
  }

  /* What stands in the places of a wording, by name: null where that is what the record says. */
  /** @type {(words: Plain, begin: number, end: number, wording: string, recorded: Record<string, string>) => Claims} */
  function claims(words, begin, end, wording, recorded) {
    const parts = wording.split(/\{(\w+)\}/);
    /** @type {Claims} */
    const found = new Map();
    for (let at = 1; at < parts.length - 1; at += 2) {
      const name = parts[at];
      if (!(name in said)) continue;
      const free = name === "title" || name === "playbook" ? `.{1,${LONGEST}}?` : "[\\p{L}\\p{N}_-]+?";
      const around = new RegExp(`(?=(${escaped(plain(parts[at - 1]).text)})(${free})${escaped(plain(parts[at + 1]).text)})`, "gsu");
      const claimed = [...words.text.slice(begin, end).matchAll(around)];
      const last = claimed.at(-1);
      if (!last) continue;
      const from = begin + last.index + last[1].length;
      const holds = claimed.some((each) => each[2] === plain(recorded[name]).text);
      found.set(name, holds ? null : words.shown(from, from + last[2].length));
    }
    return found;
  }

  /** @type {(words: Plain, at: number, recorded: Record<string, string>, release: Release) => [string[], number]} */
  function misnamed(words, at, recorded, release) {
    const ends = [0, ...[...words.text.matchAll(/pbc1-sha256:[0-9a-f]{64}/g)].map((each) => each.index + each[0].length)];
    const begin = Math.max(ends.filter((each) => each <= at).at(-1) ?? 0, at - 4 * LONGEST);
    const languages = [Object.hasOwn(wordings, release.locale) ? wordings[release.locale] : wordings.en, wordings.en];
    const tried = /** @type {const} */ (["agreed", "draft"]).flatMap((status) =>
      languages.map((each) => /** @type {const} */ ([status, claims(words, begin, at, each[status], recorded)])));
    const [status, found] = tried.reduce((best, each) => (each[1].size > best[1].size ? each : best));
    const told = [...found].filter(([, claimed]) => claimed !== null).map(([name, claimed]) => fill(said[name], { claimed, recorded: recorded[name] }));
    const draft = release.status === "draft";
    if (found.has("day") && (status === "draft") !== draft) told.unshift(draft ? said["was-draft"] : said["was-agreed"]);
    return [told, found.size];
  }

  /* The fingerprint of the key that a signature of OpenSSH names, as ssh-keygen prints it; nothing is proved by that. */
  /** @type {(signature: Bytes, digest: Digest) => Promise<string>} */
  async function signer(signature, digest) {
    const armoured = /-----BEGIN SSH SIGNATURE-----([^-]*)-----END/.exec(new TextDecoder().decode(signature));
    if (!armoured) return "";
    const held = Uint8Array.from(atob(armoured[1].replace(/\s/g, "")), (sign) => sign.charCodeAt(0));
    const size = new DataView(held.buffer).getUint32(10);
    const hash = [...(await digest(held.slice(14, 14 + size))).matchAll(/../g)].map(([byte]) => parseInt(byte, 16));
    return `SHA256:${btoa(String.fromCharCode(...hash)).replace(/=+$/, "")}`;
  }

  /** @type {(behind: string, version: string, bytes: Bytes, read: ReadFile, digest: Digest) => AsyncGenerator<string>} */
  async function* witnesses(behind, version, bytes, read, digest) {
    const record = /(?<![\w-])sha256\s*:\s*((?:[0-9a-f][\s>|]*){64})(?![0-9a-f])/i.exec(behind);
    if (record && record[1].replace(/[^0-9a-f]/gi, "").toLowerCase() !== (await digest(bytes))) yield said["other-record"];
    const cited = /(?<![\w-])SHA256:\s*((?:[A-Za-z0-9+/](?:\s*\n[\s>|]*)?){43})(?![A-Za-z0-9+/=])/.exec(behind);
    if (!cited) return;
    /** @type {[string[], string]} */
    const [keys, named] = [[], `SHA256:${cited[1].replace(/[\s>|]/g, "")}`];
    for (let number = 1; number < 100; number++) {
      const signature = await read(`releases/${version}/release${number > 1 ? `.${number}` : ""}.json.sig`).catch(() => null);
      if (!signature) break;
      keys.push(await signer(signature, digest).catch(() => ""));
      if (keys.at(-1) === named) return;
    }
    yield keys.length ? fill(said["other-signer"], { recorded: keys.join(", ") }) : said.unsigned;
  }

  /* The record that bytes hold, null where what is compared of it is no text. */
  /** @type {(bytes: Bytes) => Release | null} */
  function sound(bytes) {
    try {
      /** @type {Release} */
      const held = JSON.parse(new TextDecoder().decode(bytes));
      const texts = [held.title, held.effective_from, held.status, held.locale, ...Object.values(held.sections).flatMap(({ title, fingerprint }) => [title, fingerprint])];
      return texts.every((each) => typeof each === "string") ? held : null;
    } catch {
      return null;
    }
  }

  /** @type {typeof citationWords} */
  return async function compared(text, asked, read, digest) {
    for (const reading of new Set(readings(text))) {
      const words = plain(reading);
      const found = [...words.text.matchAll(/(?<![\w.:-])([0-9][0-9a-z]*(?:-[0-9a-z]+)*)\/s\/([a-z0-9]+(?:-[a-z0-9]+)*)(?![\w-])/g)];
      /** @type {string[]} */
      const told = [];
      let claimed = 0;
      for (const [, version, id] of found) {
        const bytes = await read(`releases/${version}/release.json`).catch(() => null);
        const release = bytes && sound(bytes);
        const own = release && Object.keys(release.sections).find((each) => each.replace(/-+/g, "-") === id);
        if (!own) continue;
        const recorded = { title: release.sections[own].title, id: own, playbook: release.title, version, day: release.effective_from };
        for (const each of words.text.matchAll(new RegExp(`(?<![\\w-])${version}/s/${id}(?![\\w-])`, "g"))) {
          const [wrong, number] = misnamed(words, each.index, recorded, release);
          told.push(...wrong);
          claimed += number;
        }
        if (release.sections[own].fingerprint !== asked) told.push(said["other-fingerprint"]);
        const behind = unescaped(reading).replace(/\uff1a/g, ":").replace(/[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g, "").split(/pbc1[\s\S]{0,9}?sha256/i).slice(1).join();
        for await (const each of witnesses(behind.replace(/^[\s:]*(?:[0-9a-f][\s>|]*){64}/i, ""), version, bytes, read, digest)) told.push(each);
        return claimed || told.length ? [...new Set(told)] : null;
      }
    }
    return null;
  };
})();
