import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Evidence } from '../../../core/evidence.ts';
import type { RunStore } from '../../../ports.ts';
import { openRunStore } from '../run-store.ts';

/** Line by line: the ledger of a long run is longer than any string. */
const writeLines = (file: string, lines: Iterable<unknown>): void => {
  const handle = openSync(file, 'w');
  for (const line of lines) writeSync(handle, `${JSON.stringify(line)}\n`);
  closeSync(handle);
};

/** Writes evidence into an empty folder as a run leaves it there, unsealed. @returns the run's store. */
export const writeEvidence = (folder: string, evidence: Evidence): RunStore => {
  const store = openRunStore(folder);
  store.writePlan(evidence.plan);
  store.writeBudgets(evidence.budgets);
  evidence.events.forEach((event) => store.appendEvent(event));
  if (evidence.audit !== null) store.writeAudit(evidence.audit);
  for (const { worker, timeline, ledger } of evidence.workers) {
    writeLines(path.join(folder, `timeline-${worker}.ndjson`), timeline);
    writeLines(path.join(folder, `ledger-${worker}.ndjson`), ledger);
  }
  evidence.machine?.forEach((line) => store.appendMachine(line));
  return store;
};
