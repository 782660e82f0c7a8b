import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { inRounds, pairedRatio, ratiosByRound } from '../figures/pairs.ts';
import { median } from '../figures/quantiles.ts';
import { holdCost } from '../rig/cost.ts';
import { drive } from '../rig/drive.ts';
import { planOf } from '../rig/plan.ts';
import type { Output, Program } from '../rig/start-load.ts';

const full = { users: 3_000, rampSeconds: 8, holdSeconds: 20, meanThinkSeconds: 5, rounds: 3 };
const quick = { users: 200, rampSeconds: 2, holdSeconds: 4, meanThinkSeconds: 1, rounds: 1 };

interface Variant {
  readonly program: Program;
  readonly output: Output;
}
/** k6's own outputs see what goes through k6/http, so that they are measured under the bare script too. */
const variants = {
  runtimeNone: { program: 'runtime', output: 'none' },
  runtimeTimeline: { program: 'runtime', output: 'timeline' },
  runtimeJson: { program: 'runtime', output: 'json' },
  runtimeCsv: { program: 'runtime', output: 'csv' },
  bareNone: { program: 'bare', output: 'none' },
  bareJson: { program: 'bare', output: 'json' },
  bareCsv: { program: 'bare', output: 'csv' },
} as const satisfies Record<string, Variant>;
type Name = keyof typeof variants;
const names = Object.keys(variants) as Name[];

const run = async (bench: Bench): Promise<Report> => {
  const setting = bench.quick ? quick : full;
  const { users, rampSeconds, holdSeconds, meanThinkSeconds, rounds } = setting;
  const plan = planOf({ ...setting, connections: 'shared' }, bench.machine);
  const measured = await inRounds(names, rounds, async (name, round) => {
    const variant: Variant = variants[name];
    bench.say(`round ${round + 1} of ${rounds}: ${variant.program}, output ${variant.output}`);
    const load = await drive(bench, { plan, ...variant, delayMs: 5 });
    return {
      ...holdCost(load),
      bytesPerRequest: load.bytesWritten / load.requests,
      peakRssMiB: load.peakRssMiB,
    };
  });
  const of = (name: Name, key: 'cpuMsPerRequest' | 'bytesPerRequest' | 'peakRssMiB') =>
    measured[name].map((load) => load[key]);
  const described = names.map((name) => {
    const { program, output } = variants[name];
    const none = of(program === 'runtime' ? 'runtimeNone' : 'bareNone', 'cpuMsPerRequest');
    return { name, about: { program: program === 'runtime' ? 'our runtime' : 'bare script', output }, none };
  });
  const rows = described.map(({ name, about, none }) => ({
    ...about,
    cpuMsPerRequestMedian: median(of(name, 'cpuMsPerRequest')),
    ...pairedRatio(of(name, 'cpuMsPerRequest'), none),
    bytesPerRequest: median(of(name, 'bytesPerRequest')),
    peakRssMiB: median(of(name, 'peakRssMiB')),
  }));
  const byRound = described.flatMap(({ name, about, none }) => {
    const ratios = ratiosByRound(of(name, 'cpuMsPerRequest'), none);
    return measured[name].map(({ requestsPerSecond, cpuMsPerRequest }, round) => ({
      ...about,
      round: round + 1,
      requestsPerSecond,
      cpuMsPerRequest,
      toNoneRatio: ratios[round] ?? null,
    }));
  });
  return {
    settings: { users, rampSeconds, holdSeconds, meanThinkSeconds, serverDelayMs: 5, rounds },
    tables: [
      table(
        'What an output costs',
        {
          program: 'program',
          output: 'output',
          cpuMsPerRequestMedian: 'CPU a request, median, ms',
          pairs: 'pairs',
          minRatio: 'ratio to none, least',
          medianRatio: 'ratio to none, median',
          maxRatio: 'ratio to none, most',
          bytesPerRequest: 'bytes written a request',
          peakRssMiB: 'peak RSS, median, MiB',
        },
        rows,
      ),
      table(
        'Round by round',
        {
          program: 'program',
          output: 'output',
          round: 'round',
          requestsPerSecond: 'requests a second',
          cpuMsPerRequest: 'CPU a request, ms',
          toNoneRatio: 'ratio to none',
        },
        byRound,
      ),
    ],
    skipped: [],
    notes: [
      'CPU over the hold, bytes over the whole run. Each output is compared with no output of the same program in the same round.',
      "k6's own outputs write what goes through k6/http. Where few bytes a request stand beside our runtime, its requests do not: the bare script's rows then say what these outputs cost.",
    ],
  };
};

/**
 * The timeline against no output and against k6's `--out json` and `--out csv`: CPU a request (ms), bytes written a request, memory (MiB);
 * the same load, in turns.
 */
export const outputs: Benchmark = {
  name: 'outputs',
  summary: 'the timeline against no output, json and csv: CPU and bytes a request',
  minutes: 14,
  run,
};
