import { seededDraws } from '../../src/core/testing/random-draws.ts';
import { table, type Bench, type Benchmark, type Report } from '../benchmark.ts';
import { victims, type Instant, type Victim } from './outcome.ts';
import { runTrial, type Trial } from './trial.ts';

const full: Record<Victim, number> = { harness: 50, k6: 20, toxiproxy: 10, janitor: 10 };
const quick: Record<Victim, number> = { harness: 3, k6: 2, toxiproxy: 1, janitor: 1 };
/** From the start of the harness to the end of its run it takes about this long on two cores. */
const harnessLivesSeconds = 45;
/** The others come later. */
const othersLiveSeconds = 25;
const atOnce = 3;

interface Planned {
  readonly victim: Victim;
  readonly instant: Instant;
}

/** Half of the trials at any instant, half while the fault is in place. */
const planTrials = (counts: Record<Victim, number>): Planned[] => {
  const draws = seededDraws(1);
  return victims.flatMap((victim) =>
    Array.from({ length: counts[victim] }, (_, index): Planned => {
      const lives = victim === 'harness' ? harnessLivesSeconds : othersLiveSeconds;
      return { victim, instant: index % 2 === 0 ? 'in the fault' : { afterSeconds: lives * draws.uniform() } };
    }),
  );
};

const runAll = async (bench: Bench, toxiproxyServer: string, planned: readonly Planned[]): Promise<Trial[]> => {
  const trials: Trial[] = [];
  const waiting = [...planned];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const trial = await runTrial(toxiproxyServer, next.victim, next.instant);
      trials.push(trial);
      const when = next.instant === 'in the fault' ? next.instant : `after ${next.instant.afterSeconds.toFixed(1)} s`;
      bench.say(
        `${trials.length} of ${planned.length}: ${next.victim}, ${when}: ${trial.problems.join('; ') || 'well'}`,
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return trials;
};

const run = async (bench: Bench): Promise<Report> => {
  const planned = planTrials(bench.quick ? quick : full);
  const trials = await runAll(bench, await bench.programs.toxiproxy(), planned);
  return {
    settings: { trials: planned.length, atOnce, leaseSeconds: 10 },
    tables: [
      table(
        'What a kill -9 leaves behind',
        {
          victim: 'killed',
          trials: 'trials',
          well: 'as it must be',
          toxicsLeft: 'toxics of ours left',
          passes: 'verdict pass',
          healedAfterMostSeconds: 'healed and at rest after, at most, s',
          exitCodes: 'exit codes of rehearse and gate',
        },
        victims.map((victim) => {
          const own = trials.filter(({ outcome }) => outcome.victim === victim);
          const codes = own.map(({ outcome }) => `${outcome.exitCode ?? 'killed'}/${outcome.gate?.code ?? '–'}`);
          return {
            victim,
            trials: own.length,
            well: own.filter(({ problems }) => problems.length === 0).length,
            toxicsLeft: own.reduce((sum, { outcome }) => sum + (outcome.leftOurs ?? 0), 0),
            passes: own.filter(({ outcome }) => outcome.gate?.verdict === 'pass').length,
            healedAfterMostSeconds: Math.max(...own.map(({ outcome }) => outcome.healedAfterSeconds ?? 0)),
            exitCodes: [...new Set(codes)].sort().join(', '),
          };
        }),
      ),
    ],
    skipped: [],
    notes: [
      'A short run of five users against a light shop behind a Toxiproxy of its own. Half of the kills come while the fault is in place, half at any instant. Well: no toxic of ours after the lease, the verdict of the evidence never pass, exit code and message as docs/faults.md has them.',
    ],
  };
};

/** What kill -9 of the harness, of k6, of Toxiproxy and of the janitor leaves behind. */
export const kills: Benchmark = {
  name: 'kills',
  summary: 'kill -9 at any instant: what is left behind, and what is said',
  minutes: 25,
  run,
};
