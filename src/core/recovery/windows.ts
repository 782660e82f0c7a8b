import { lowerShareBound } from '../statistics/binomial-bounds.ts';
import { type SecondCounts, sumSeconds } from '../timeline/step-series.ts';

/** A stretch of a few seconds of one step, judged as a whole. */
export interface StepWindow {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly attempts: number;
  readonly bad: number;
  /** `unknown`: too few attempts to say. */
  readonly state: 'good' | 'breach' | 'unknown';
}

/** How windows are cut. */
export interface WindowShape {
  /** A window closes at the first whole second at which it holds this many attempts … */
  readonly fullAttempts: number;
  /** … or, once it is this long, … */
  readonly fullSeconds: number;
  /** … at the first second at which it holds this many. */
  readonly sparseAttempts: number;
  /** It closes here whatever it holds: unknown. */
  readonly sparseSeconds: number;
}

/**
 * 100 attempts within 10 s is the rule of DESIGN §6. A step with less traffic gets windows of at least 30 attempts within 30 s
 * instead of none: in bench/simulations/window-rules.ts that gives no onset on a healthy shop that full windows would not give,
 * and it is what makes the checkout of a run with a few thousand users visible (docs/decisions/0003-judging.md).
 */
export const windowShape: WindowShape = { fullAttempts: 100, fullSeconds: 10, sparseAttempts: 30, sparseSeconds: 30 };

const breachTimesAllowance = 3;
const breachAlpha = 0.001;

/** Cuts a step's seconds into tumbling windows from offset 0; the last one ends at `untilSeconds`. */
export const cutWindows = (
  counts: SecondCounts,
  allowance: number,
  untilSeconds: number,
  shape: WindowShape = windowShape,
): StepWindow[] => {
  const windows: StepWindow[] = [];
  for (let from = 0; from < untilSeconds;) {
    const to = windowEnd(counts, from, untilSeconds, shape);
    const attempts = sumSeconds(counts.attempts, from, to);
    const bad = sumSeconds(counts.bad, from, to);
    const state = attempts < shape.sparseAttempts ? 'unknown' : isBreach(attempts, bad, allowance) ? 'breach' : 'good';
    windows.push({ fromSeconds: from, toSeconds: to, attempts, bad, state });
    from = to;
  }
  return windows;
};

const windowEnd = (counts: SecondCounts, from: number, until: number, shape: WindowShape): number => {
  let attempts = 0;
  for (let to = from + 1; to <= until; to++) {
    attempts += counts.attempts[to - 1] ?? 0;
    const seconds = to - from;
    if (attempts >= shape.fullAttempts || seconds >= shape.sparseSeconds) return to;
    if (seconds >= shape.fullSeconds && attempts >= shape.sparseAttempts) return to;
  }
  return until;
};

/** Bad share at least 3 × the allowance, and its one-sided 99.9 % lower bound above the allowance. */
const isBreach = (attempts: number, bad: number, allowance: number): boolean =>
  bad > 0 &&
  bad >= breachTimesAllowance * allowance * attempts * (1 - 1e-9) &&
  lowerShareBound(bad, attempts, breachAlpha) > allowance;

/** Two successive breaches are an onset when together they are this many times the allowance … */
const onsetTimesAllowance = 4;
/** … or when, pooled over this time from the first of them, they are a breach still. */
const onsetSeconds = 10;

/**
 * Whether an onset lies at this window: a breach with at least half of the attempts bad, or two successive breaches that are either clearly
 * beyond a breach or last. What comes and goes within seconds at three times the allowance is how a healthy shop near its budget
 * looks now and then (bench/simulations/window-rules.ts, docs/decisions/0003-judging.md).
 */
export const isOnset = (windows: readonly StepWindow[], index: number, allowance: number): boolean => {
  const window = windows[index];
  if (window?.state !== 'breach') return false;
  if (window.bad * 2 >= window.attempts) return true;
  return (
    windows[index + 1]?.state === 'breach' &&
    (pooledShare(windows, index, 0) >= onsetTimesAllowance * allowance ||
      pooledShare(windows, index, onsetSeconds) >= breachTimesAllowance * allowance)
  );
};

/** Bad share of at least two windows from `index` on that cover at least `seconds`, as far as there are any. */
const pooledShare = (windows: readonly StepWindow[], index: number, seconds: number): number => {
  let [attempts, bad, covered] = [0, 0, 0];
  for (let next = index; next < windows.length && (next < index + 2 || covered < seconds); next++) {
    const window = windows[next];
    if (window === undefined) break;
    attempts += window.attempts;
    bad += window.bad;
    covered += window.toSeconds - window.fromSeconds;
  }
  return attempts === 0 ? 0 : bad / attempts;
};
