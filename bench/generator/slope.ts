import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { requestsBySecond } from '../figures/latencies.ts';
import { median } from '../figures/quantiles.ts';
import { robustSlope } from '../figures/slope.ts';
import { drive, type Measured } from '../rig/drive.ts';
import { evidenceOf } from '../rig/evidence.ts';
import { planOf } from '../rig/plan.ts';

/** 15,000 users at 5 s make 3,000 requests a second: a million in 333 s of the hold. */
const full = { users: 15_000, rampSeconds: 30, holdSeconds: 345, meanThinkSeconds: 5 };
const quick = { users: 400, rampSeconds: 2, holdSeconds: 24, meanThinkSeconds: 1 };

/** Memory at the end of each second of the second half of the hold, MiB, and millions of requests sent by then. */
const secondHalf = (measured: Measured, { rampSeconds, holdSeconds }: typeof full) => {
  const sent = requestsBySecond(evidenceOf(measured));
  const millions: number[] = [];
  const rssMiB: number[] = [];
  for (let second = Math.floor(rampSeconds + holdSeconds / 2); second < rampSeconds + holdSeconds; second += 1) {
    const fromMs = measured.t0Ms + second * 1_000;
    const inSecond = measured.samples.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + 1_000);
    if (inSecond.length === 0) continue;
    rssMiB.push(median(inSecond.map((sample) => sample.rssMiB)));
    millions.push((sent[second] ?? 0) / 1e6);
  }
  return { millions, rssMiB };
};

const run = async (bench: Bench): Promise<Report> => {
  const setting = bench.quick ? quick : full;
  bench.say(`${setting.users} users, ${setting.holdSeconds} s`);
  const plan = planOf({ ...setting, connections: 'perUser' }, bench.machine);
  const measured = await drive(bench, { plan, program: 'runtime', output: 'timeline', delayMs: 5 });
  const { millions, rssMiB } = secondHalf(measured, setting);
  const { slope, low, high, points } = robustSlope(millions, rssMiB);
  const row = {
    requests: measured.requests,
    requestsPerSecond: measured.hold === null ? null : measured.hold.requests / measured.hold.seconds,
    medianRssMiB: median(rssMiB),
    slopeMiBPerMillionRequests: slope,
    slopeLowMiBPerMillionRequests: low,
    slopeHighMiBPerMillionRequests: high,
    seconds: points,
    differsFromZero: low > 0 || high < 0,
  };
  return {
    settings: { ...setting, serverDelayMs: 5, connections: 'perUser' },
    tables: [
      table(
        'Memory over many requests',
        {
          requests: 'requests',
          requestsPerSecond: 'requests a second, hold',
          medianRssMiB: 'median RSS, second half, MiB',
          slopeMiBPerMillionRequests: 'slope, MiB a million requests',
          slopeLowMiBPerMillionRequests: '95 % interval from',
          slopeHighMiBPerMillionRequests: 'to',
          seconds: 'seconds in the fit',
          differsFromZero: 'differs from 0',
        },
        [row],
      ),
    ],
    skipped: [],
    notes: [
      'Least squares of resident memory on requests sent, over the second half of the hold; the interval allows for samples that remember one another (prewhitened Newey–West). It holds the truth somewhat less often than 95 % where memory saws slowly: one interval that just misses 0 is a reason to measure again, longer.',
    ],
  };
};

/** Whether the engine's memory grows with the requests that it has made: MiB a million requests, over a million of them. */
export const slope: Benchmark = {
  name: 'slope',
  summary: 'growth of memory over a million requests, with a robust interval',
  minutes: 7,
  run,
};
