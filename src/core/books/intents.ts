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

/** How an order or a charge in the books is tied to a wish. */
interface NamesInBooks {
  readonly intent: string | null;
  readonly key: string | null;
  readonly orderId: string | null;
}

/**
 * The same names, each by the ledger's own string where it has one: what a wish, its order and its charge are called is then in memory
 * once, not three times.
 */
export const ledgersNames = (
  intents: ReadonlyMap<string, LedgerIntent>,
  { intent, key, orderId }: NamesInBooks,
): NamesInBooks => {
  const wish = intent === null ? undefined : intents.get(intent);
  const known = wish?.keys.find((one) => one.key === key);
  return {
    intent: wish?.intent ?? intent,
    key: known?.key ?? key,
    orderId: known?.orderIds.find((id) => id === orderId) ?? orderId,
  };
};

/** Values in ascending order, each once; a single one by itself, as nearly all are here: a million lists of one are 50 MiB. */
type Few<Value> = Value | readonly Value[];

/** Shared by the many that have none. */
const none: readonly never[] = [];

const isList = <Value>(few: Few<Value>): few is readonly Value[] => Array.isArray(few);

const listOf = <Value extends string | number | KeyOnRecord>(few: Few<Value>): readonly Value[] =>
  isList(few) ? few : [few];

/** With a value that may be there already. */
const including = <Value extends string | number>(few: Few<Value>, value: Value): Few<Value> => {
  const list = listOf(few);
  if (list.includes(value)) return few;
  return list.length === 0 ? value : list.concat(value).sort(ascending);
};

const ascending = <T>(a: T, b: T): number => (a < b ? -1 : 1);

const summed = (outcomes: readonly AttemptOutcome[]): AttemptOutcome => {
  if (outcomes.includes('ok')) return 'ok';
  return outcomes.every((outcome) => outcome === 'failed') ? 'failed' : 'indeterminate';
};

class IntentOnRecord implements LedgerIntent {
  #keys: Few<KeyOnRecord> = none;
  #firstAtMs = Infinity;

  constructor(readonly intent: string) {}

  add(line: IntentLine | OutcomeLine): void {
    const keys = listOf(this.#keys);
    let key = keys.find((one) => one.key === line.key);
    if (key === undefined) {
      key = new KeyOnRecord(line.key, this.intent);
      this.#keys = keys.length === 0 ? key : keys.concat(key).sort((a, b) => ascending(a.key, b.key));
    }
    if (line.type === 'outcome') key.addOutcome(line);
    else {
      this.#firstAtMs = Math.min(this.#firstAtMs, line.atMs);
      key.addIntent(line);
    }
  }

  get keys(): readonly LedgerKey[] {
    return listOf(this.#keys);
  }

  get outcome(): AttemptOutcome {
    return summed(this.keys.map(({ outcome }) => outcome));
  }

  get attempts(): number {
    return this.keys.reduce((sum, { attempts }) => sum + attempts, 0);
  }

  get firstAtMs(): number | null {
    return this.#firstAtMs === Infinity ? null : this.#firstAtMs;
  }
}

class KeyOnRecord implements LedgerKey {
  amountCents: number | null = null;
  reason: string | null = null;
  #shownCents: Few<number> = none;
  #orderIds: Few<string> = none;
  /** Numbers of the attempts, and of those with an outcome. */
  #tried: Few<number> = none;
  #answered: Few<number> = none;
  #lastTried = 0;
  #isOk = false;
  #isDoubtful = false;

  constructor(
    readonly key: string,
    readonly intent: string,
  ) {}

  addIntent({ attempt, amountCents }: IntentLine): void {
    this.#tried = including(this.#tried, attempt);
    this.#shownCents = including(this.#shownCents, amountCents);
    if (attempt < this.#lastTried) return;
    if (attempt === this.#lastTried && amountCents < (this.amountCents ?? 0)) return;
    this.#lastTried = attempt;
    this.amountCents = amountCents;
  }

  addOutcome({ attempt, outcome, orderId, reason }: OutcomeLine): void {
    this.#tried = including(this.#tried, attempt);
    this.#answered = including(this.#answered, attempt);
    this.#isOk ||= outcome === 'ok';
    this.#isDoubtful ||= outcome === 'indeterminate';
    if (outcome === 'ok' && orderId !== null) this.#orderIds = including(this.#orderIds, orderId);
    if (reason !== null && (this.reason === null || reason > this.reason)) this.reason = reason;
  }

  get shownCents(): readonly number[] {
    return listOf(this.#shownCents);
  }

  get orderIds(): readonly string[] {
    return listOf(this.#orderIds);
  }

  get attempts(): number {
    return listOf(this.#tried).length;
  }

  get outcome(): AttemptOutcome {
    if (this.#isOk) return 'ok';
    return this.#isDoubtful || listOf(this.#answered).length < this.attempts ? 'indeterminate' : 'failed';
  }
}
