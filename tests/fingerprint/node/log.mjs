// Reads a log and works out what follows from it. It was written from docs/authoring/log.md alone.
//
//   node log.mjs FOLDER    how each version stands, the events that cannot follow, the ones that are broken, and the head
//
// It writes JSON.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const sha256 = (content) => createHash("sha256").update(content).digest("hex");
const COMMON = ["form", "number", "previous", "day", "event", "key"];
const FACTS = {
  published: [["version", "record", "status", "effective_from"], ["effective_to", "taken_over"]],
  withdrawn: [["version", "reason"], ["on"]],
  reinstated: [["version"], []],
  erratum: [["version", "text"], ["section", "on"]],
  "erratum-taken-back": [["version", "erratum"], []],
  removed: [["version", "file", "reason"], []],
  signed: [["version", "signature"], []],
  "key-added": [["public_key", "party"], []],
  "key-ended": [["fingerprint", "reason"], []],
};

/** The events of a folder, those that are broken, and the SHA-256 of the last one. */
function eventsOf(folder) {
  const [events, broken] = [[], []];
  let head = null;
  for (let number = 1; ; number += 1) {
    const name = `log/${`${number}`.padStart(4, "0")}.json`;
    if (!existsSync(join(folder, name))) return { events, broken, head };
    const written = readFileSync(join(folder, name));
    const event = JSON.parse(written.toString("utf-8"));
    const [needed, possible] = FACTS[event.event] ?? [["?"], []];
    const facts = Object.keys(event).filter((key) => !COMMON.includes(key));
    const whole = needed.every((key) => facts.includes(key)) && facts.every((key) => [...needed, ...possible].includes(key));
    const placed = event.form === 1 && event.number === number && event.previous === head;
    if (!whole || !placed || event.day < (events.at(-1)?.day ?? "")) broken.push(name);
    events.push({ ...event, name });
    head = sha256(written);
  }
}

/** Enter an event into what is known; false where it cannot follow. */
function follow(status, event) {
  const own = status[event.version];
  const on = event.on ?? event.day;
  if (event.event === "published") {
    if (own) return false;
    status[event.version] = {
      status: event.status,
      order: Object.keys(status).length + 1,
      published: event.taken_over ? null : event.day,
      effective_from: event.effective_from,
      effective_to: event.effective_to ?? null,
      withdrawn: null,
      withdrawals: [],
      errata: [],
    };
    return true;
  }
  if (event.version === undefined) return true;
  if (!own) return false;
  if (event.event === "withdrawn") {
    if (own.withdrawn) return false;
    own.withdrawn = { on, reason: event.reason };
    own.withdrawals.push({ on, reason: event.reason, until: null });
  } else if (event.event === "reinstated") {
    if (!own.withdrawn) return false;
    own.withdrawn = null;
    own.withdrawals.at(-1).until = event.day;
  } else if (event.event === "erratum") {
    own.errata.push({ on, text: event.text, section: event.section ?? null, number: event.number });
  } else if (event.event === "erratum-taken-back") {
    const place = own.errata.findIndex(({ number }) => `${number}` === event.erratum);
    if (place < 0) return false;
    own.errata.splice(place, 1);
  } else if (event.event === "removed") {
    return [`${event.version}/`, `releases/${event.version}/`].some((folder) => event.file.startsWith(folder));
  }
  return true;
}

const { events, broken, head } = eventsOf(process.argv[2]);
const status = {};
const wrong = events.filter((event) => !follow(status, event)).map(({ name }) => name);
process.stdout.write(JSON.stringify({ status, wrong, broken, head }));
