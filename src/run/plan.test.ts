import { describe, expect, it } from 'vitest';
import { defaultBudgets } from '../config/default-budgets.ts';
import { normalise, type Overrides } from '../config/normalise.ts';
import { blackFriday } from '../config/scenarios.ts';
import type { LoadedInput } from '../config/settings.ts';
import { expectedAttemptsPerSecond, planRun } from './plan.ts';

const circumstances = {
  runId: 'run-1',
  createdAtMs: Date.UTC(2026, 10, 27),
  peakproofVersion: '0.1.0',
  environment: { machine: 'test', cpus: 2, memoryMiB: 1_024, nodeVersion: '20' },
  limits: {
    descriptorsPerProcess: 20_000,
    ephemeralPorts: 28_232,
    portLingerSeconds: { loopback: 1, elsewhere: 60 },
    loopbackSources: 1,
  },
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

  it('chooses as many workers as the descriptors of a process ask for, and says why', () => {
    expect(planned({ users: '15000' }).plan.load).toMatchObject({ workers: 1, hosts: 30 });
    const { plan, notes, problems } = planned({ users: '20000' });
    expect(plan.load).toMatchObject({ workers: 2, hosts: 40 });
    expect(problems).toEqual([]);
    expect(notes.at(-1)).toBe('2 k6 processes: one may have 20000 descriptors (ulimit -n).');
  });

  it('refuses fewer workers than that, and names the least', () => {
    const { problems } = planned({ users: '20000', workers: '1' });
    expect(problems).toMatchObject([
      { path: '--workers or load.workers', received: '1', allowed: 'at least 2; without it the number is chosen' },
    ]);
    expect(planned({ users: '20000', workers: '2' }).problems).toEqual([]);
    expect(planned({ users: '20000', workers: '5' }).plan.load.workers).toBe(5);
  });

  it('refuses more connections than there are local ports, and notes where they may run out', () => {
    expect(planned({ users: '28233' }).problems).toMatchObject([{ allowed: '28232' }]);
    const lingering = { ...circumstances.limits, portLingerSeconds: { loopback: 60, elsewhere: 60 } };
    const { notes, problems } = planRun(inputFor({ users: '20000' }), blackFriday, {
      ...circumstances,
      limits: lingering,
    });
    expect(problems).toEqual([]);
    expect(notes.at(-1)).toContain('Local ports may run out: 20000 open and about');
  });

  it('writes the limits of the machine down, for the judge', () => {
    expect(planned().plan.environment).toMatchObject({
      descriptorsPerProcess: 20_000,
      ephemeralPorts: 28_232,
      portLingerSeconds: 1,
    });
  });

  describe('of the open model', () => {
    const open = planned({ sessionsPerSecond: '40' });
    const { load, timing } = open.plan;
    if (load.model !== 'open') throw new Error('the plan is of the closed model');

    it('has arrivals on the curve, and who is there by Little’s law', () => {
      expect(load.curve.slice(0, 4)).toEqual([
        { atSeconds: 0, sessionsPerSecond: 0 },
        { atSeconds: 3, sessionsPerSecond: 4 },
        { atSeconds: 15, sessionsPerSecond: 4 },
        { atSeconds: 45, sessionsPerSecond: 40 },
      ]);
      // 3.855 steps of 22 s × e^0.08 each; at most 20 s of patience more at each.
      expect(load.meanSessionSeconds).toBeCloseTo(91.9, 1);
      expect(load.virtualUsersAtMost).toBeGreaterThan(40 * 3.855 * (23.8 + 20));
      expect(load.hosts).toBe(Math.ceil(load.virtualUsersAtMost / 500));
    });

    it('begins its plateau when the first sessions of the peak have ended', () => {
      expect(timing.plateauStartSeconds).toBeCloseTo(45 + 91.9, 1);
      expect(open.problems).toEqual([]);
    });

    it('expects as many attempts as so many virtual users', () => {
      const asMany = planned({ users: String(Math.round(40 * load.meanSessionSeconds)) }).plan;
      const attempts = expectedAttemptsPerSecond(open.plan, blackFriday, 'checkout');
      expect(attempts).toBeCloseTo(40 * 0.27, 1);
      expect(attempts).toBeCloseTo(expectedAttemptsPerSecond(asMany, blackFriday, 'checkout'), 1);
    });

    it('says what would decide more in its own unit', () =>
      expect(planned({ sessionsPerSecond: '1' }).notes.join('\n')).toContain('use more sessions a second'));

    it('warns of a fault beside a surge', () => {
      const about = (overrides: Overrides) =>
        planned(overrides).notes.some((note) => note.includes('surge of arrivals'));
      expect(about({ sessionsPerSecond: '40', curve: 'spike' })).toBe(true);
      expect(about({ sessionsPerSecond: '40' })).toBe(false);
      expect(about({ curve: 'spike' })).toBe(false);
    });

    it('gives every worker a host', () =>
      expect(planned({ sessionsPerSecond: '0.5', workers: '3' }).plan.load.hosts).toBe(3));
  });

  it('expects attempts by the mean of a plateau that is not flat', () => {
    const [flat, spike] = ['ramp', 'spike'].map((curve) =>
      expectedAttemptsPerSecond(planned({ curve }).plan, blackFriday, 'browse'),
    );
    expect(spike! / flat!).toBeGreaterThan(0.62);
    expect(spike! / flat!).toBeLessThan(0.68);
  });

  it('says beforehand which budgets a short run cannot decide', () => {
    expect(planned().notes.join('\n')).not.toContain('advisory');
    expect(planned({ duration: '60s' }).notes.join('\n')).toContain('too short to decide');
    expect(planned({ users: '50' }).notes.join('\n')).toContain('may stay undecided');
  });

  describe('of experiments', () => {
    const withFaults = (
      faults: NonNullable<LoadedInput['experiment']>['data']['faults'],
      overrides: Overrides = {},
    ) => {
      const input = inputFor(overrides);
      if (input.experiment === null) throw new Error('there is an experiment');
      const data = { ...input.experiment.data, faults };
      return planRun({ ...input, experiment: { ...input.experiment, data } }, blackFriday, circumstances);
    };
    const outage = inputFor({}).experiment?.data.faults[0];
    if (outage === undefined) throw new Error('there is a fault');

    it('keeps time for what waits for a recovery, at the latest', () => {
      const { plan, problems } = withFaults([
        outage,
        { ...outage, name: 'again', start: { after: 'database-down', event: 'recovered', delay: '10s' } },
      ]);
      expect(problems).toEqual([]);
      const [first, second] = plan.experiment?.faults ?? [];
      expect(second).toMatchObject({ trigger: { after: 'database-down', event: 'recovered', delaySeconds: 10 } });
      expect(second?.atSeconds).toBe((first?.atSeconds ?? 0) + 20 + 80 + 10);
      expect(plan.timing.rampDownStartSeconds).toBe((second?.atSeconds ?? 0) + 20 + 80 + 15);
    });

    it('writes repetitions out', () => {
      const { plan } = withFaults([{ ...outage, repeat: { times: 3, every: '90s' } }]);
      expect(plan.experiment?.faults.map(({ name, atSeconds }) => [name, atSeconds])).toEqual([
        ['database-down-1', 170],
        ['database-down-2', 260],
        ['database-down-3', 350],
      ]);
    });

    it('lays a ramp out in equal steps', () => {
      const { plan } = withFaults([
        {
          ...outage,
          kind: 'latency',
          attributes: { latencyMs: 100, stream: 'upstream' },
          ramp: { from: { latencyMs: 10 }, steps: 4, over: '12s' },
        },
      ]);
      expect(plan.experiment?.faults[0]).toMatchObject({
        attributes: { latencyMs: 10, stream: 'upstream' },
        stages: [
          { afterSeconds: 3, attributes: { latencyMs: 40 } },
          { afterSeconds: 6, attributes: { latencyMs: 70 } },
          { afterSeconds: 9, attributes: { latencyMs: 100 } },
        ],
      });
    });

    it('puts a crowd on top of the load, with hosts for it', () => {
      const crowd = { ...outage, name: 'crowd', kind: 'surge' as const, target: 'load' };
      const { plan } = withFaults([{ ...crowd, attributes: { extraShare: 1.5, productRank: 3 } }], { users: '1000' });
      expect(plan.load).toMatchObject({
        virtualUsers: 2_500,
        hosts: 5,
        surges: [{ fault: 'crowd', fromSeconds: 170, toSeconds: 190, productRank: 3 }],
      });
      expect(plan.load.curve).toContainEqual({ atSeconds: 175, virtualUsers: 2_500 });
      expect(plan.experiment?.faults[0]?.proxy).toBe('load');
    });

    it('names the place of a fault on a service', () => {
      const { plan } = withFaults([{ ...outage, kind: 'kill', target: 'web' }]);
      expect(plan.experiment?.faults[0]?.proxy).toBe('service:web');
    });

    it('keeps as much time as a fault may take to be recovered from', () => {
      const { plan } = withFaults([{ ...outage, expect: { recovery: [{ step: 'checkout', within: '100s' }] } }]);
      expect(plan.timing.recoveryReserveSeconds).toBe(120);
      expect(plan.experiment?.faults[0]?.expect).toEqual({
        holds: [],
        neverFails: [],
        recovery: [{ step: 'checkout', indicator: 'serviceRecovery', withinSeconds: 100 }],
      });
    });
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
