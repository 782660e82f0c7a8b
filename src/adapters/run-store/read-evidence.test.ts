import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { judge } from '../../core/judge.ts';
import { healthyRun, syntheticRun } from '../../core/testing/synthetic-run.ts';
import type { TimelineLine } from '../../core/wire/timeline.ts';
import { openRunStore } from './run-store.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'read-evidence-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const evidence = syntheticRun(healthyRun);

/** Writes the evidence with a timeline, and reads it again. */
const readWith = (timeline: readonly TimelineLine[]) => {
  const store = openRunStore(folder);
  store.writePlan(evidence.plan);
  store.writeBudgets(evidence.budgets);
  evidence.events.forEach((event) => store.appendEvent(event));
  if (evidence.audit !== null) store.writeAudit(evidence.audit);
  const ndjson = (lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  writeFileSync(path.join(folder, 'timeline-w1.ndjson'), ndjson(timeline));
  writeFileSync(path.join(folder, 'ledger-w1.ndjson'), ndjson([...(evidence.workers[0]?.ledger ?? [])]));
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
});
