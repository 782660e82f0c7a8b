import type { AttemptOutcome, LedgerLine } from '../wire/ledger.ts';

type IntentLine = Extract<LedgerLine, { type: 'intent' }>;
type OutcomeLine = Extract<LedgerLine, { type: 'outcome' }>;

/** One idempotency key: all attempts that carried it. */
export interface LedgerKey {
  readonly key: string;
  readonly intent: string;
  /** ok if any attempt was; failed only if the shop refused every attempt in so many words; else indeterminate. */
  readonly outcome: AttemptOutcome;
  readonly attempts: number;
  /** Price shown at the confirmation, of the last attempt; null when the intent's line is missing. */
  readonly amountCents: number | null;
  /** Every price that was shown with an attempt. */
  readonly shownCents: readonly number[];
  /** Ids of the orders that the shop acknowledged for it. */
  readonly orderIds: readonly string[];
  /** Why the shop refused, as it said; null when it did not. */
  readonly reason: string | null;
}

/** One wish to buy, with all its keys. */
export interface LedgerIntent {
  readonly intent: string;
  readonly outcome: AttemptOutcome;
  readonly keys: readonly LedgerKey[];
  readonly attempts: number;
  /** First attempt, ms since the epoch; null when no intent line was found. */
  readonly firstAtMs: number | null;
}

/** Reads what the clients wished and what they were told, line by line. The order of the lines does not matter. */
export class IntentReader {
  readonly #intents = new Map<string, IntentOnRecord>();

  add(line: IntentLine | OutcomeLine): void {
    let intent = this.#intents.get(line.intent);
    if (intent === undefined) this.#intents.set(line.intent, (intent = new IntentOnRecord(line.intent)));
    intent.add(line);
  }

  /** What was read so far, by name. */
  get intents(): ReadonlyMap<string, LedgerIntent> {
    return this.#intents;
  }
}

/** Shared by the many that have none. */
const none: readonly never[] = [];

/** The list with a value that it may have already, and no larger than it must be: `[...list, value]` keeps room for 16 more. */
const including = <T extends string | number>(list: readonly T[], value: T): readonly T[] =>
  list.includes(value) ? list : list.length === 0 ? [value] : list.concat(value).sort(ascending);

/** Shared by the many that were tried once. */
const first: readonly number[] = [1];

const withAttempt = (attempts: readonly number[], attempt: number): readonly number[] =>
  attempts.length === 0 && attempt === 1 ? first : including(attempts, attempt);

const ascending = <T>(a: T, b: T): number => (a < b ? -1 : 1);

const summed = (outcomes: readonly AttemptOutcome[]): AttemptOutcome => {
  if (outcomes.includes('ok')) return 'ok';
  return outcomes.every((outcome) => outcome === 'failed') ? 'failed' : 'indeterminate';
};

class IntentOnRecord implements LedgerIntent {
  #keys: readonly KeyOnRecord[] = none;
  #firstAtMs = Infinity;

  constructor(readonly intent: string) {}

  add(line: IntentLine | OutcomeLine): void {
    let key = this.#keys.find((one) => one.key === line.key);
    if (key === undefined) {
      key = new KeyOnRecord(line.key, this.intent);
      this.#keys = this.#keys.concat(key).sort((a, b) => ascending(a.key, b.key));
    }
    if (line.type === 'outcome') key.addOutcome(line);
    else {
      this.#firstAtMs = Math.min(this.#firstAtMs, line.atMs);
      key.addIntent(line);
    }
  }

  get keys(): readonly LedgerKey[] {
    return this.#keys;
  }

  get outcome(): AttemptOutcome {
    return summed(this.#keys.map(({ outcome }) => outcome));
  }

  get attempts(): number {
    return this.#keys.reduce((sum, { attempts }) => sum + attempts, 0);
  }

  get firstAtMs(): number | null {
    return this.#firstAtMs === Infinity ? null : this.#firstAtMs;
  }
}

class KeyOnRecord implements LedgerKey {
  amountCents: number | null = null;
  shownCents: readonly number[] = none;
  orderIds: readonly string[] = none;
  reason: string | null = null;
  /** Numbers of the attempts, and of those with an outcome. */
  #tried: readonly number[] = none;
  #answered: readonly number[] = none;
  #lastTried = 0;
  #isOk = false;
  #isDoubtful = false;

  constructor(
    readonly key: string,
    readonly intent: string,
  ) {}

  addIntent({ attempt, amountCents }: IntentLine): void {
    this.#tried = withAttempt(this.#tried, attempt);
    this.shownCents = including(this.shownCents, amountCents);
    if (attempt < this.#lastTried) return;
    if (attempt === this.#lastTried && amountCents < (this.amountCents ?? 0)) return;
    this.#lastTried = attempt;
    this.amountCents = amountCents;
  }

  addOutcome({ attempt, outcome, orderId, reason }: OutcomeLine): void {
    this.#tried = withAttempt(this.#tried, attempt);
    this.#answered = withAttempt(this.#answered, attempt);
    this.#isOk ||= outcome === 'ok';
    this.#isDoubtful ||= outcome === 'indeterminate';
    if (outcome === 'ok' && orderId !== null) this.orderIds = including(this.orderIds, orderId);
    if (reason !== null && (this.reason === null || reason > this.reason)) this.reason = reason;
  }

  get attempts(): number {
    return this.#tried.length;
  }

  get outcome(): AttemptOutcome {
    if (this.#isOk) return 'ok';
    return this.#isDoubtful || this.#answered.length < this.#tried.length ? 'indeterminate' : 'failed';
  }
}
