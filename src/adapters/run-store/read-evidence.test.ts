import { appendFileSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { judge } from '../../core/judge.ts';
import { healthyRun, syntheticRun } from '../../core/testing/synthetic-run.ts';
import type { TimelineLine } from '../../core/wire/timeline.ts';
import { writeEvidence } from './testing/write-evidence.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'read-evidence-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const evidence = syntheticRun(healthyRun);

type InFolder = (file: string) => string;

/** Writes the evidence with a timeline, changes what is in its folder, and reads it again. */
const readWith = (timeline: readonly TimelineLine[], change: (inFolder: InFolder) => void = () => undefined) => {
  const [worker] = evidence.workers;
  const store = writeEvidence(folder, { ...evidence, workers: worker === undefined ? [] : [{ ...worker, timeline }] });
  change((file) => path.join(folder, file));
  return store.readEvidence();
};

describe('readEvidence', () => {
  const timeline = evidence.workers[0]?.timeline ?? [];

  it('reads a timeline that says nothing of seconds lost, as all did once', () => {
    const read = readWith(timeline);
    expect(read.problems).toEqual([]);
    expect(read.workers[0]?.timeline).toEqual(timeline);
    expect(judge(read).verdict.verdict).toBe('pass');
  });

  it('names the seconds that the load generator could not write, and then the run is inconclusive', () => {
    const read = readWith(timeline.map((line) => (line.type === 'end' ? { ...line, secondsLost: 2 } : line)));
    expect(read.problems).toEqual([
      { file: 'timeline-w1.ndjson', what: 'lacks 2 s: the load generator could not write them' },
    ]);
    expect(judge(read).verdict.verdict).toBe('inconclusive');
  });

  it.each([
    ['events.ndjson', 'is longer than the 512 MiB that can be read'],
    // Read line by line, of any length: but this is one line.
    ['audit.json', 'is not JSON: truncated or damaged'],
  ])('names %s when no string can hold it, and then the run is inconclusive', (file, what) => {
    const read = readWith(timeline, (inFolder) => truncateSync(inFolder(file), 2 ** 29));
    expect(read.problems).toEqual([{ file, what }]);
    expect(judge(read).verdict.verdict).toBe('inconclusive');
  });

  it('reads a ledger again each time, and passes over the same damaged lines', () => {
    const lines = [...(evidence.workers[0]?.ledger ?? [])];
    const { workers, problems } = readWith(timeline, (inFolder) =>
      appendFileSync(inFolder('ledger-w1.ndjson'), 'not JSON\n'),
    );
    expect(problems.map(({ what }) => what)).toEqual([`line ${lines.length + 1} is damaged: not JSON`]);
    const ledger = workers[0]?.ledger ?? [];
    expect([[...ledger], [...ledger]]).toEqual([lines, lines]);
  });

  it('tells what the clients of a lost order saw, whether the ledger lies in a file or in memory', () => {
    const { audit } = evidence;
    if (audit?.closing == null) throw new Error('the synthetic run has no audit');
    const closing = { ...audit.closing, orders: audit.closing.orders.slice(1) };
    const broken = { ...evidence, audit: { ...audit, closing } };
    const { invariants } = judge(writeEvidence(folder, broken).readEvidence()).verdict;
    expect(invariants).toEqual(judge(broken).verdict.invariants);
    expect(invariants.find(({ name }) => name === 'lostOrders')?.examples).toEqual([
      expect.stringMatching(/ \| the client: .+ sent: .+ ok: status 201/),
    ]);
  });
});
