import { cutWindows, isOnset } from '../../src/core/recovery/windows.ts';
import { seededDraws, wanderingSeconds } from '../../src/core/testing/random-draws.ts';
import { table, type Bench, type Benchmark, type Report, type Table } from '../benchmark.ts';
import { median } from '../figures/quantiles.ts';
import { scoreRun, type Score } from './score.ts';
import { allowance, limitMs, type Script } from './script.ts';
import { loadKinds } from './scripted-plan.ts';
import { scriptsOf } from './scripts.ts';
import { isPlayedIn, simulatedRun, type Circumstances } from './simulated-run.ts';

const full = { seeds: [1], kinds: loadKinds, hours: 100 };
const quick = { seeds: [1], kinds: loadKinds.slice(0, 1), hours: 10 };

/** One script under one load, scored. */
export interface Played {
  readonly script: Script;
  readonly circumstances: Circumstances;
  readonly scores: readonly Score[];
}

export const playAll = (
  scripts: readonly Script[],
  loads: readonly Circumstances[],
  say: (text: string) => void = () => undefined,
): readonly Played[] =>
  loads.flatMap((circumstances) => {
    say(`${circumstances.kind}, ${circumstances.visits}, seed ${circumstances.seed}`);
    return scripts
      .filter((script) => isPlayedIn(script, circumstances))
      .map((script) => ({ script, circumstances, scores: scoreRun(script, simulatedRun(script, circumstances)) }));
  });

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
const farthest = (values: readonly (number | null)[]): number | null =>
  known(values).reduce<number | null>(
    (most, value) => (most === null || Math.abs(value) > Math.abs(most) ? value : most),
    null,
  );
const count = (scores: readonly Score[], is: (score: Score) => boolean): number => scores.filter(is).length;
const windowsLate = ({ recoveryErrorSeconds, recoveryWindowSeconds }: Score): number | null =>
  recoveryErrorSeconds === null || recoveryWindowSeconds === null ? null : recoveryErrorSeconds / recoveryWindowSeconds;

/** What the issue of recovery asks for, over all that was played. Only dense steps: at least 100 attempts a second where it matters. */
export const accuracyOf = (played: readonly Played[]) => {
  const all = played.flatMap(({ scores }) => scores);
  const dense = all.filter(({ isDense }) => isDense);
  return {
    runs: played.length,
    stepsSeen: all.length,
    stepsDense: dense.length,
    onsetErrorMedianSeconds: median(known(dense.map(({ onsetErrorSeconds }) => onsetErrorSeconds)).map(Math.abs)),
    onsetErrorMostSeconds: Math.abs(farthest(dense.map(({ onsetErrorSeconds }) => onsetErrorSeconds)) ?? 0),
    recoveryErrorMostWindows: Math.abs(farthest(dense.map(windowsLate)) ?? 0),
    episodesWrong: count(dense, ({ episodesSeen, episodesTrue }) => episodesSeen !== episodesTrue),
    neverNotCensored: count(all, ({ isCensored }) => isCensored === false),
    falselyRecovered: count(all, ({ isFalselyRecovered }) => isFalselyRecovered),
    outsideInterval: count(dense, ({ isWithinInterval }) => isWithinInterval === false),
  };
};

const accuracyTable = (played: readonly Played[]): Table =>
  table(
    'All of it',
    {
      runs: 'runs',
      stepsSeen: 'steps judged',
      stepsDense: 'of them dense',
      onsetErrorMedianSeconds: 'onset error, median, s',
      onsetErrorMostSeconds: 'at most, s',
      recoveryErrorMostWindows: 'recovery error, at most, windows',
      episodesWrong: 'wrong number of episodes',
      neverNotCensored: 'never back and not said so',
      falselyRecovered: 'judged recovered and was not',
      outsideInterval: 'truth outside of the interval',
    },
    [accuracyOf(played)],
  );

