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

/** ok if one is, failed if all are. */
const summed = (outcomes: readonly AttemptOutcome[]): AttemptOutcome => {
  if (outcomes.includes('ok')) return 'ok';
  return outcomes.length > 0 && outcomes.every((outcome) => outcome === 'failed') ? 'failed' : 'indeterminate';
};

/** Lines of one key: usually one of each. */
interface KeyLines {
  readonly key: string;
  readonly shown: IntentLine[];
  readonly outcomes: OutcomeLine[];
}

/** Reads what the clients wished and what they were told. The order of the lines does not matter. */
export const readIntents = (ledgers: readonly (readonly LedgerLine[])[]): ReadonlyMap<string, LedgerIntent> => {
  const gathered = new Map<string, KeyLines[]>();
  for (const ledger of ledgers)
    for (const line of ledger) {
      if (line.type === 'intent') linesOf(gathered, line).shown.push(line);
      else if (line.type === 'outcome') linesOf(gathered, line).outcomes.push(line);
    }
  const intents = new Map<string, LedgerIntent>();
  for (const intent of [...gathered.keys()].sort()) {
    intents.set(intent, readIntent(intent, gathered.get(intent) ?? []));
    gathered.delete(intent);
  }
  return intents;
};

const linesOf = (gathered: Map<string, KeyLines[]>, line: IntentLine | OutcomeLine): KeyLines => {
  let keys = gathered.get(line.intent);
  if (keys === undefined) gathered.set(line.intent, (keys = []));
  let lines = keys.find(({ key }) => key === line.key);
  if (lines === undefined) keys.push((lines = { key: line.key, shown: [], outcomes: [] }));
  return lines;
};

const readIntent = (intent: string, gathered: readonly KeyLines[]): LedgerIntent => {
  const keys = gathered.map((lines) => readKey(intent, lines)).sort((a, b) => (a.key < b.key ? -1 : 1));
  const firstAtMs = gathered.reduce(
    (first, { shown }) => shown.reduce((least, line) => Math.min(least, line.atMs), first),
    Infinity,
  );
  return {
    intent,
    outcome: summed(keys.map((key) => key.outcome)),
    keys,
    attempts: keys.reduce((sum, key) => sum + key.attempts, 0),
    firstAtMs: firstAtMs === Infinity ? null : firstAtMs,
  };
};

/** Shared by the many keys that were told nothing. */
const none: readonly string[] = [];

const readKey = (intent: string, { key, shown, outcomes }: KeyLines): LedgerKey => {
  const attempts = new Set<number>();
  for (const line of shown) attempts.add(line.attempt);
  for (const line of outcomes) attempts.add(line.attempt);
  const last = shown.toSorted((a, b) => a.attempt - b.attempt || a.amountCents - b.amountCents).at(-1);
  const told = [...attempts].map((attempt) =>
    summed(outcomes.filter((line) => line.attempt === attempt).map((line) => line.outcome)),
  );
  const orderIds = new Set(
    outcomes.flatMap((line) => (line.outcome === 'ok' && line.orderId !== null ? [line.orderId] : [])),
  );
  const reasons = outcomes.flatMap((line) => (line.reason === null ? [] : [line.reason]));
  return {
    key,
    intent,
    outcome: summed(told),
    attempts: attempts.size,
    amountCents: last?.amountCents ?? null,
    shownCents: [...new Set(shown.map((line) => line.amountCents))].sort((a, b) => a - b),
    orderIds: orderIds.size === 0 ? none : [...orderIds].sort(),
    reason: reasons.sort().at(-1) ?? null,
  };
};
