import type { LoadPoint, OpenLoad } from '../../src/core/wire/plan.ts';
import { plannedPeakVirtualUsers } from '../../src/core/load-curve.ts';
import { readGenerator } from '../../src/core/timeline/generator-seconds.ts';
import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { deviationsFromCurve } from '../figures/curve-deviation.ts';
import { exactQuantile } from '../figures/quantiles.ts';
import { drive } from '../rig/drive.ts';
import { evidenceOf } from '../rig/evidence.ts';
import { planOf } from '../rig/plan.ts';

/** Ramp, hold, a surge at one instant, hold, a fall at one instant, hold, ramp down; times in units of a stretch. */
const corners: readonly (readonly [stretches: number, share: number])[] = [
  [0, 0],
  [2, 0.5],
  [3, 0.5],
  [3, 1],
  [5, 1],
  [5, 0.6],
  [6, 0.6],
  [7, 0.1],
];
const full = { users: 5_000, stretchSeconds: 10, meanThinkSeconds: 5, sessionsPerSecond: 60, openSeconds: 60 };
const quick = { users: 300, stretchSeconds: 2, meanThinkSeconds: 1, sessionsPerSecond: 20, openSeconds: 8 };

/** Sessions that arrive at a constant λ: how many came, and whether they came as a Poisson process does. */
const arrivals = async (bench: Bench, { sessionsPerSecond, openSeconds, meanThinkSeconds }: typeof full) => {
  bench.say(`${sessionsPerSecond} sessions a second over ${openSeconds} s`);
  const base = planOf(
    { users: 500, rampSeconds: 1, holdSeconds: openSeconds - 1, meanThinkSeconds, connections: 'perUser' },
    bench.machine,
  );
  const { hosts, workers, connections, thinkTimeMedianSeconds, thinkTimeSigma, patienceSeconds } = base.load;
  const load: OpenLoad = {
    model: 'open',
    sessionsPerSecond,
    curve: [0, openSeconds].map((atSeconds) => ({ atSeconds, sessionsPerSecond })),
    meanSessionSeconds: 4 * meanThinkSeconds,
    virtualUsersAtMost: 8 * sessionsPerSecond * meanThinkSeconds,
    ...{ hosts, workers, connections, thinkTimeMedianSeconds, thinkTimeSigma, patienceSeconds },
  };
  const measured = await drive(bench, { plan: { ...base, load }, program: 'runtime', output: 'timeline', delayMs: 5 });
  const counts = readGenerator(evidenceOf(measured).workers)
    .seconds.filter(({ second }) => second >= 0 && second < openSeconds)
    .map(({ sessionsStarted }) => sessionsStarted);
  const started = counts.reduce((sum, count) => sum + count, 0);
  const mean = started / counts.length;
  const degrees = counts.length - 1;
  const half = 2.576 * Math.sqrt(2 / degrees);
  return {
    model: 'open, λ(t)',
    sessionsPlanned: sessionsPerSecond * openSeconds,
    sessionsStarted: started,
    deviationStandardDeviations:
      (started - sessionsPerSecond * openSeconds) / Math.sqrt(sessionsPerSecond * openSeconds),
    dispersionIndex: counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (degrees * mean),
    dispersionLow: 1 - half,
    dispersionHigh: 1 + half,
  };
};

const run = async (bench: Bench): Promise<Report> => {
  const setting = bench.quick ? quick : full;
  const { users, stretchSeconds, meanThinkSeconds } = setting;
  const curve: LoadPoint[] = corners.map(([stretches, share]) => ({
    atSeconds: stretches * stretchSeconds,
    virtualUsers: Math.round(share * users),
  }));
  bench.say(`${users} users over ${7 * stretchSeconds} s`);
  const plan = planOf(
    {
      users,
      curve,
      rampSeconds: 3 * stretchSeconds,
      holdSeconds: 2 * stretchSeconds,
      meanThinkSeconds,
      connections: 'perUser',
    },
    bench.machine,
  );
  const measured = await drive(bench, { plan, program: 'runtime', output: 'timeline', delayMs: 5 });
  const achieved = readGenerator(evidenceOf(measured).workers).activeVirtualUsers;
  const deviations = deviationsFromCurve(curve, achieved);
  const ratios = deviations.map(({ ratio }) => ratio);
  const [worst] = deviations.toSorted((a, b) => b.ratio - a.ratio);
  const row = {
    model: 'closed, V(t)',
    usersPlannedPeak: plannedPeakVirtualUsers(curve),
    usersAchievedPeak: Math.max(0, ...achieved),
    secondsCompared: deviations.length,
    deviationMedianRatio: exactQuantile(ratios, 0.5),
    deviationMostRatio: worst?.ratio ?? null,
    mostAtSeconds: worst?.atSeconds ?? null,
    mostPlannedUsers: worst?.planned ?? null,
    mostAchievedUsers: worst?.achieved ?? null,
  };
  return {
    settings: { ...setting, serverDelayMs: 5 },
    tables: [
      table(
        'Load achieved against load planned',
        {
          model: 'model',
          usersPlannedPeak: 'planned, at most',
          usersAchievedPeak: 'achieved, at most',
          secondsCompared: 'seconds compared',
          deviationMedianRatio: 'deviation, median, share of planned',
          deviationMostRatio: 'deviation, most, share of planned',
          mostAtSeconds: 'at, s',
          mostPlannedUsers: 'planned then',
          mostAchievedUsers: 'achieved then',
        },
        [row],
      ),
      table(
        'Sessions arrived against those planned',
        {
          model: 'model',
          sessionsPlanned: 'planned',
          sessionsStarted: 'arrived',
          deviationStandardDeviations: 'apart, in standard deviations of a Poisson count',
          dispersionIndex: 'index of dispersion of the counts of a second',
          dispersionLow: '99 % of Poisson processes, from',
          dispersionHigh: 'to',
        },
        [await arrivals(bench, setting)],
      ),
    ],
    skipped: [],
    notes: [
      'Active users at the end of each second, as the timeline has them, against the curve of the plan. Left out: the second on either side of a jump of the curve, and seconds with fewer than a tenth of the peak planned, where one shopper is a large share.',
    ],
  };
};

/**
 * How closely the load follows its plan: the largest deviation of the active users from V(t), as a share of V(t), outside of jumps; and
 * whether arrivals at a constant λ are as many, and as unevenly spread, as a Poisson process has them.
 */
export const curve: Benchmark = {
  name: 'curve',
  summary: 'active users and arrivals achieved against the plan',
  minutes: 3,
  run,
};
