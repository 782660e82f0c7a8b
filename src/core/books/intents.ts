import type { AttemptOutcome, LedgerLine } from '../wire/ledger.ts';

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

const worstFirst = (outcomes: readonly AttemptOutcome[]): AttemptOutcome => {
  if (outcomes.includes('ok')) return 'ok';
  return outcomes.length > 0 && outcomes.every((outcome) => outcome === 'failed') ? 'failed' : 'indeterminate';
};

interface GatheredKey {
  readonly key: string;
  readonly intent: string;
  readonly shown: { attempt: number; atMs: number; amountCents: number }[];
  readonly outcomes: OutcomeLine[];
}

/** Reads what the clients wished and what they were told. The order of the lines does not matter. */
export const readIntents = (lines: readonly LedgerLine[]): ReadonlyMap<string, LedgerIntent> => {
  const keys = new Map<string, GatheredKey>();
  for (const line of lines) {
    if (line.type !== 'intent' && line.type !== 'outcome') continue;
    const id = JSON.stringify([line.intent, line.key]);
    const gathered = keys.get(id) ?? { key: line.key, intent: line.intent, shown: [], outcomes: [] };
    keys.set(id, gathered);
    if (line.type === 'outcome') gathered.outcomes.push(line);
    else gathered.shown.push({ attempt: line.attempt, atMs: line.atMs, amountCents: line.amountCents });
  }
  const byIntent = new Map<string, GatheredKey[]>();
  for (const gathered of keys.values())
    byIntent.set(gathered.intent, [...(byIntent.get(gathered.intent) ?? []), gathered]);
  const sorted = [...byIntent].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([intent, gathered]) => [intent, readIntent(intent, gathered)]));
};

const readIntent = (intent: string, gathered: readonly GatheredKey[]): LedgerIntent => {
  const keys = gathered.map(readKey).sort((a, b) => (a.key < b.key ? -1 : 1));
  const sentAtMs = gathered.flatMap(({ shown }) => shown.map((line) => line.atMs));
  return {
    intent,
    outcome: worstFirst(keys.map((key) => key.outcome)),
    keys,
    attempts: keys.reduce((sum, key) => sum + key.attempts, 0),
    firstAtMs: sentAtMs.length === 0 ? null : sentAtMs.reduce((least, atMs) => Math.min(least, atMs), Infinity),
  };
};

const readKey = ({ key, intent, shown, outcomes }: GatheredKey): LedgerKey => {
  const attempts = [...new Set([...shown, ...outcomes].map((line) => line.attempt))].sort((a, b) => a - b);
  const last = shown.toSorted((a, b) => a.attempt - b.attempt || a.amountCents - b.amountCents).at(-1);
  const told = attempts.map((attempt) =>
    worstFirst(outcomes.filter((line) => line.attempt === attempt).map((line) => line.outcome)),
  );
  const acknowledged = outcomes.filter((line) => line.outcome === 'ok');
  const reasons = outcomes.flatMap((line) => (line.reason === null ? [] : [line.reason]));
  return {
    key,
    intent,
    outcome: worstFirst(told),
    attempts: attempts.length,
    amountCents: last?.amountCents ?? null,
    orderIds: [...new Set(acknowledged.flatMap((line) => (line.orderId === null ? [] : [line.orderId])))].sort(),
    reason: reasons.sort().at(-1) ?? null,
  };
};
