/* What the scripts of the look give each other, and what they take from their pages. The markup that they look for is made by
   our templates, and tests in browsers hold that it is there: what is looked up has no type of its own. */

interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface Element {
  closest(selectors: string): any;
}
interface Document {
  getElementById(id: string): any;
}
interface HTMLFormControlsCollection {
  [name: string]: any;
}

/** A block on a page: what a template made. */
type Block = any;
/** What was read from JSON, in a page or from a host. */
type Read = any;
type Values = Record<string, unknown>;
type Look = Intl.DateTimeFormatOptions;

interface Next {
  which: string;
  place?: number;
  moment?: Date;
  whole?: boolean;
}
interface Me {
  reader?: string;
  role?: string;
  side?: string;
  name?: string;
  path?: string;
}

interface Theme {
  content(): Element;
  heading(): HTMLElement | null;
  intoHeader(chip: Element): void;
  published(): boolean;
  searches(worker: URL): boolean;
  versions(): { shown: HTMLElement | null; links: HTMLAnchorElement[] };
}
interface Standing {
  dates(look: Look): Intl.DateTimeFormat;
  inWords(): string;
  known?: Promise<void>;
  meetings(times: string[], now?: Date): Next;
  moment(time: string): Date;
  onStanding(callback: () => void): void;
  point(place: Block, forums: Set<string>, own: Next, now?: Date): Promise<void>;
  words: Record<string, string>;
}
interface Shared {
  announce(text: string): void;
  fill(phrase: string, values: Values): string;
  language: string;
  me(): Me;
  onMe(callback: (me: Me) => void): void;
  pointed(): Block;
  root: URL;
  said(day: Date | number, options: Look): string;
  setMe(choice: Me): void;
  standing: Standing;
  state: { get(name: string): string; set(values: Record<string, string | undefined>): void };
  store: { get(key: string): Read; set(key: string, value: unknown): void; remove(key: string): void };
  subject(name: string, make: (shared: Shared) => Subject): void;
  subjects: Record<string, Subject>;
  today(): Date;
}
interface Subject {
  start(block: Block): unknown;
  [name: string]: unknown;
}

declare var playbook: Shared;
declare var playbookStanding: Standing;
declare var playbookTheme: Theme;

/* The search of the theme in its worker, and its library. */
declare var importScripts: (...addresses: string[]) => unknown;
declare var lunr: any;

type Click = MouseEvent & { target: Element };
type Key = KeyboardEvent & { target: HTMLInputElement };
type FocusOut = FocusEvent & { relatedTarget: Element | null };

/* The calendar. */
interface Meeting {
  forum: string;
  tier: string;
  row?: Block;
  time?: Block;
}
interface Found {
  rows: Meeting[];
  months: Block[];
  line: Block;
  root: Block;
  form: Block;
  next?: Block;
}

/* The checklists. */
interface Calendar {
  days: number[];
  holidays: string[];
}
interface Step {
  line: Block;
  id: string;
  due: string;
  wording: string;
  roles: string[];
  optional: boolean;
  tick: Block;
  signs: Block;
  noting: Block;
  note: Block;
  parts: Map<string, Block>;
  date: Block;
}

/* The matrix of responsibilities. */
interface Column {
  role: string;
  party: string;
}
interface Letter {
  mark: Block;
  cell: Block;
  code: string;
  column: Column;
}
interface Row {
  line: Block;
  remark?: Block;
  cells: Block[];
  letters: Letter[];
  words: string;
}
type Rows = Row[] & { dimmed?: string };
