import { compareRuns } from '../../src/core/compare/compare-runs.ts';
import { seededDraws } from '../../src/core/testing/random-draws.ts';
import { simulatedPairs } from '../../src/core/testing/simulated-figures.ts';
import { table, type Bench, type Benchmark, type Report, type Table } from '../benchmark.ts';
import { gateTables } from './gate-looks.ts';

const full = { gates: 2_000, comparisons: 200, pairs: [1, 3, 5, 7, 8, 10, 12, 16], spreads: [0.03, 0.05, 0.1] };
const quick = { gates: 100, comparisons: 20, pairs: [5, 10], spreads: [0.05] };
/** Half of the variance between runs is the machine's, and so the same for every step of a run. */
const common = 0.5;
const slowdown = 1.15;

/** Comparisons of so many pairs each, of runs that are what `slowed` makes of the later ones. */
const rowOf = (pairs: number, latencySpread: number, comparisons: number) => {
  const spread = { latency: latencySpread, common };
  const outcomes = (slowed: Readonly<Record<string, number>>, salt: number) =>
    Array.from({ length: comparisons }, (_, index) => {
      const { before, after } = simulatedPairs(seededDraws(salt + index), spread, pairs, slowed);
      return compareRuns(before, after);
    });
  const unchanged = outcomes({}, 1);
  const slower = outcomes({ checkout: slowdown }, 100_001);
  const foundIn = slower.filter(({ figures }) =>
    figures.some(({ step, outcome }) => step === 'checkout' && outcome === 'regression'),
  );
  return {
    latencySpreadRatio: latencySpread,
    pairs,
    comparisons,
    falseRegressionRatio: unchanged.filter(({ outcome }) => outcome === 'regression').length / comparisons,
    exitZeroRatio: unchanged.filter(({ exitCode }) => exitCode === 0).length / comparisons,
    foundRatio: foundIn.length / comparisons,
  };
};

const compareTable = ({ comparisons, pairs, spreads }: typeof full, say: (text: string) => void): Table =>
  table(
    'Compare: 16 figures over interleaved pairs of runs; nothing changed, and one step 15 % slower',
    {
      latencySpreadRatio: 'spread of latencies between runs',
      pairs: 'pairs',
      comparisons: 'comparisons',
      falseRegressionRatio: 'regressions, nothing changed',
      exitZeroRatio: 'exit 0, nothing changed',
      foundRatio: '15 % found',
    },
    spreads.flatMap((spread) => {
      say(`compare, spread ${spread}`);
      return pairs.map((count) => rowOf(count, spread, comparisons));
    }),
  );

const run = (bench: Bench): Promise<Report> => {
  const setting = bench.quick ? quick : full;
  return Promise.resolve({
    settings: { gates: setting.gates, comparisons: setting.comparisons, slowdown, commonVarianceRatio: common },
    tables: [...gateTables(setting.gates, bench.say), compareTable(setting, bench.say)],
    skipped: [],
    notes: [
      'A simulation, seeded: the same figures on every machine. Gates are judged by the code that judges runs, on one budget of nine; comparisons by the code behind `compare`. What speaks for the rules: docs/decisions/0003-judging.md.',
    ],
  });
};

/** How often the release gate and `compare` are wrong where they may be, and right where they should. */
export const gate: Benchmark = {
  name: 'gate',
  summary: 'simulation: wrong verdicts of the gate at its edge, false regressions and found slowdowns of compare',
  minutes: 2,
  run,
};
