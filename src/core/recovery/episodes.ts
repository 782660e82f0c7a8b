import { upperShareBound } from '../statistics/binomial-bounds.ts';
import { isOnset, type StepWindow } from './windows.ts';

/** The shop has recovered when this much passed without a breach. */
export const stretchWindows = 5;
export const stretchSeconds = 15;
const pooledAlpha = 0.05;
const pooledTimesAllowance = 1.5;

/** One time of being degraded. Seconds from T0. */
export interface Episode {
  /** t1: start of the first window in breach, not before the fault. */
  readonly onsetSeconds: number;
  /** How wide the window is in which the onset was found: the true onset lies within it. */
  readonly onsetWindowSeconds: number;
  /** t3: end of the first window of the stretch that proved recovery; null when it was not proven. */
  readonly recoveredSeconds: number | null;
  /**
   * How wide the time up to t3 is in which the truth lies: the window of t3, and the one before it, within which the last bad attempts
   * may have ended. 0 without recovery.
   */
  readonly recoveredSpanSeconds: number;
}

export interface EpisodeSearch {
  readonly windows: readonly StepWindow[];
  readonly allowance: number;
  /** t0: an onset cannot come before it. */
  readonly fromSeconds: number;
  /** Windows that begin here or later say nothing about this fault. */
  readonly untilSeconds: number;
  /** Whether the run's goodput was back in the 10 s from that second. */
  readonly goodputBackFrom: (second: number) => boolean;
}

/** All episodes between t0 and the end of observation. Only the last one can be without recovery. */
export const findEpisodes = (search: EpisodeSearch): Episode[] => {
  const { windows, fromSeconds, untilSeconds } = search;
  const observed = windows.filter((window) => window.toSeconds > fromSeconds && window.toSeconds <= untilSeconds);
  const episodes: Episode[] = [];
  for (let index = 0; index < observed.length; index++) {
    const window = observed[index];
    if (window === undefined || !isOnset(observed, index, search.allowance)) continue;
    const recovery = findRecovery(observed, index + 1, search);
    const recovered = recovery === null ? undefined : observed[recovery];
    episodes.push({
      onsetSeconds: Math.max(fromSeconds, window.fromSeconds),
      onsetWindowSeconds: window.toSeconds - Math.max(fromSeconds, window.fromSeconds),
      recoveredSeconds: recovered?.toSeconds ?? null,
      recoveredSpanSeconds: recovered === undefined ? 0 : recovered.toSeconds - spanStart(observed, recovery ?? 0),
    });
    if (recovery === null) break;
    index = recovery;
  }
  return episodes;
};

const spanStart = (windows: readonly StepWindow[], recovery: number): number =>
  (windows[recovery - 1] ?? windows[recovery])?.fromSeconds ?? 0;

/** Index of the first window from `start` on that begins a stretch which proves recovery. */
const findRecovery = (windows: readonly StepWindow[], start: number, search: EpisodeSearch): number | null => {
  for (let index = start; index < windows.length; index++) if (provesRecovery(windows, index, search)) return index;
  return null;
};

/**
 * A stretch from `start` proves recovery when it is at least 5 windows and 15 s without a breach, its pooled bad share is
 * within the allowance with a 95 % upper bound within 1.5 × of it, and goodput is back over its first and its last 10 s. It may
 * grow to twice its least length until its bound is narrow enough.
 */
const provesRecovery = (windows: readonly StepWindow[], start: number, search: EpisodeSearch): boolean => {
  const first = windows[start];
  if (first === undefined) return false;
  let [attempts, bad] = [0, 0];
  let leastEnd: number | null = null;
  for (let index = start; index < windows.length; index++) {
    const window = windows[index];
    if (window?.state !== 'good') return false;
    attempts += window.attempts;
    bad += window.bad;
    const seconds = window.toSeconds - first.fromSeconds;
    if (index - start + 1 < stretchWindows || seconds < stretchSeconds) continue;
    leastEnd ??= seconds;
    if (seconds > 2 * leastEnd) return false;
    const isWithin =
      bad / attempts <= search.allowance &&
      upperShareBound(bad, attempts, pooledAlpha) <= pooledTimesAllowance * search.allowance;
    if (isWithin && search.goodputBackFrom(first.fromSeconds) && search.goodputBackFrom(window.toSeconds - 10))
      return true;
  }
  return false;
};
