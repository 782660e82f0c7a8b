import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { KnownError } from '../../core/errors.ts';
import type { Evidence } from '../../core/evidence.ts';
import { exitCodes } from '../../core/exit-code.ts';
import { judge } from '../../core/judge.ts';
import { seededDraws } from '../../core/testing/random-draws.ts';
import { healthyRun, syntheticBudget, syntheticRun } from '../../core/testing/synthetic-run.ts';
import { isEvidence } from '../../core/wire/seal.ts';
import type { LedgerLine } from '../../core/wire/ledger.ts';
import { openRunStore } from './run-store.ts';
import { writeEvidence } from './testing/write-evidence.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'negative-controls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A small healthy run: it passes, so that whatever is done to its evidence has something to lose. */
const small: Evidence = {
  ...syntheticRun({
    ...healthyRun,
    virtualUsers: 200,
    rampSeconds: 10,
    rampDownStartSeconds: 160,
    endSeconds: 170,
    steps: healthyRun.steps.filter(({ name }) => name === 'browse'),
    fault: null,
    outages: [],
    budgets: [
      syntheticBudget({ name: 'browse-p95', indicator: 'latencyP95', step: 'browse', phase: 'steady', limit: 1100 }),
    ],
    wishes: 200,
  }),
  machine: Array.from({ length: 34 }, (_, at) => ({
    v: 1,
    offsetSeconds: 5 * (at + 1),
    seconds: 5,
    busyShare: 0.4,
    othersShare: 0.02,
    stolenShare: 0,
  })),
};

const write = (evidence: Evidence, isSealed: boolean): void => {
  for (const file of readdirSync(folder)) rmSync(path.join(folder, file), { recursive: true });
  const store = writeEvidence(folder, isSealed ? { ...evidence, plan: { ...evidence.plan, sealed: true } } : evidence);
  if (isSealed) store.seal(evidence.plan.runId);
};

/** The verdict on what lies in the folder; `refused` where it cannot be judged, which is exit code 2 as well. */
const verdictOf = (): string => {
  try {
    return judge(openRunStore(folder).readEvidence()).verdict.verdict;
  } catch (error) {
    if (error instanceof KnownError && error.exitCode === exitCodes.inconclusive) return 'refused';
    throw error;
  }
};

const verdictOn = (evidence: Evidence): string => {
  write(evidence, true);
  return verdictOf();
};

const worker = small.workers[0];
const { audit } = small;
if (worker === undefined || audit?.closing == null) throw new Error('the synthetic run has no evidence');
const { closing } = audit;
const withWorker = (change: Partial<typeof worker>): Evidence => ({ ...small, workers: [{ ...worker, ...change }] });
const shifted = (line: LedgerLine, byMs: number): LedgerLine =>
  line.type === 'intent' || line.type === 'outcome' ? { ...line, atMs: line.atMs + byMs } : line;

it('the healthy run passes, sealed and unsealed, and with late words of a janitor', () => {
  for (const isSealed of [true, false]) {
    write(small, isSealed);
    expect(verdictOf()).toBe('pass');
  }
  write(small, true);
  const late = { v: 1, at: '2030-11-29T10:00:00.000Z', offsetSeconds: null, type: 'note', text: 'late' } as const;
  openRunStore(folder).appendEvent(late);
  expect(verdictOf()).toBe('pass');
});

