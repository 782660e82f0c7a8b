import { type Episode, findEpisodes, stretchSeconds, stretchWindows } from './episodes.ts';
import { type GoodputBaseline, goodputSeconds, isGoodputBack, type PlannedDemand } from './goodput.ts';
import { secondsInState, type StepWindows } from './step-windows.ts';
import { isOnset, type StepWindow } from './windows.ts';

/** What recovery is observed with, for the whole run. */
export interface RecoveryContext {
  readonly demand: PlannedDemand;
  readonly plateauStartSeconds: number;
  /** Good attempts by second, all steps together. */
  readonly goodBySecond: Float64Array;
  /** Null when the steady phase is too short to know what is normal. */
  readonly baseline: GoodputBaseline | null;
}

/** What was seen of one step around one disturbance. Seconds from T0. */
export interface RecoveryObservation {
  readonly fromSeconds: number;
  readonly healedAtSeconds: number | null;
  readonly untilSeconds: number;
  readonly episodes: readonly Episode[];
  readonly degradedSeconds: number;
  /** Seconds from the fault to the end of its reserve with too few attempts to say. */
  readonly unknownSeconds: number;
  /** Attempts in all windows from the fault on. */
  readonly attempts: number;
  /** Reason for which the time before the fault is no baseline; null when it is one. */
  readonly unsteady: string | null;
  /**
   * When the good windows at the end of the observation began, where they are too few to prove recovery; null when the end
   * is not good, or good for long enough.
   */
  readonly endsGoodFromSeconds: number | null;
  /** Since the last breach, most of the time had too few attempts while the run's goodput was back. */
  readonly starvedAfterBreach: boolean;
}

/** Looks at one step from the time before a disturbance to the end of its observation. */
export const observeRecovery = (
  step: StepWindows,
  disturbance: {
    readonly fromSeconds: number;
    readonly healedAtSeconds: number | null;
    readonly untilSeconds: number;
    /** Where the time before the disturbance begins that must have been steady. */
    readonly steadyFromSeconds: number;
  },
  context: RecoveryContext,
): RecoveryObservation => {
  const { fromSeconds, healedAtSeconds, untilSeconds, steadyFromSeconds } = disturbance;
  const { baseline, demand, goodBySecond } = context;
  const goodputBackFrom = (second: number) =>
    baseline !== null && isGoodputBack(goodBySecond, demand, baseline, Math.floor(second));
  const { windows, definition } = step;
  const search = { windows, allowance: definition.allowance, fromSeconds, untilSeconds, goodputBackFrom };
  const observed = windows.filter((window) => window.toSeconds > fromSeconds && window.toSeconds <= untilSeconds);
  const episodes = findEpisodes(search);
  const unrecovered = episodes.at(-1)?.recoveredSeconds === null;
  return {
    fromSeconds,
    healedAtSeconds,
    untilSeconds,
    episodes,
    degradedSeconds: secondsInState(observed, 'breach', fromSeconds, untilSeconds),
    unknownSeconds: secondsInState(
      withoutOpenEnd(observed, windows, healedAtSeconds),
      'unknown',
      fromSeconds,
      untilSeconds,
    ),
    attempts: observed.reduce((sum, window) => sum + window.attempts, 0),
    unsteady:
      baseline === null
        ? 'the steady phase before the first fault is too short to know the normal goodput (30 s are needed)'
        : findUnsteadiness(step, steadyFromSeconds, fromSeconds),
    endsGoodFromSeconds: unrecovered ? shortGoodEnd(observed) : null,
    starvedAfterBreach: unrecovered && isStarved(observed, untilSeconds, goodputBackFrom),
  };
};

/**
 * The last window of a run ends because counting does, with attempts that were on their way to being enough. Where the step was good
 * between the heal and that window for as long as a recovery must hold, it leaves nothing in doubt.
 */
const withoutOpenEnd = (
  observed: readonly StepWindow[],
  windows: readonly StepWindow[],
  healedAtSeconds: number | null,
): readonly StepWindow[] => {
  const last = observed.at(-1);
  if (last?.state !== 'unknown' || last !== windows.at(-1) || healedAtSeconds === null) return observed;
  const before = observed.slice(0, -1);
  const lastNotGood = before.findLastIndex(
    ({ state, fromSeconds }) => state !== 'good' || fromSeconds < healedAtSeconds,
  );
  const goodFrom = before[lastNotGood + 1]?.fromSeconds ?? last.fromSeconds;
  return last.fromSeconds - goodFrom >= stretchSeconds ? before : observed;
};

/** Of the windows before a fault, one in breach may be a stray; more than 2 % of them are not. */
const strayBreaches = 1;
const strayBreachShare = 0.02;

/**
 * Looks for degradation before the fault. An attempt sent within its latency limit before the fault may still be hit by it,
 * so windows that end later than that are left out.
 */
const findUnsteadiness = (
  { windows, definition }: StepWindows,
  fromSeconds: number,
  faultSeconds: number,
): string | null => {
  const lastSeconds = faultSeconds - (definition.limitMs ?? 0) / 1000;
  const before = windows.filter((window) => window.fromSeconds >= fromSeconds && window.toSeconds <= lastSeconds);
  const known = before.filter((window) => window.state !== 'unknown');
  if (known.length === 0)
    return 'there was no window with enough attempts before the fault: use more users or a longer steady phase';
  const breaches = known.filter((window) => window.state === 'breach');
  const onset = before.findIndex((_, index) => isOnset(before, index, definition.allowance));
  const isUnsteady = onset !== -1 || breaches.length > Math.max(strayBreaches, strayBreachShare * known.length);
  return isUnsteady
    ? `the step was already in breach before the fault, from second ${breaches[0]?.fromSeconds ?? fromSeconds} on`
    : null;
};

const shortGoodEnd = (observed: readonly StepWindow[]): number | null => {
  const lastNotGood = observed.findLastIndex((window) => window.state !== 'good');
  const end = observed.slice(lastNotGood + 1);
  const [first, last] = [end[0], end.at(-1)];
  if (first === undefined || last === undefined) return null;
  const isLong = end.length >= 2 * stretchWindows && last.toSeconds - first.fromSeconds >= 2 * stretchSeconds;
  return isLong ? null : first.toSeconds;
};

const isStarved = (
  observed: readonly StepWindow[],
  untilSeconds: number,
  goodputBackFrom: (second: number) => boolean,
): boolean => {
  const lastBreach = observed.findLast((window) => window.state === 'breach');
  const from = lastBreach?.toSeconds ?? 0;
  const unknown = secondsInState(observed, 'unknown', from, untilSeconds);
  return unknown * 2 > untilSeconds - from && goodputBackFrom(untilSeconds - goodputSeconds);
};
