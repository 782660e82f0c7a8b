import { describe, expect, it } from 'vitest';
import { judge } from '../core/judge.ts';
import { healthyRun, syntheticBudget, syntheticRun } from '../core/testing/synthetic-run.ts';
import { capacityFileSchema, type CapacityFile } from '../core/wire/capacity.ts';
import type { ResourceLine } from '../core/wire/resources.ts';
import { findCapacity, type CapacityParts } from './find-capacity.ts';

/** The verdict on a shop whose browsing takes so long at the median. */
const verdictAt = (medianMs: number) => {
  const budgets = [
    syntheticBudget({ name: 'browse-p95', indicator: 'latencyP95', step: 'browse', phase: 'steady', limit: 1_100 }),
  ];
  const steps = healthyRun.steps.map((step) => (step.name === 'browse' ? { ...step, medianMs } : step));
  const evidence = syntheticRun({ ...healthyRun, fault: null, outages: [], budgets, steps });
  return { plan: evidence.plan, verdict: judge(evidence).verdict };
};
const [fast, slow] = [verdictAt(120), verdictAt(3_000)];

const pool = (busy: number): ResourceLine[] =>
  [100, 105, 110].map((offsetSeconds) => ({
    v: 1,
    offsetSeconds,
    resources: [{ name: 'pool', kind: 'connections', value: busy, unit: 'count', limit: 10 }],
  }));

const partsFor = (changes: Partial<CapacityParts> = {}) => {
  const written: CapacityFile[] = [];
  const asked: (readonly [number, number, boolean])[] = [];
  const parts: CapacityParts = {
    id: 'search',
    startedAt: '2026-11-27T08:30:00.000Z',
    unit: 'virtualUsers',
    setting: { from: 500, most: 5_000, quantum: 1, resolution: 0.2 },
    atLeast: null,
    limitsMs: { browse: 1_100 },
    probe: (level, number, isLonger) => {
      asked.push([level, number, isLonger]);
      const { plan, verdict } = level >= 1_200 ? slow : fast;
      const runId = `search-probe-${number}`;
      return Promise.resolve({
        plan,
        verdict: { ...verdict, runId },
        failure: null,
        resources: pool(level >= 1_200 ? 10 : 4),
      });
    },
    write: (file) => void written.push(file),
    onProbed: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  };
  return { parts, written, asked };
};

describe('findCapacity', () => {
  it('finds the knee, names what gave way first, and writes a file that its schema knows after each probe', async () => {
    const { parts, written, asked } = partsFor();
    const file = await findCapacity(parts);
    expect(file.knee).toMatchObject({ held: 1_125, broke: 1_250 });
    expect(file.firstExhausted).toEqual({ name: 'pool', atSeconds: 100, value: 10, limit: 10, alsoWhereHeld: false });
    expect(file.verdict).toBe('pass');
    expect(asked.map(([level]) => level)).toEqual(file.probes.map(({ level }) => level));
    expect(written.map(({ probes, finished }) => [probes.length, finished])).toEqual(
      file.probes.map((_, index) => [index + 1, index + 1 === file.probes.length]),
    );
    for (const one of written) expect(capacityFileSchema.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
  });

  it('says where the resource was used up at the load that held, too', async () => {
    const { parts } = partsFor();
    const full = await findCapacity({
      ...parts,
      probe: async (...asked) => ({ ...(await parts.probe(...asked)), resources: pool(10) }),
    });
    expect(full.firstExhausted?.alsoWhereHeld).toBe(true);
  });

  it('ends at the signal, with what is known so far', async () => {
    const controller = new AbortController();
    const { parts, written, asked } = partsFor({ signal: controller.signal });
    const file = await findCapacity({
      ...parts,
      probe: (level, number, isLonger) => {
        if (number === 3) controller.abort('SIGINT');
        return parts.probe(level, number, isLonger);
      },
    });
    expect(asked).toHaveLength(3);
    expect(file).toMatchObject({ finished: false, verdict: 'inconclusive' });
    expect(file.probes).toHaveLength(2);
    expect(written.at(-1)).toEqual(file);
  });

  it('hands on what went wrong in a probe, after writing what is known', async () => {
    const { parts, written } = partsFor();
    const failure = new Error('a fault may be left');
    const failing = findCapacity({
      ...parts,
      probe: async (...asked) => ({ ...(await parts.probe(...asked)), failure }),
    });
    await expect(failing).rejects.toBe(failure);
    expect(written).toHaveLength(1);
  });
});
