import { describe, expect, it } from 'vitest';
import { openLiveBudgets } from './live-budgets.ts';
import { healthyRun, syntheticBudget, syntheticRun } from './testing/synthetic-run.ts';
import type { Phase } from './wire/budgets.ts';

const evidence = syntheticRun(healthyRun);
const lines = evidence.workers.flatMap(({ timeline }) => timeline);
const phaseOf = (second: number): Phase =>
  second < 20 ? 'rampUp' : second < 200 ? 'steady' : second < 221 ? 'fault' : 'after';

const at = (seconds: number, budgets = evidence.budgets.budgets) => {
  const live = openLiveBudgets(evidence.plan, budgets);
  live.take(lines.filter((line) => 'second' in line && line.second < seconds).map((line) => ({ line })));
  const faults =
    seconds < 201 ? [] : [{ name: 'database-out', fromSeconds: 200.4, toSeconds: seconds < 221 ? null : 220.7 }];
  return new Map(live.standing(seconds, phaseOf, faults).map((row) => [row.budget.name, row]));
};

describe('budgets while a run goes on', () => {
  it('wait for their phase, and for their fault', () => {
    const now = at(15);
    expect(now.get('browse-p95')).toMatchObject({ state: 'waiting', value: null });
    expect(now.get('browse-back')).toMatchObject({ state: 'waiting', value: null });
  });

  it('hold so far on a healthy shop, by the share of bad attempts of their phase alone', () => {
    const now = at(190);
    expect(now.get('browse-p95')?.state).toBe('within');
    expect(now.get('browse-p95')?.value).toBeLessThan(0.02);
    expect(at(220).get('browse-p95')?.attempts).toBe(at(204).get('browse-p95')?.attempts);
  });

  it('are over so far when too many are bad', () => {
    const strict = syntheticBudget({
      name: 'strict',
      indicator: 'latencyP95',
      step: 'browse',
      phase: 'steady',
      limit: 50,
    });
    expect(at(190, [strict]).get('strict')).toMatchObject({ state: 'over', allowed: 0.05 });
  });

  it('run while the shop is hurt, and stop when it is back', () => {
    expect(at(215).get('browse-back')).toMatchObject({ state: 'running' });
    const back = at(300).get('browse-back');
    expect(back?.state).toBe('within');
    expect(back?.value).toBeGreaterThan(20);
    expect(back?.value).toBeLessThan(40);
    const slow = syntheticBudget({ name: 'slow', indicator: 'serviceRecovery', step: 'browse', fault: '*', limit: 5 });
    expect(at(215, [slow]).get('slow')?.state).toBe('over');
  });

  it('count downtime as the judge does', () => {
    expect(at(190).get('downtime')).toMatchObject({ state: 'within', value: 0 });
    const after = at(400).get('downtime');
    expect(after?.state).toBe('within');
    expect(after?.value).toBeGreaterThan(10);
  });
});
