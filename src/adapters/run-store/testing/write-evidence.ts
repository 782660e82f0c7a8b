import path from 'node:path';
import type { Evidence } from '../../../core/evidence.ts';
import type { RunStore } from '../../../ports.ts';
import { writeLines } from '../evidence-files.ts';
import { openRunStore } from '../run-store.ts';

function* asJson(lines: Iterable<unknown>): Generator<string> {
  for (const line of lines) yield JSON.stringify(line);
}

/** Writes evidence into an empty folder as a run leaves it there, unsealed. @returns the run's store. */
export const writeEvidence = (folder: string, evidence: Evidence): RunStore => {
  const store = openRunStore(folder);
  store.writePlan(evidence.plan);
  store.writeBudgets(evidence.budgets);
  evidence.events.forEach((event) => store.appendEvent(event));
  if (evidence.audit !== null) store.writeAudit(evidence.audit);
  for (const { worker, timeline, ledger } of evidence.workers) {
    writeLines(path.join(folder, `timeline-${worker}.ndjson`), asJson(timeline));
    writeLines(path.join(folder, `ledger-${worker}.ndjson`), asJson(ledger));
  }
  evidence.machine?.forEach((line) => store.appendMachine(line));
  return store;
};
