import { describe, expect, it } from 'vitest';
import { defaultBudgets } from '../config/default-budgets.ts';
import { normalise, type Overrides } from '../config/normalise.ts';
import { blackFriday } from '../config/scenarios.ts';
import type { LoadedInput } from '../config/settings.ts';
import { planRun } from './plan.ts';

const circumstances = {
  runId: 'run-1',
  createdAtMs: Date.UTC(2026, 10, 27),
  peakproofVersion: '0.1.0',
  environment: { machine: 'test', cpus: 2, memoryMiB: 1_024, nodeVersion: '20' },
};

const inputFor = (overrides: Overrides): LoadedInput => ({
  settings: normalise({ config: {}, configFile: '/k6.config.ts', overrides, cwd: '/', freshSeed: 3 }).settings,
  experiment: {
    name: 'database-failover',
    file: 'chaos/database-failover.ts',
    data: {
      title: 'Database fail-over',
      hypothesis: 'h',
      runbook: null,
      faults: [
        {
          name: 'database-down',
          kind: 'down',
          target: 'database',
          start: { afterSteady: '125s', atLeast: '8s' },
          duration: '20s',
        },
      ],
    },
  },
  budgets: { schemaVersion: 1, source: { kind: 'default' }, budgets: [...defaultBudgets] },
  budgetsElsewhere: [],
  budgetsOrigin: 'default budgets',
});

const planned = (overrides: Overrides = {}) => planRun(inputFor(overrides), blackFriday, circumstances);

describe('planRun', () => {
  it('plans the default rehearsal to under six minutes, with room to recover', () => {
    const { plan, problems } = planned();
    expect(problems).toEqual([]);
    expect(plan.timing.endSeconds).toBeLessThan(360);
    expect(plan.timing.recoveryReserveSeconds).toBe(80);
    expect(plan.experiment?.faults[0]).toMatchObject({
      atSeconds: 170,
      durationSeconds: 20,
      longestLifeSeconds: 50,
      proxy: 'database',
    });
  });

  it('is the same plan for the same input', () => {
    expect(planned()).toEqual(planned());
  });

  it('spreads shoppers over hosts, five hundred to each, and gives every worker at least one', () => {
    expect(planned({ users: '2000' }).plan.load.hosts).toBe(4);
    expect(planned({ users: '5' }).plan.load.hosts).toBe(1);
    expect(planned({ users: '5', workers: '3' }).plan.load.hosts).toBe(3);
  });

  it('says beforehand which budgets a short run cannot decide', () => {
    expect(planned().notes.join('\n')).not.toContain('advisory');
    expect(planned({ duration: '60s' }).notes.join('\n')).toContain('too short to decide');
    expect(planned({ users: '50' }).notes.join('\n')).toContain('may stay undecided');
  });

  it('warns when no budget applies', () => {
    const input = {
      ...inputFor({}),
      budgets: { schemaVersion: 1 as const, source: { kind: 'default' as const }, budgets: [] },
    };
    expect(planRun(input, blackFriday, circumstances).notes).toEqual([
      'No budget applies: the verdict will be inconclusive.',
    ]);
  });

  it('plans a run without faults', () => {
    const { plan } = planRun({ ...inputFor({}), experiment: null }, blackFriday, circumstances);
    expect(plan.experiment).toBeNull();
    expect(plan.timing.recoveryReserveSeconds).toBe(0);
  });
});