describe('evidence that proves nothing never passes', () => {
  it.each([
    'timeline-w1.ndjson',
    'ledger-w1.ndjson',
    'events.ndjson',
    'audit.json',
    'machine.ndjson',
    'budgets.json',
    'plan.json',
    'seal.json',
  ])('without %s', (file) => {
    write(small, true);
    rmSync(path.join(folder, file));
    expect(verdictOf()).not.toBe('pass');
  });

  it.each<[string, Evidence]>([
    ['an audit of another run', { ...small, audit: { ...audit, runId: 'another-run' } }],
    [
      'a ledger of another run',
      withWorker({
        ledger: [...worker.ledger].map((line) => (line.type === 'header' ? { ...line, runId: 'another-run' } : line)),
      }),
    ],
    [
      'a ledger from a clock that is minutes ahead',
      withWorker({ ledger: [...worker.ledger].map((line) => shifted(line, 300_000)) }),
    ],
    [
      'a ledger from a clock that is minutes behind',
      withWorker({ ledger: [...worker.ledger].map((line) => shifted(line, -300_000)) }),
    ],
    [
      'books that were copied before the last orders',
      { ...small, audit: { ...audit, closing: { ...closing, atMs: closing.atMs - 120_000 } } },
    ],
    [
      'a closing audit that is older than the opening one',
      { ...small, audit: { ...audit, opening: { ...audit.opening, atMs: closing.atMs + 1 } } },
    ],
    [
      'a wall clock that jumped',
      withWorker({
        timeline: worker.timeline.map((line) =>
          line.type === 'second' && line.second > 60 ? { ...line, clockSkewMs: line.clockSkewMs + 2_000 } : line,
        ),
      }),
    ],
    [
      'a timeline that ends in the middle of the run',
      withWorker({ timeline: worker.timeline.slice(0, worker.timeline.length / 2) }),
    ],
    [
      'a timeline without its last ten seconds, but with its last line',
      withWorker({
        timeline: worker.timeline.filter((line) => line.type === 'end' || !('second' in line) || line.second < 150),
      }),
    ],
    [
      'a ledger that lacks one order',
      withWorker({
        ledger: [...worker.ledger].filter((line) => line.type === 'closed' || !('key' in line) || line.key !== 'key-0'),
      }),
    ],
    [
      'a budget that matches nothing',
      {
        ...small,
        budgets: {
          ...small.budgets,
          budgets: [
            ...small.budgets.budgets,
            syntheticBudget({
              name: 'brows-p95',
              indicator: 'latencyP95',
              step: 'brows',
              phase: 'steady',
              limit: 1100,
            }),
          ],
        },
      },
    ],
    ['no budget at all', { ...small, budgets: { ...small.budgets, budgets: [] } }],
  ])('%s', (_, evidence) => expect(verdictOn(evidence)).toBe('inconclusive'));

  it('names what matched nothing', () => {
    write(small, true);
    const store = openRunStore(folder);
    const [budget] = small.budgets.budgets;
    if (budget === undefined) throw new Error('the run has no budget');
    store.writeBudgets({ ...small.budgets, budgets: [{ ...budget, name: 'brows-p95', step: 'brows' }] });
    store.seal(small.plan.runId);
    const finding = judge(store.readEvidence()).verdict.findings[0];
    expect([finding?.budget, finding?.outcome]).toEqual(['brows-p95', 'inconclusive']);
  });

  it('a file that the run did not leave there', () => {
    write(small, true);
    copyFileSync(path.join(folder, 'timeline-w1.ndjson'), path.join(folder, 'timeline-w2.ndjson'));
    expect(verdictOf()).toBe('inconclusive');
  });
});

/** One cut, or one flipped bit, in a file and at a place that a seeded stream gives. */
const damage = (draws: { uniform(): number }): { file: string; what: string } => {
  const files = readdirSync(folder).filter((file) => isEvidence(file) || file === 'seal.json');
  const contents = files.map((file) => ({ file, bytes: readFileSync(path.join(folder, file)) }));
  const chosen = contents[Math.floor(draws.uniform() * contents.length)];
  if (chosen === undefined) throw new Error('there is nothing to damage');
  const { file, bytes } = chosen;
  const at = Math.floor(draws.uniform() * bytes.length);
  const isCut = draws.uniform() < 0.3;
  if (isCut) {
    writeFileSync(path.join(folder, file), bytes.subarray(0, at));
    return { file, what: `cut at byte ${at}` };
  }
  const bit = Math.floor(draws.uniform() * 8);
  const flipped = Buffer.from(bytes);
  flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
  writeFileSync(path.join(folder, file), flipped);
  return { file, what: `bit ${bit} of byte ${at} flipped` };
};

/** Enough to see that it still holds; docs/decisions/0011-sealed-evidence.md has what 500 found. */
const cuts = 40;
const unsealedCuts = 10;

describe('random damage', () => {
  let pristine: { file: string; bytes: Buffer }[];
  const restore = () => pristine.forEach(({ file, bytes }) => writeFileSync(path.join(folder, file), bytes));
  const take = (isSealed: boolean) => {
    write(small, isSealed);
    pristine = readdirSync(folder).map((file) => ({ file, bytes: readFileSync(path.join(folder, file)) }));
  };
  beforeEach(() => (pristine = []));

  it(`${cuts} cuts and flips of a sealed run: never a pass, never a crash`, () => {
    take(true);
    const draws = seededDraws(2_611);
    const passed: string[] = [];
    for (let round = 0; round < cuts; round += 1) {
      const { file, what } = damage(draws);
      if (verdictOf() === 'pass') passed.push(`${file}: ${what}`);
      restore();
    }
    expect(passed).toEqual([]);
    expect(verdictOf()).toBe('pass');
  }, 120_000);

  it(`${unsealedCuts} of a run without a seal, as older ones are: never a crash, and no cut passes`, () => {
    take(false);
    const draws = seededDraws(517);
    const passed: string[] = [];
    for (let round = 0; round < unsealedCuts; round += 1) {
      const { file, what } = damage(draws);
      if (verdictOf() === 'pass' && what.startsWith('cut')) passed.push(`${file}: ${what}`);
      restore();
    }
    expect(passed).toEqual([]);
  }, 120_000);
});
