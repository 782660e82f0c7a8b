import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Evidence, EvidenceProblem, WorkerEvidence } from '../../core/evidence.ts';
import { KnownError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit-code.ts';
import { auditFileSchema } from '../../core/wire/audit.ts';
import { budgetsFileSchema } from '../../core/wire/budgets.ts';
import { runEventSchema } from '../../core/wire/events.ts';
import { ledgerLineSchema } from '../../core/wire/ledger.ts';
import { evidenceVersion, planSchema, type Plan } from '../../core/wire/plan.ts';
import { timelineLineSchema } from '../../core/wire/timeline.ts';
import { parseDocument, parseLines } from './evidence-files.ts';

const textOf = (folder: string, file: string): string | null => {
  const full = path.join(folder, file);
  return existsSync(full) ? readFileSync(full, 'utf8') : null;
};

const readPlan = (folder: string): Plan => {
  if (!existsSync(folder))
    throw new KnownError(
      `There is no run at ${folder}.`,
      exitCodes.badInput,
      'Give the folder of a run, e.g. reports/<runId>.',
    );
  const { value, problems } = parseDocument('plan.json', textOf(folder, 'plan.json'), planSchema);
  if (value !== null) return value;
  const what = problems.map((problem) => problem.what).join('; ');
  throw new KnownError(
    `plan.json of ${folder} ${what}.`,
    exitCodes.inconclusive,
    'Without its plan a run cannot be judged: inconclusive. Restore the file, or rehearse again.',
  );
};

const readWorker = (folder: string, worker: string, problems: EvidenceProblem[]): WorkerEvidence => {
  const timelineFile = `timeline-${worker}.ndjson`;
  const ledgerFile = `ledger-${worker}.ndjson`;
  const timeline = parseLines(timelineFile, textOf(folder, timelineFile), timelineLineSchema);
  const ledger = parseLines(ledgerFile, textOf(folder, ledgerFile), ledgerLineSchema);
  problems.push(...timeline.problems, ...ledger.problems);
  for (const line of timeline.value)
    if (line.type === 'end' && line.secondsLost !== undefined)
      problems.push({
        file: timelineFile,
        what: `lacks ${line.secondsLost} s: the load generator could not write them`,
      });
  return { worker, timeline: timeline.value, ledger: ledger.value };
};

/** Workers that left a file but are not in the plan: evidence of another run. */
const strangers = (folder: string, planned: readonly string[]): EvidenceProblem[] =>
  readdirSync(folder)
    .filter((file) => /^(timeline|ledger)-.+\.ndjson$/.test(file))
    .filter((file) => !planned.includes(file.replace(/^(timeline|ledger)-/, '').replace(/\.ndjson$/, '')))
    .map((file) => ({ file, what: 'belongs to no worker of the plan' }));

/**
 * Reads everything that the judge needs. Missing and damaged evidence is reported, not thrown: the verdict then is inconclusive at best.
 * @throws KnownError when there is no run, or no plan, at `folder`.
 */
export const readEvidence = (folder: string): Evidence => {
  const plan = readPlan(folder);
  const problems: EvidenceProblem[] = [];
  const budgets = parseDocument('budgets.json', textOf(folder, 'budgets.json'), budgetsFileSchema);
  const events = parseLines('events.ndjson', textOf(folder, 'events.ndjson'), runEventSchema);
  const audit = parseDocument('audit.json', textOf(folder, 'audit.json'), auditFileSchema);
  problems.push(...budgets.problems, ...events.problems);
  // A shop that offers no audit is not damaged evidence: the invariants say so themselves.
  if (plan.shop.kind === 'reference' || textOf(folder, 'audit.json') !== null) problems.push(...audit.problems);
  const workers = Array.from({ length: plan.load.workers }, (_, index) => `w${index + 1}`);
  const read = workers.map((worker) => readWorker(folder, worker, problems));
  problems.push(...strangers(folder, workers));
  for (const worker of read)
    for (const line of worker.ledger)
      if (line.type === 'header' && line.runId !== plan.runId)
        problems.push({ file: `ledger-${worker.worker}.ndjson`, what: `is of another run: ${line.runId}` });
  if (audit.value !== null && audit.value.runId !== plan.runId)
    problems.push({ file: 'audit.json', what: `is of another run: ${audit.value.runId}` });
  return {
    plan,
    budgets: budgets.value ?? { schemaVersion: evidenceVersion, source: { kind: 'default' }, budgets: [] },
    events: events.value,
    workers: read,
    audit: audit.value?.runId === plan.runId ? audit.value : null,
    problems,
  };
};
