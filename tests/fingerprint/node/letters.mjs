// The letters of a canonical text, as the chapter "The letters" of docs/authoring/fingerprint.md tells them.

const DROPPED =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u034f\u200b\u2060-\u2064\u206a-\u206f\ufe0e\ufe0f\ufeff\ufffe\uffff]/gu;
const SPACE = /[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/gu;
const SPACE_IN_CODE = /[\u0009\u000b\u000c\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/gu;

/** A piece of text in its normal form; in a `pre`, its ends of lines are U+000A. */
export function normal(piece, code = false) {
  let text = piece.replace(DROPPED, "").normalize("NFC");
  text = code ? text.replace(/\r\n?/g, "\n").replace(SPACE_IN_CODE, " ") : text.replace(SPACE, " ");
  return text.replace(/(^|[\u0000-\u058f])[\u200c\u200d]+/gu, "$1").normalize("NFC");
}

/** Words as a marker holds them: one space between two, none at the ends. */
export function words(text) {
  return escaped(normal(text).replace(/ +/g, " ").replace(/^ | $/g, ""));
}

/** A target or a file as brackets hold it. */
export function bracketed(text) {
  return words(text).replace(/[[\]]/g, "\\$&");
}

function escaped(text) {
  return text.replace(/[\\{}]/g, "\\$&");
}

/** What stands in a block, of tokens: texts, words that are whole, markers that open or close, breaks. */
export function line(tokens, code) {
  let out = "";
  let gap = "";
  let breaks = 0;
  let opens = [];
  const put = (word) => {
    if (breaks) out += "\n\\br".repeat(breaks) + " ";
    if (out || code) out += code || !breaks ? gap : "";
    out += opens.join("") + word;
    [gap, breaks, opens] = ["", 0, []];
  };
  for (const token of joined(tokens)) {
    if (token.text !== undefined) {
      for (const [part] of normal(token.text, code).matchAll(/\n| +|[^\n ]+/gu)) {
        if (part === "\n") broken();
        else if (part[0] === " ") gap = code ? gap + part : " ";
        else put(escaped(part));
      }
    } else if (token.word) put(token.word);
    else if (token.open) opens.push(token.open);
    else if (token.close) opens.length ? opens.pop() : (out += "}");
    else broken();
  }
  function broken() {
    gap = "";
    if (out) breaks = code ? breaks + 1 : 1;
  }
  return out;
}

/** Tokens, in which texts that nothing parts are one piece. */
function joined(tokens) {
  const found = [];
  for (const token of tokens) {
    const last = found.at(-1);
    if (token.text !== undefined && last?.text !== undefined) last.text += token.text;
    else found.push({ ...token });
  }
  return found;
}
