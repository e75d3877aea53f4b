/* What the scripts of the pages above the versions read, and what they give each other. */

/* The page that a contract cites: what its script says, and what the tree knows of its section. */
type Compared = "same" | "changed" | "removed";
interface CitedWords {
  language: string;
  direction: string;
  on: string;
  states: Record<State, string>;
  none: string;
  other: Record<Compared | "unknown", string>;
  late: string;
  erratum: string;
  elsewhere: string;
  since: Record<Compared, string>;
  unchanged: string;
}
/** The number of what a section says in each version, 0 where it is not there. */
type Texts = Record<string, number>;
interface Known {
  all: Term[];
  term: Term;
  told: Told;
  texts: Texts | null;
  /** The numbers of those that concern the section. */
  errata: number[];
}

declare var playbookSection: { texts?: Texts; errata?: Record<string, number[]> } | undefined;

/* The page that checks a citation. */
type Bytes = Uint8Array<ArrayBuffer>;
/** A text, or a file. */
type Content = string | Bytes;
type Change = (text: string) => string;
/** What was undone, and the text that it gave. */
type Undone = [ways: string[], text: string];
/** A line of an answer, and what stands in it as it is written. */
type Line = [words: string, code?: string | null];
type Digest = (bytes: Bytes) => Promise<string>;
/** Reads a file of the tree; rejects where that cannot be done. */
type ReadFile = (name: string) => Promise<Bytes>;

/** What is compared of a record, `release.json`. */
interface Release {
  title: string;
  status: string;
  locale: string;
  effective_from: string;
  sections: Record<string, { title: string; fingerprint: string }>;
}
interface Plain {
  text: string;
  shown(begin: number, end: number): string;
}
/** What a citation says by the names of the places in its wording, null where that is what the record says. */
type Claims = Map<string, string | null>;
/** The wordings of citations by language, and what is said of one that differs. */
interface CitationPhrases {
  wordings: Record<string, Record<"agreed" | "draft", string>>;
  said: Record<string, string>;
}

declare var citationWords: (text: string, asked: string, read: ReadFile, digest: Digest) => Promise<string[] | null>;
