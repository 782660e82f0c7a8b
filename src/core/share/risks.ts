/** Chances of a wrong decision that a judgement may spend. */
export interface Risks {
  /** That a healthy run fails, all findings together. */
  readonly fail: number;
  /** That one finding passes though its share is beyond the allowance. */
  readonly pass: number;
}

/** A pass says: with 95 % confidence the bad share is within the allowance. */
const passAlpha = 0.05;
/** A fail is wrong in at most 1 % of healthy runs, all findings of the run together. */
const failAlphaOfRun = 0.01;
/** What each look before the last spends of either chance (DESIGN §6). */
const alphaOfLook = 0.0025;

/**
 * The risks at one of several looks at a growing plateau. Looks before the last spend 0.0025 each, the last what they left: added up
 * (Bonferroni) a gate is wrong no more often than a run that is judged once. With more looks than the chance holds, equal parts.
 * @param number from 1
 * @param looks how many there may be; 1 is a run that is judged once
 */
export const risksAtLook = (number: number, looks: number): Risks => ({
  fail: partOf(failAlphaOfRun, number, looks),
  pass: partOf(passAlpha, number, looks),
});

const partOf = (whole: number, number: number, looks: number): number => {
  const each = Math.min(alphaOfLook, whole / looks);
  return number < looks ? each : whole - (looks - 1) * each;
};
