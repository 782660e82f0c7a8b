import type { LedgerLine } from '../wire/ledger.ts';
import type { Plan } from '../wire/plan.ts';
import { IntentReader, type LedgerIntent } from './intents.ts';

/** The lines of one worker, which are gone through once. */
interface LinesOfWorker {
  readonly worker: string;
  readonly ledger: Iterable<LedgerLine>;
}

/** What one worker's ledger says of itself. */
export interface LedgerOfWorker {
  /** `w1`, `w2`, … */
  readonly worker: string;
  /** The runs that its headers name: one, in an orderly ledger. */
  readonly runIds: readonly string[];
  /** It was closed in an orderly way, and no line of it is missing. */
  readonly isWhole: boolean;
  /** First and last line about an attempt, ms since the epoch; Infinity and -Infinity where there is none. */
  readonly firstAtMs: number;
  readonly lastAtMs: number;
}

/** What the clients of a run wrote down. */
export interface Ledgers {
  readonly intents: ReadonlyMap<string, LedgerIntent>;
  readonly workers: readonly LedgerOfWorker[];
}

/** Goes through every worker's ledger once: those of a long run are too large to be kept, or to be gone through often. */
export const readLedgers = (workers: readonly LinesOfWorker[]): Ledgers => {
  const reader = new IntentReader();
  const facts = workers.map(({ worker, ledger }) => readLedger(worker, ledger, reader));
  return { intents: reader.intents, workers: facts };
};

const readLedger = (worker: string, ledger: Iterable<LedgerLine>, reader: IntentReader): LedgerOfWorker => {
  const runIds: string[] = [];
  const seen = { intent: 0, outcome: 0 };
  let closed: Extract<LedgerLine, { type: 'closed' }> | null = null;
  let [firstAtMs, lastAtMs] = [Infinity, -Infinity];
  for (const line of ledger) {
    if (line.type === 'header') runIds.push(line.runId);
    else if (line.type === 'closed') closed = line;
    else {
      seen[line.type] += 1;
      firstAtMs = Math.min(firstAtMs, line.atMs);
      lastAtMs = Math.max(lastAtMs, line.atMs);
      reader.add(line);
    }
  }
  const isWhole = closed !== null && closed.intents === seen.intent && closed.outcomes === seen.outcome;
  return { worker, runIds, isWhole, firstAtMs, lastAtMs };
};

/** Workers of the plan whose ledger was not closed in an orderly way, or lacks lines. */
export const openLedgers = ({ workers }: Ledgers, plan: Plan): string[] => {
  const expected = Array.from({ length: Math.max(plan.load.workers, workers.length) }, (_, index) => workers[index]);
  return expected.flatMap((ledger, index) =>
    ledger?.isWhole === true ? [] : [ledger?.worker ?? `worker ${index + 1}`],
  );
};
