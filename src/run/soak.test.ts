import { describe, expect, it } from 'vitest';
import { judge } from '../core/judge.ts';
import { healthyRun, syntheticRun } from '../core/testing/synthetic-run.ts';
import { machineCheck } from '../core/validity/judge-machine.ts';
import { soakFileSchema, type DriftPoint, type SoakFile } from '../core/wire/soak.ts';
import type { Verdict } from '../core/wire/verdict.ts';
import { soak, type SoakParts } from './soak.ts';

const calm = {
  ...healthyRun,
  fault: null,
  outages: [],
  budgets: healthyRun.budgets.filter(({ fault }) => fault === null),
};
const healthy = judge(syntheticRun(calm)).verdict;
const starved: Verdict = {
  ...healthy,
  validity: healthy.validity.map((check) => ({ ...check, outcome: 'fail' as const })),
};

const legSeconds = 600;
const begun = (legs: number): SoakFile => ({
  schemaVersion: 1,
  id: 'soak',
  startedAt: '2026-11-27T08:30:00.000Z',
  finished: false,
  stoppedBecause: null,
  verdict: 'inconclusive',
  exitCode: 2,
  sentence: '',
  setting: { legs, legSeconds, bucketSeconds: 10, seed: 1, options: {} },
  legs: [],
  drifts: [],
});

/** Sixty points of a leg; the heap grows by so much a leg. */
const pointsOf = (leg: number, perLeg: number): DriftPoint[] =>
  Array.from({ length: 60 }, (_, at) => ({
    v: 1,
    atSeconds: (leg - 1) * legSeconds + at * 10,
    leg,
    life: 1,
    figure: 'heap',
    kind: 'memory',
    unit: 'MiB',
    value: 80 + perLeg * (leg - 1 + at / 60) + ((at * 7) % 5) / 5,
    limit: null,
  }));

const partsFor = (perLeg: number, changes: Partial<SoakParts> = {}) => {
  const written: SoakFile[] = [];
  const thinned: string[] = [];
  const legs: number[] = [];
  const parts: SoakParts = {
    begun: begun(6),
    pointsSoFar: [],
    life: 1,
    leg: (number) => {
      legs.push(number);
      return Promise.resolve({
        verdict: { ...healthy, runId: `soak-leg-${number}` },
        failure: null,
        startedAtSeconds: (number - 1) * legSeconds,
        points: pointsOf(number, perLeg),
      });
    },
    append: () => undefined,
    write: (file) => void written.push(file),
    thin: (runId) => void thinned.push(runId),
    onLeg: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  };
  return { parts, written, thinned, legs };
};

describe('soak', () => {
  it('passes a shop that does not drift, and keeps the first and the last two legs whole', async () => {
    const { parts, written, thinned, legs } = partsFor(0);
    const file = await soak(parts);
    expect(file).toMatchObject({ verdict: 'pass', finished: true, stoppedBecause: null });
    expect(legs).toEqual([1, 2, 3, 4, 5, 6]);
    expect(thinned).toEqual(['soak-leg-2', 'soak-leg-3', 'soak-leg-4']);
    for (const one of written) expect(soakFileSchema.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
  });

  it('stops when a leak is certain, and says so', async () => {
    const { parts, legs } = partsFor(40);
    const file = await soak(parts);
    expect(file).toMatchObject({ verdict: 'fail', finished: true });
    expect(file.stoppedBecause).toContain('heap');
    expect(legs.length).toBeLessThan(6);
  });

  it('goes on where it was broken off', async () => {
    const controller = new AbortController();
    const first = partsFor(0, { signal: controller.signal });
    const kept: DriftPoint[] = [];
    const broken = await soak({
      ...first.parts,
      append: (points) => void kept.push(...points),
      leg: (number) => {
        if (number === 3) controller.abort('SIGINT');
        return first.parts.leg(number);
      },
    });
    expect(broken).toMatchObject({ verdict: 'inconclusive', finished: false });
    expect(broken.legs).toHaveLength(2);
    const second = partsFor(0, { begun: broken, pointsSoFar: kept, life: 2 });
    const file = await soak(second.parts);
    expect(second.legs).toEqual([3, 4, 5, 6]);
    expect(file.legs.map(({ life }) => life)).toEqual([1, 1, 2, 2, 2, 2]);
    expect(file).toMatchObject({ verdict: 'pass', finished: true });
  });

  it('leaves out what an invalid generator measured', async () => {
    const appended: number[] = [];
    const { parts } = partsFor(40, { append: (points) => void appended.push(points.length) });
    const file = await soak({ ...parts, leg: async (number) => ({ ...(await parts.leg(number)), verdict: starved }) });
    expect(appended).toEqual([]);
    expect(file).toMatchObject({ verdict: 'inconclusive', drifts: [] });
  });

  it('keeps what the shop holds, and nothing else, of a leg beside other programs', async () => {
    const beside: Verdict = {
      ...healthy,
      validity: [
        ...healthy.validity,
        { check: machineCheck, value: 0.3, limit: 0.05, unit: 'ratio', outcome: 'fail', why: '' },
      ],
    };
    const latencies = pointsOf(1, 0).map((point) => ({ ...point, figure: 'browse p95', kind: 'latency' as const }));
    const { parts } = partsFor(40);
    const file = await soak({
      ...parts,
      leg: async (number) => {
        const leg = await parts.leg(number);
        return { ...leg, verdict: beside, points: [...leg.points, ...latencies] };
      },
    });
    expect(file.verdict).toBe('fail');
    expect(file.drifts.map(({ figure }) => figure)).toEqual(['heap']);
  });

  it('fails by a leg whose books are wrong, not by one that exercised them little', async () => {
    const books = (outcome: 'fail' | 'inconclusive'): Verdict => ({
      ...healthy,
      invariants: healthy.invariants.map((each) => ({ ...each, outcome })),
    });
    const { parts } = partsFor(0);
    const withBooks = (outcome: 'fail' | 'inconclusive') =>
      soak({ ...parts, leg: async (number) => ({ ...(await parts.leg(number)), verdict: books(outcome) }) });
    expect((await withBooks('fail')).verdict).toBe('fail');
    expect((await withBooks('inconclusive')).verdict).toBe('pass');
  });
});
