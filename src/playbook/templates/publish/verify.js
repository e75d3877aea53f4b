/* What the page that checks a citation does: it hashes a text, undoes what copying did to it, and reads what stands here. */
"use strict";
const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const [cited, text] = ["cited", "text"].map((id) => /** @type {HTMLTextAreaElement} */ (document.getElementById(id)));
const [section, file] = ["section", "file"].map((id) => /** @type {HTMLInputElement} */ (document.getElementById(id)));
const answer = /** @type {HTMLOutputElement} */ (form.querySelector("output"));
const said = /** @type {Record<string, string>} */ (form.dataset);
const hosted = /^https?:$/.test(location.protocol);
form.hidden = false;

/* SHA-256 as FIPS 180-4 has it, for a browser that keeps its own from pages without https. */
function sha256(/** @type {Uint8Array} */ bytes) {
  const root = (/** @type {number} */ prime, /** @type {number} */ power) => Math.floor((prime ** power % 1) * 2 ** 32);
  /** @type {number[]} */
  const primes = [];
  for (let each = 2; primes.length < 64; each++) if (primes.every((prime) => each % prime)) primes.push(each);
  const state = Uint32Array.from(primes.slice(0, 8), (prime) => root(prime, 1 / 2));
  const added = Uint32Array.from(primes, (prime) => root(prime, 1 / 3));
  const padded = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6));
  bytes.forEach((byte, place) => padded.setUint8(place, byte));
  padded.setUint8(bytes.length, 128);
  padded.setUint32(padded.byteLength - 8, Math.floor(bytes.length / 2 ** 29));
  padded.setUint32(padded.byteLength - 4, bytes.length << 3);
  const turn = (/** @type {number} */ word, /** @type {number} */ by) => (word >>> by) | (word << (32 - by));
  const word = new Uint32Array(64);
  for (let block = 0; block < padded.byteLength; block += 64) {
    for (let i = 0; i < 64; i++) {
      const [far, near] = [word[i - 15], word[i - 2]];
      word[i] = i < 16 ? padded.getUint32(block + i * 4)
        : word[i - 16] + (turn(far, 7) ^ turn(far, 18) ^ (far >>> 3)) + word[i - 7] + (turn(near, 17) ^ turn(near, 19) ^ (near >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const one = h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + added[i] + word[i];
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((value, place) => (state[place] += value));
  }
  return [...state].map((value) => value.toString(16).padStart(8, "0")).join("");
}

/** @type {Digest} */
async function digest(bytes) {
  const own = globalThis.crypto?.subtle;
  const hex = (/** @type {Uint8Array} */ bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return own ? hex(new Uint8Array(await own.digest("SHA-256", bytes))) : sha256(bytes);
}
const fingerprint = async (/** @type {Content} */ content) => `pbc1-sha256:${await digest(typeof content === "string" ? new TextEncoder().encode(content) : content)}`;

/* What leaves an exact text as it is, in the order in which it is undone. */
const block = /^\\\/?(?:p|h|pre|hr|ul|ol|dl|quote|table|notes|li|dt|dd|caption|tr|th|td|br)(?:\[[\w= -]*\])?(?: |$)/;
/* A text without a sign at its end, and its beginning too: an expression would look at each row of them again and again. */
function trimmed(/** @type {string} */ text, /** @type {string} */ sign, both = true) {
  let [begin, end] = [0, text.length];
  while (both && begin < end && text[begin] === sign) begin++;
  while (end > begin && text[end - 1] === sign) end--;
  return text.slice(begin, end);
}
/** @type {Record<string, Change>} */
const steps = {
  mark: (text) => text.replace(/^\ufeff/, ""),
  ends: (text) => `${trimmed(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n"), "\n", false)}\n`,
  unseen: (text) => text.replace(/[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u200b\u2060-\u2064\u206a-\u206f\ufe0e\ufe0f\ufeff]/g, ""),
  accents: (text) => text.normalize("NFC"),
  quoted: (text) => (text.split("\n").every((line) => !line || line.startsWith(">")) ? text.replace(/^(?:> ?)+/gm, "") : text),
  spaces: (text) => text.replace(/[\t\v\f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " ")
    .split("\n").map((line) => trimmed(line, " ")).map((line) => (/^\\(?:pre|br)/.test(line) ? line : line.replace(/  +/g, " "))).join("\n"),
  lines(text) {
    const lines = [];
    for (const line of text.split("\n").filter(Boolean)) {
      if (!lines.length || block.test(line)) lines.push(line);
      else lines[lines.length - 1] += ` ${line}`;
    }
    return lines.map((line) => `${line}\n`).join("");
  },
};
/** @type {(text: string) => Undone} */
function plain(text) {
  const ways = [];
  for (const [name, step] of Object.entries(steps)) {
    const undone = step(text);
    if (undone !== text) ways.push(name);
    text = undone;
  }
  return [ways, text];
}

/* What may have been changed, and cannot be told from what was so before: it is tried. */
/** @type {[way: string, guess: Change][]} */
const guesses = [
  ["quotes", (text) => text.replace(/[‘’‚‛]/g, "'")],
  ["quotes", (text) => text.replace(/[“”„‟]/g, '"')],
  ["dashes", (text) => text.replace(/[‐‑–—−]/g, "-")],
  ["dots", (text) => text.replaceAll("…", "...")],
  ["ligatures", (text) => text.replace(/[ﬀ-ﬆ]/g, (sign) => sign.normalize("NFKC"))],
  ["references", (text) => text.replace(/&(?:#\w+|\w+);/g, (sign) => new DOMParser().parseFromString(sign, "text/html").body.textContent)],
];

/* What a text was before it was read in another encoding than UTF-8; browsers read bytes that one lacks as controls. */
const encodings = ["windows-1252", "macintosh", "windows-1250", "windows-1251", "windows-1253", "windows-1254", "windows-1256", "windows-1257", "iso-8859-2", "iso-8859-15", "koi8-r", "ibm866"];
const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const inUtf8 = (/** @type {Bytes} */ bytes, fatal = true) => new TextDecoder("utf-8", { fatal, ignoreBOM: true }).decode(bytes);
/** @type {(text: string, encoding: string) => string | null} */
function decoded(text, encoding) {
  const bytes = new Map([...new TextDecoder(encoding).decode(all)].map((sign, byte) => /** @type {const} */ ([sign, byte])));
  const found = [];
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    const byte = bytes.get(sign) ?? (code >= 0x80 && code <= 0xff ? code : undefined);
    if (byte === undefined) return null;
    found.push(byte);
  }
  /* A space in the place of the last byte of a letter was a no-break space until it was copied. */
  for (let at = 0; at < found.length; at++) {
    /** @type {number} */
    const more = found[at] < 0xc2 ? 0 : found[at] < 0xe0 ? 1 : found[at] < 0xf0 ? 2 : 3;
    if (more && found[at + more] === 0x20 && found.slice(at + 1, at + more).every((byte) => byte >> 6 === 2)) found[at + more] = 0xa0;
  }
  try {
    return inUtf8(Uint8Array.from(found));
  } catch {
    return null;
  }
}

/** @type {(content: Content) => Generator<Undone>} */
function* texts(content) {
  if (typeof content === "string") yield [[], content];
  else if (content[0] + content[1] === 0xff + 0xfe) yield [["decoded"], new TextDecoder(content[0] === 0xff ? "utf-16le" : "utf-16be").decode(content)];
  else {
    try {
      yield [[], inUtf8(content)];
    } catch {
      for (const encoding of encodings) yield [["decoded"], new TextDecoder(encoding).decode(content)];
    }
  }
}

/** @type {(content: Content) => Generator<[ways: Set<string>, text: string]>} */
function* readings(content) {
  for (const [first, read] of texts(content)) {
    /** @type {Undone[]} */
    const before = [[[], read]];
    for (const encoding of /[^\0-\x7f]/.test(read) ? encodings : []) {
      const once = decoded(read, encoding);
      const twice = once && decoded(once, encoding);
      for (const each of [once, twice]) if (each && each !== read) before.push([["decoded"], each]);
    }
    for (const [then, each] of before) {
      const [ways, whole] = plain(each);
      const tried = guesses.filter(([, guess]) => guess(whole) !== whole);
      for (let chosen = 0; chosen < 2 ** tried.length; chosen++) {
        const some = tried.filter((_, place) => chosen & (1 << place));
        yield [new Set([...first, ...then, ...ways, ...some.map(([name]) => name)]), some.reduce((text, [, guess]) => guess(text), whole)];
      }
    }
  }
}

/* The most signs that are looked at to put a text right, and the most bytes of a file that is read here. */
const [WORK, MOST] = [16e6, 16e6];

/* What must be put right for a text to have a fingerprint; null where nothing helps. */
/** @type {(content: Content, asked: string) => Promise<Set<string> | null>} */
async function restored(content, asked) {
  if ((await fingerprint(content)) === asked) return new Set();
  let tried = 0;
  for (const [ways, text] of readings(content)) {
    if ((await fingerprint(text)) === asked) return ways;
    tried += text.length;
    if (tried > WORK) break;
  }
  return null;
}

/* A text as it can be read: one that was decoded wrongly is decoded rightly. */
const misread = /[ÂÃÄÅÐÑÎ][\x80-\xbf\u0152-\u2122]|â€|â\x80|‚Ä|ÔÇ|ΓÇ|Ã |锟/;
function legible(/** @type {Content} */ content) {
  const [[, text]] = texts(content);
  return (misread.test(text) && encodings.map((encoding) => decoded(text, encoding)).find(Boolean)) || text;
}
const linesOf = (/** @type {Content} */ content) => plain(legible(content))[1].split("\n");
const wordsOf = (/** @type {Content} */ content) => guesses.reduce((text, [, guess]) => guess(text), linesOf(content).join("").normalize("NFKC")).replace(/\s+/g, "");
const bareOf = (/** @type {Content} */ content) => wordsOf(content).replace(/[^A-Za-z0-9]/g, "");
function broken(/** @type {Content} */ content) {
  const text = legible(content);
  if (text.includes("\ufffd")) return said.lost;
  if (misread.test(text)) return said.misread;
  return block.test(plain(text)[1]) ? "" : said.noText;
}

/* The fingerprints in a text, with what word processors and mails put between their signs taken out. */
const written = (/** @type {string} */ text) => text.replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/g, "").replace(/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g, "-");
function fingerprints(/** @type {string} */ text) {
  const whole = written(text).match(/pbc1\s*-{1,2}\s*sha256\s*:\s*(?:[0-9a-f][\s>|=]*){64}(?![0-9a-f])/gi);
  return new Set((whole ?? []).map((each) => `pbc1-sha256:${each.split(":")[1].replace(/[^0-9a-f]/gi, "").toLowerCase()}`));
}

/* Where the exact text of a section lies here: of the section that is named, or else of the one that is cited. */
function place() {
  const found = /(?:^|[^\w.:-])([0-9][0-9a-z]*(?:-[0-9a-z]+)*\/s\/[a-z0-9]+(?:-{1,2}[a-z0-9]+)*)/i.exec(` ${written(section.value || cited.value)}`);
  return found && `${found[1]}/text.txt`;
}
/** @type {ReadFile} */
async function published(name) {
  const found = await fetch(new URL(`../${name}`, location.href), { cache: "no-cache", mode: "same-origin", signal: AbortSignal.timeout(20000) });
  if (!found.ok || !found.body) throw new Error(String(found.status));
  const pieces = [];
  let bytes = 0;
  for (const reader = found.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(pieces).arrayBuffer());
    bytes += value.length;
    if (bytes > MOST) {
      await reader.cancel();
      throw new Error(name);
    }
    pieces.push(value);
  }
}

/** @type {(name: string, is: string, ...lines: Line[]) => HTMLElement} */
function boxed(name, is, ...lines) {
  const box = document.createElement("div");
  box.className = name;
  box.dataset.is = is;
  lines.filter(([words]) => words).forEach(([words, code], place) => {
    const line = box.appendChild(document.createElement("p"));
    line.appendChild(document.createElement(place ? "span" : "b")).textContent = words;
    if (code) line.appendChild(document.createElement("code")).textContent = code;
  });
  return box;
}
/** @type {(is: string, ...lines: Line[]) => void} */
const say = (is, ...lines) => answer.replaceChildren(boxed("answer", is, ...lines));

function sayMatch(/** @type {Set<string>} */ ways, /** @type {string} */ asked, /** @type {string} */ read) {
  /** @type {Line} */
  const from = read ? [said.read, read] : [""];
  const [only] = ways;
  if (!ways.size || (text.value && ways.size === 1 && only === "ends")) return say("same", [said.same], [said.is, asked], from);
  const put = [...ways].map((way) => said[`way${way[0].toUpperCase()}${way.slice(1)}`]);
  return say("same", [ways.has("decoded") ? said.decoded : said.mended], [said.put, put.join("; ")], [said.is, asked], from);
}

/* Where nothing makes a text the one that is cited: what was seen, and what the text that is published here says. */
/** @type {(content: Content, asked: string, name: string | null) => Promise<void>} */
async function sayOther(content, asked, name) {
  /** @type {Line} */
  const own = [said.is, await fingerprint(content)];
  const there = hosted && name ? await published(name).catch(() => null) : null;
  const why = broken(content);
  if (there && (await restored(there, asked))) {
    if (wordsOf(there) === wordsOf(content)) return say("ask", [said.signs], [said.here, name], own, [said.cited, asked]);
    const bare = !/[^\0-\x7f]/.test(wordsOf(content)) && bareOf(there) === bareOf(content);
    if (why || bare) return say("ask", [said.spoilt], [why || said.bare], [said.here, name]);
    const [mine, theirs] = [content, there].map(linesOf);
    const at = theirs.findIndex((line, place) => line !== mine[place]);
    return say("other", [said.other], [said.here, name], [said.theirs, theirs[at]], [said.mine, mine[at] || "–"], own, [said.cited, asked]);
  }
  if (why) return say("ask", [said.spoilt], [why], [hosted ? said.leave : said.choose, name ?? "text.txt"]);
  return say("other", [said.other], own, [said.cited, asked]);
}

async function compare() {
  const named = fingerprints(cited.value);
  if (named.size !== 1) return say("ask", [named.size ? said.several : said.noFingerprint]);
  const [asked] = named;
  const name = place();
  /** @type {Content} */
  let content = text.value;
  let read = "";
  try {
    if (file.files?.length) content = new Uint8Array(await file.files[0].arrayBuffer());
  } catch {
    return say("ask", [said.unread]);
  }
  if (!content.length) {
    if (!name || !hosted) return say("ask", [name ? said.choose : said.nothing, name ?? ""]);
    try {
      [content, read] = [await published(name), name];
    } catch {
      return say("ask", [said.absent, name]);
    }
  }
  const ways = await restored(content, asked);
  await (ways ? sayMatch(ways, asked, read) : sayOther(content, asked, read ? null : name));
  if (hosted) await sayWords(asked);
}

/* What the citation says beside its fingerprint, as far as it says anything that can be compared. */
async function sayWords(/** @type {string} */ asked) {
  const box = answer.firstChild;
  const told = await citationWords(cited.value, asked, published, digest);
  if (answer.firstChild !== box) return;
  if (told?.length) answer.append(boxed("words", "other", [said.wordsOther], ...told.map((words) => /** @type {Line} */ ([words]))));
  else if (told) answer.append(boxed("words", "same", [said.wordsSame]));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  compare();
});
text.addEventListener("input", () => (file.value = ""));
file.addEventListener("input", () => (text.value = ""));
for (const field of [cited, section, text, file]) field.addEventListener("input", () => answer.replaceChildren());
section.value = decodeURIComponent(location.hash.slice(1));
