import { describe, expect, it } from 'vitest';
import { judge } from '../judge.ts';
import { healthyRun, syntheticRun } from '../testing/synthetic-run.ts';
import { finalPoints } from './final-points.ts';

const { verdict } = judge(syntheticRun(healthyRun));
const values = (change: Partial<typeof verdict> = {}) =>
  finalPoints({ ...verdict, ...change }, 5).map(({ metric, step, values: [value] }) => [metric, step, value]);

describe('finalPoints', () => {
  it('publishes what only the judged run knows', () => {
    const row = verdict.recovery.find(({ step }) => step === 'browse');
    expect(values()).toEqual(
      expect.arrayContaining([
        ['Passed', null, 1],
        ['ServiceRecovery', 'browse', row?.serviceRecoverySeconds],
        ['Downtime', null, verdict.downtimeSeconds],
        ['Oversold', null, 0],
      ]),
    );
    expect(finalPoints(verdict, 5).every(({ atMs }) => atMs === 5)).toBe(true);
  });

  it('says of a run that failed that it did, and nothing of one that is inconclusive', () => {
    expect(values({ verdict: 'fail' })).toContainEqual(['Passed', null, 0]);
    expect(values({ verdict: 'inconclusive' }).map(([metric]) => metric)).not.toContain('Passed');
  });

  it('publishes no figure that was not measured or not decided', () => {
    const invariants = verdict.invariants.map((one) => ({ ...one, outcome: 'inconclusive' as const }));
    const recovery = verdict.recovery.map((one) => ({ ...one, serviceRecoverySeconds: null }));
    const metrics = values({ invariants, recovery }).map(([metric]) => metric);
    expect(metrics).not.toContain('Oversold');
    expect(metrics).not.toContain('ServiceRecovery');
    expect(metrics).toContain('SelfHealing');
  });
});