const scriptTable = (played: readonly Played[]): Table => {
  const names = [...new Set(played.map(({ script }) => script.name))];
  return table(
    'By script: the largest errors over loads, seeds and steps',
    {
      script: 'script',
      stepsDense: 'dense steps',
      onsetErrorSeconds: 'onset error, s',
      recoveryErrorSeconds: 'recovery error, s',
      recoveryErrorWindows: 'in windows',
      episodesTrue: 'episodes',
      wrong: 'wrong',
      sparseRecoveryErrorSeconds: 'recovery error of sparse steps, s',
    },
    names.map((script) => {
      const own = played.filter((one) => one.script.name === script).flatMap(({ scores }) => scores);
      const dense = own.filter(({ isDense }) => isDense);
      const sparse = own.filter(({ isDense }) => !isDense);
      return {
        script,
        stepsDense: dense.length,
        onsetErrorSeconds: farthest(dense.map(({ onsetErrorSeconds }) => onsetErrorSeconds)),
        recoveryErrorSeconds: farthest(dense.map(({ recoveryErrorSeconds }) => recoveryErrorSeconds)),
        recoveryErrorWindows: farthest(dense.map(windowsLate)),
        episodesTrue: Math.max(...own.map(({ episodesTrue }) => episodesTrue)),
        wrong: count(own, isWrong),
        sparseRecoveryErrorSeconds: farthest(sparse.map(({ recoveryErrorSeconds }) => recoveryErrorSeconds)),
      };
    }),
  );
};

const isWrong = (score: Score): boolean =>
  score.isCensored === false ||
  score.isFalselyRecovered ||
  (score.isDense && (score.episodesSeen !== score.episodesTrue || Math.abs(windowsLate(score) ?? 0) > 1));

/** A healthy shop at 80 % of its budget whose bad share wanders as in bench/simulations/window-rules.ts. */
const healthyHour = (attemptsPerSecond: number, seed: number): boolean => {
  const seconds = wanderingSeconds(seededDraws(seed), {
    seconds: 3_600,
    attemptsPerSecond,
    badShare: 0.8 * allowance,
    sigma: 0.35,
    correlationSeconds: 10,
  });
  const windows = cutWindows(seconds, allowance, 3_600);
  return !windows.some((_, index) => isOnset(windows, index, allowance));
};

/** Of so many healthy hours, those without an onset. */
export const calmHours = (attemptsPerSecond: number, hours: number): number =>
  Array.from({ length: hours }, (_, index) => healthyHour(attemptsPerSecond, index + 1)).filter(Boolean).length;

const run = (bench: Bench): Promise<Report> => {
  const { seeds, kinds, hours } = bench.quick ? quick : full;
  const loads = (seed: number): Circumstances[] =>
    (['whole journeys', 'single steps'] as const).flatMap((visits) => kinds.map((kind) => ({ kind, visits, seed })));
  const played = seeds.flatMap((seed) => playAll(scriptsOf(seed), loads(seed), bench.say));
  const calm = [100, 150, 300].map((attemptsPerSecond) => {
    bench.say(`${hours} healthy hours at ${attemptsPerSecond} attempts a second`);
    return { attemptsPerSecond, hours, hoursWithoutOnset: calmHours(attemptsPerSecond, hours) };
  });
  return Promise.resolve({
    settings: { seeds: seeds.length, scripts: scriptsOf(1).length, limitMs, allowance },
    tables: [
      accuracyTable(played),
      scriptTable(played),
      table(
        'A healthy shop at 80 % of its budget',
        { attemptsPerSecond: 'attempts a second', hours: 'hours', hoursWithoutOnset: 'without an onset' },
        calm,
      ),
    ],
    skipped: [],
    notes: [
      'A script is known to the millisecond; its evidence goes to the real judge. An error is the distance from the true instant to the window that the judge names, 0 within it, negative before it. Shoppers are served again between the instant from which whoever asks is served, and the one at which the last who had asked before has an answer or has given up. Dense: at least 100 attempts in each second around the true instants; other steps are shown, and must be neither recovered falsely nor back silently.',
      'The rule and why: docs/decisions/0003-judging.md.',
    ],
  });
};

/** How near the judge comes to what a scripted server did: onset and recovery (s, and windows), episodes, censoring; false onsets of a healthy shop. */
export const recovery: Benchmark = {
  name: 'recovery',
  summary: 'ground truth: what a scripted server did, and what the judge says of it (simulated)',
  minutes: 6,
  run,
};
