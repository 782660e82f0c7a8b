import { constants } from 'node:buffer';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Evidence, EvidenceProblem, LedgerOnFile, WorkerEvidence } from '../../core/evidence.ts';
import { KnownError } from '../../core/errors.ts';
import { exitCodes } from '../../core/exit-code.ts';
import { readLedgers } from '../../core/books/read-ledgers.ts';
import { budgetsFileSchema } from '../../core/wire/budgets.ts';
import { runEventSchema } from '../../core/wire/events.ts';
import { type LedgerLine, ledgerLineSchema } from '../../core/wire/ledger.ts';
import { machineLineSchema } from '../../core/wire/machine.ts';
import { evidenceVersion, planSchema, type Plan } from '../../core/wire/plan.ts';
import { telemetryFileSchema } from '../../core/wire/telemetry.ts';
import { timelineLineSchema } from '../../core/wire/timeline.ts';
import { readAudit } from './audit-file.ts';
import { chunksOf, mentions, parseDocument, parseLines, readLines, readLinesAgain } from './evidence-files.ts';
import { breachesOfSeal, sealFile } from './seal.ts';

export const machineFile = 'machine.ndjson';

const textOf = (folder: string, file: string): string | null => {
  const full = path.join(folder, file);
  return existsSync(full) ? readFileSync(full, 'utf8') : null;
};

const textInChunks = (folder: string, file: string): Iterable<string> | null => {
  const full = path.join(folder, file);
  return existsSync(full) ? { [Symbol.iterator]: () => chunksOf(full) } : null;
};

/** Files of the run; null where one is not there, or not what the run left there. */
interface Files {
  readonly text: (file: string) => string | null;
  readonly chunks: (file: string) => Iterable<string> | null;
}

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

const readTimeline = (files: Files, worker: string, problems: EvidenceProblem[]): WorkerEvidence['timeline'] => {
  const timelineFile = `timeline-${worker}.ndjson`;
  const timeline = parseLines(timelineFile, files.text(timelineFile), timelineLineSchema);
  problems.push(...timeline.problems);
  for (const line of timeline.value)
    if (line.type === 'end' && line.secondsLost !== undefined)
      problems.push({
        file: timelineFile,
        what: `lacks ${line.secondsLost} s: the load generator could not write them`,
      });
  return timeline.value;
};

/** A ledger, once with what is wrong with it, and then as often as it is asked for. */
const openLedger = ({ chunks }: Files, worker: string, problems: EvidenceProblem[]) => {
  const file = `ledger-${worker}.ndjson`;
  const text = chunks(file);
  const found: EvidenceProblem[] = [];
  function* once(): Generator<LedgerLine> {
    yield* readLines(file, text, ledgerLineSchema, found);
    problems.push(...found);
  }
  const again = (isWanted?: (line: string) => boolean): IterableIterator<LedgerLine> =>
    text === null || found.length > 0
      ? readLines(file, text, ledgerLineSchema, [])
      : readLinesAgain<LedgerLine>(text, isWanted);
  const ledger: LedgerOnFile = {
    [Symbol.iterator]: () => again(),
    about: (intents) => again(mentions('intent', intents)),
  };
  return { worker, once: once(), ledger };
};

/** Telemetry is shown and never judged: what cannot be read is said where it would stand. */
const readTelemetry = (folder: string, { runId }: Plan): Pick<Evidence, 'telemetry'> => {
  const text = textOf(folder, 'telemetry.json');
  if (text === null) return {};
  const { value, problems } = parseDocument('telemetry.json', text, telemetryFileSchema);
  if (value?.runId === runId) return { telemetry: value };
  const what =
    value === null ? problems.map((problem) => problem.what).join('; ') : `is of another run: ${value.runId}`;
  const readAt = new Date(0).toISOString();
  return {
    telemetry: { schemaVersion: evidenceVersion, runId, readAt, series: [], problems: [`telemetry.json ${what}`] },
  };
};

/** Workers that left a file but are not in the plan: evidence of another run. */
const strangers = (folder: string, planned: readonly string[]): EvidenceProblem[] =>
  readdirSync(folder)
    .filter((file) => /^(timeline|ledger)-.+\.ndjson$/.test(file))
    .filter((file) => !planned.includes(file.replace(/^(timeline|ledger)-/, '').replace(/\.ndjson$/, '')))
    .map((file) => ({ file, what: 'belongs to no worker of the plan' }));

/** Problems with a sealed run's files. Without its plan as it was, nothing of it can be judged. @throws KnownError then. */
const checkSeal = (folder: string, plan: Plan): readonly EvidenceProblem[] => {
  if (plan.sealed !== true && !existsSync(path.join(folder, sealFile))) return [];
  const breaches = breachesOfSeal(folder, plan.runId);
  const ofPlan = breaches.find(({ file }) => file === 'plan.json');
  if (ofPlan === undefined) return breaches;
  throw new KnownError(
    `plan.json of ${folder} ${ofPlan.what}.`,
    exitCodes.inconclusive,
    'Without its plan a run cannot be judged: inconclusive. Restore the file, or rehearse again.',
  );
};

