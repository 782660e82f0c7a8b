import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { inRounds, pairedRatio, ratiosByRound } from '../figures/pairs.ts';
import { median } from '../figures/quantiles.ts';
import { drive } from '../rig/drive.ts';
import { holdCost, type HoldCost } from '../rig/cost.ts';
import { planOf } from '../rig/plan.ts';

const full = { users: 3_000, rampSeconds: 8, holdSeconds: 20, meanThinkSeconds: 5, rounds: 4 };
const quick = { users: 200, rampSeconds: 2, holdSeconds: 4, meanThinkSeconds: 1, rounds: 1 };

const variants = ['bare', 'shared', 'perUser'] as const;
type Variant = (typeof variants)[number];
const names: Readonly<Record<Variant, string>> = {
  bare: 'bare k6 script',
  shared: 'our runtime and timeline, shared connections',
  perUser: 'our runtime and timeline, one connection a user',
};

const measure = async (bench: Bench, variant: Variant, tls: boolean, setting: typeof full): Promise<HoldCost> => {
  const connections = variant === 'perUser' ? 'perUser' : 'shared';
  const plan = planOf({ ...setting, connections }, bench.machine);
  const program = variant === 'bare' ? 'bare' : 'runtime';
  const output = variant === 'bare' ? 'none' : 'timeline';
  return holdCost(await drive(bench, { plan, program, output, delayMs: 5, tls }));
};

const run = async (bench: Bench): Promise<Report> => {
  const setting = bench.quick ? quick : full;
  const rows = [];
  const rounds = [];
  for (const tls of [false, true]) {
    const protocol = tls ? 'TLS' : 'plain HTTP';
    const costs = await inRounds(variants, setting.rounds, (variant, round) => {
      bench.say(`${protocol}, round ${round + 1} of ${setting.rounds}: ${names[variant]}`);
      return measure(bench, variant, tls, setting);
    });
    const cpuOf = (variant: Variant) => costs[variant].map(({ cpuMsPerRequest }) => cpuMsPerRequest);
    for (const variant of variants) {
      const about = { protocol, variant: names[variant] };
      const cpuMs = cpuOf(variant);
      const ratios = ratiosByRound(cpuMs, cpuOf('bare'));
      rows.push({ ...about, cpuMsPerRequestMedian: median(cpuMs), ...pairedRatio(cpuMs, cpuOf('bare')) });
      for (const [round, cost] of costs[variant].entries())
        rounds.push({ ...about, round: round + 1, ...cost, toBareRatio: ratios[round] ?? null });
    }
  }
  const { users, rampSeconds, holdSeconds, meanThinkSeconds } = setting;
  return {
    settings: { users, rampSeconds, holdSeconds, meanThinkSeconds, serverDelayMs: 5, rounds: setting.rounds },
    tables: [
      table(
        'CPU a request against a bare k6 script',
        {
          protocol: 'protocol',
          variant: 'program',
          cpuMsPerRequestMedian: 'CPU a request, median, ms',
          pairs: 'pairs',
          minRatio: 'ratio to bare, least',
          medianRatio: 'ratio to bare, median',
          maxRatio: 'ratio to bare, most',
        },
        rows,
      ),
      table(
        'Round by round',
        {
          protocol: 'protocol',
          variant: 'program',
          round: 'round',
          requestsPerSecond: 'requests a second',
          cpuMsPerRequest: 'CPU a request, ms',
          toBareRatio: 'ratio to bare',
        },
        rounds,
      ),
    ],
    skipped: [],
    notes: [
      'CPU of the engine over the hold, by /proc, over the requests that the server answered in it. Variants take turns, and ratios are reckoned round by round.',
      'The bare script shares connections within its k6 VU: like for like is the row with shared connections. One connection a user adds a handshake for every visit, which is load that shoppers cause and not overhead of the runtime.',
    ],
  };
};

/**
 * What the runtime and its timeline cost beyond the least that k6 can do: CPU a request (ms) against bench/scripts/bare.ts, which sends the
 * same requests at the same rate from coroutines and does nothing else. Over plain HTTP and over TLS; ratios without unit.
 */
export const paired: Benchmark = {
  name: 'paired',
  summary: 'CPU a request of our runtime and timeline against a bare k6 script, in pairs',
  minutes: 16,
  run,
};
