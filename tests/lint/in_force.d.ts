/* How versions stand: what `status.json` and `status.js` tell of them, and what `in_force.js` makes of that, for the pages of a
   version and for those above all of them. Files of older trees lack what may be missing here. */

interface Withdrawal {
  on: string;
  reason: string;
  until?: string | null;
}
interface Erratum {
  number: number;
  on: string;
  text: string;
  section?: string | null;
}
interface Told {
  status?: string;
  state?: string;
  order?: number;
  published?: string | null;
  effective_from: string;
  effective_to?: string | null;
  withdrawn?: Withdrawal | null;
  withdrawals?: Withdrawal[];
  errata: Erratum[];
}
type Status = Record<string, Told>;

interface Term {
  version: string;
  order: number;
  first: string;
  last: string | null;
  draft: boolean;
  withdrawals: [string, string | null][];
}
type State = "in force" | "not yet in force" | "expired" | "superseded" | "withdrawn" | "draft";
interface InForce {
  day(moment?: Date): string;
  inForce(terms: Term[], day: string): Term | null;
  state(term: Term, terms: Term[], day: string): State;
  terms(status: Status): Term[];
  withdrawn(term: Term, day: string): boolean;
}

declare var playbookInForce: InForce;
declare var playbookStatus: Status | undefined;