interface SizedFile {
  readonly file: string;
  readonly bytes: number;
}

const filesIn = (folder: string): SizedFile[] =>
  readdirSync(folder).map((file) => ({ file, bytes: statSync(path.join(folder, file)).size }));

const largeBytes = 2 ** 27;

/**
 * Between two collections V8 lets a heap double, and of a long run that is the peak. Where the evidence is large, the heap of this process grows by 15 %
 * at a time from now on: a million attempts take 1 GiB in place of 1.4, and an eighth longer.
 */
const growSparingly = (files: readonly SizedFile[]): void => {
  if (files.reduce((sum, { bytes }) => sum + bytes, 0) > largeBytes) setFlagsFromString('--heap-growing-percent=15');
};

/** Files that no string can hold: half a gigabyte. Ledgers and books, the largest of a long run, are read line by line. */
const tooLong = (files: readonly SizedFile[]): EvidenceProblem[] =>
  files
    .filter(({ file }) => !file.startsWith('ledger-') && file !== 'audit.json')
    .filter(({ bytes }) => bytes > constants.MAX_STRING_LENGTH)
    .map(({ file }) => ({
      file,
      what: `is longer than the ${Math.round(constants.MAX_STRING_LENGTH / 2 ** 20)} MiB that can be read`,
    }));

/** One problem a file is enough: what a broken seal says of it comes before what a reader finds. */
const firstOfEach = (problems: readonly EvidenceProblem[], sealed: readonly EvidenceProblem[]): EvidenceProblem[] => {
  const named = new Set(sealed.map(({ file }) => file));
  return [...sealed, ...problems.filter(({ file }) => !named.has(file))];
};

/**
 * Reads everything that the judge needs. Missing and damaged evidence is reported, not thrown: the verdict then is inconclusive at best. A
 * file that is not what the run's seal says counts as missing.
 * @throws KnownError when there is no run, or no plan, at `folder`.
 */
export const readEvidence = (folder: string): Evidence => {
  const plan = readPlan(folder);
  const present = filesIn(folder);
  growSparingly(present);
  const breaches = [...checkSeal(folder, plan), ...tooLong(present)];
  const isBroken = new Set(breaches.map(({ file }) => file));
  const files: Files = {
    text: (file) => (isBroken.has(file) ? null : textOf(folder, file)),
    chunks: (file) => (isBroken.has(file) ? null : textInChunks(folder, file)),
  };
  const problems: EvidenceProblem[] = [];
  const budgets = parseDocument('budgets.json', files.text('budgets.json'), budgetsFileSchema);
  const events = parseLines('events.ndjson', files.text('events.ndjson'), runEventSchema);
  problems.push(...budgets.problems, ...events.problems);
  const machineText = files.text(machineFile);
  const machine = machineText === null ? null : parseLines(machineFile, machineText, machineLineSchema);
  problems.push(...(machine?.problems ?? []));
  const workers = Array.from({ length: plan.load.workers }, (_, index) => `w${index + 1}`);
  const timelines = workers.map((worker) => readTimeline(files, worker, problems));
  const opened = workers.map((worker) => openLedger(files, worker, problems));
  const ledgers = readLedgers(opened.map(({ worker, once }) => ({ worker, ledger: once })));
  const audit = readAudit(files.chunks('audit.json'), ledgers.intents);
  // A shop that offers no audit is not damaged evidence: the invariants say so themselves.
  if (plan.shop.kind === 'reference' || existsSync(path.join(folder, 'audit.json'))) problems.push(...audit.problems);
  problems.push(...strangers(folder, workers));
  for (const { worker, runIds } of ledgers.workers)
    for (const runId of runIds)
      if (runId !== plan.runId) problems.push({ file: `ledger-${worker}.ndjson`, what: `is of another run: ${runId}` });
  if (audit.value !== null && audit.value.runId !== plan.runId)
    problems.push({ file: 'audit.json', what: `is of another run: ${audit.value.runId}` });
  return {
    plan,
    budgets: budgets.value ?? { schemaVersion: evidenceVersion, source: { kind: 'default' }, budgets: [] },
    events: events.value,
    workers: opened.map(({ worker, ledger }, index) => ({ worker, timeline: timelines[index] ?? [], ledger })),
    ledgers,
    audit: audit.value?.runId === plan.runId ? audit.value : null,
    ...(machine === null ? {} : { machine: machine.value }),
    ...readTelemetry(folder, plan),
    problems: firstOfEach(problems, breaches),
  };
};
