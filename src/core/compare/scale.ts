import type { ComparedIndicator } from '../wire/run-figures.ts';

/** Smaller changes are not worth a word, whatever the statistics (DESIGN §6). */
export const leastChange = 0.1;
/** What a share of errors (half of the default budget) and a recovery must change by at least: a tenth of nearly nothing is nothing. */
const leastErrorShare = 0.005;
const leastRecoverySeconds = 1;

/** How an indicator is compared: on which axis, towards which side it is worse, and which change matters there. */
export interface Scale {
  /** A value's place on the axis; larger is worse. */
  readonly place: (value: number) => number;
  /** A shift on the axis as a change for people: a ratio of the value before, or a difference in the indicator's unit. */
  readonly change: (shift: number) => number;
  readonly changeIs: 'ratio' | 'difference';
  /** The least shift that matters, given the mean of the values before. */
  readonly least: (meanBefore: number) => number;
}

/** Runs differ by factors in latency and throughput. */
const byFactor = (worse: 1 | -1): Scale => ({
  place: (value) => worse * Math.log(Math.max(value, Number.MIN_VALUE)),
  change: (shift) => Math.exp(worse * shift) - 1,
  changeIs: 'ratio',
  least: () => Math.log(1 + leastChange),
});

/** A share or a recovery may be 0, so they differ by a difference. */
const byDifference = (floor: number): Scale => ({
  place: (value) => value,
  change: (shift) => shift,
  changeIs: 'difference',
  least: (meanBefore) => Math.max(floor, leastChange * meanBefore),
});

export const scales: Readonly<Record<ComparedIndicator, Scale>> = {
  latencyP50: byFactor(1),
  latencyP95: byFactor(1),
  goodput: byFactor(-1),
  errorShare: byDifference(leastErrorShare),
  serviceRecovery: byDifference(leastRecoverySeconds),
};
