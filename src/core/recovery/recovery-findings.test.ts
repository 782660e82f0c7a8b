import { describe, expect, it } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { judge } from '../judge.ts';
import { healthyRun, syntheticBudget, syntheticEvent, syntheticRun } from '../testing/synthetic-run.ts';
import type { PlannedFault } from '../wire/plan.ts';

const both = syntheticBudget({ name: 'back', indicator: 'serviceRecovery', step: 'browse', fault: '*', limit: 60 });
const p95 = syntheticBudget({ name: 'p95', indicator: 'latencyP95', step: 'browse', phase: 'steady', limit: 1100 });

/** The database is out from 150 to 170 and the cache from `cacheFrom` on for 20 s; each outage lasts 3 s longer. */
const twoFaults = (cacheFrom: number, databaseLastsTo = 173): Evidence => {
  const base = syntheticRun({
    ...healthyRun,
    fault: { fromSeconds: 150, toSeconds: 170 },
    budgets: [p95, both],
    outages: [
      { fromSeconds: 150, toSeconds: databaseLastsTo, badShare: 0.9, traffic: 0.8 },
      { fromSeconds: cacheFrom, toSeconds: cacheFrom + 23, badShare: 0.9, traffic: 0.8 },
    ],
  });
  const [database] = base.plan.experiment?.faults ?? [];
  if (!base.plan.experiment || !database) throw new Error('the synthetic run has no fault');
  const cache: PlannedFault = { ...database, name: 'cache-out', atSeconds: cacheFrom };
  const at = (offset: number, state: 'applied' | 'healed') =>
    syntheticEvent(offset, { type: 'fault', fault: 'cache-out', state, by: 'plan' });
  return {
    ...base,
    plan: { ...base.plan, experiment: { ...base.plan.experiment, faults: [database, cache] } },
    events: [...base.events, at(cacheFrom, 'applied'), at(cacheFrom + 20, 'healed')],
  };
};
const rows = (evidence: Evidence) => judge(evidence).verdict.recovery;

describe('recovery from several faults', () => {
  it('is judged for each of them', () => {
    expect(rows(twoFaults(280)).map(({ fault, outcome, episodes }) => [fault, outcome, episodes])).toEqual([
      ['database-out', 'pass', 1],
      ['cache-out', 'pass', 1],
    ]);
    expect(judge(twoFaults(280)).phases.map(({ phase }) => phase)).toEqual([
      'rampUp',
      'steady',
      'fault',
      'recovery',
      'after',
      'fault',
      'recovery',
      'after',
      'rampDown',
    ]);
  });

  it('of the second is inconclusive where the shop had not recovered from the first', () => {
    const [first, second] = rows(twoFaults(230, 229));
    expect(first).toMatchObject({ fault: 'database-out', recoveredAtSeconds: null });
    expect(first?.outcome).not.toBe('pass');
    expect(second).toMatchObject({ fault: 'cache-out', outcome: 'inconclusive' });
  });

  it('of overlapping faults is one, from the last heal', () => {
    const [first, second] = rows(twoFaults(160, 183));
    expect(first?.recoveredAtSeconds).toBe(second?.recoveredAtSeconds);
    expect(first).toMatchObject({ appliedAtSeconds: 150, healedAtSeconds: 170, outcome: 'pass' });
    expect(second).toMatchObject({ appliedAtSeconds: 160, healedAtSeconds: 180, outcome: 'pass' });
    expect(second?.selfHealingSeconds).toBe((second?.recoveredAtSeconds ?? 0) - 180);
  });

  it('has a row for a fault that was put in by hand', () => {
    const evidence = twoFaults(280);
    const experiment = evidence.plan.experiment && { ...evidence.plan.experiment, faults: [] };
    expect(rows({ ...evidence, plan: { ...evidence.plan, experiment } }).map(({ fault }) => fault)).toEqual([
      'database-out',
      'cache-out',
    ]);
  });
});
