import { median } from './quantiles.ts';

/** How often something costs what something else does, over pairs measured one after the other. */
export interface PairedRatio {
  readonly pairs: number;
  readonly minRatio: number;
  readonly medianRatio: number;
  readonly maxRatio: number;
}

/** subject / baseline, round by round. */
export const ratiosByRound = (subject: readonly number[], baseline: readonly number[]): number[] =>
  subject.slice(0, baseline.length).map((value, round) => value / (baseline[round] ?? NaN));

/** Ratios pair by pair, so that what changes on the machine from pair to pair cancels out. */
export const pairedRatio = (subject: readonly number[], baseline: readonly number[]): PairedRatio => {
  const ratios = ratiosByRound(subject, baseline);
  return {
    pairs: ratios.length,
    minRatio: Math.min(...ratios),
    medianRatio: median(ratios),
    maxRatio: Math.max(...ratios),
  };
};

/**
 * Measures every variant once a round, in turn: A B C, A B C, … Each round begins with another variant, so that none is always the
 * one that runs on a machine still warm from the same other.
 * @returns variant → one measurement a round.
 */
export const inRounds = async <Variant extends string, T>(
  variants: readonly Variant[],
  rounds: number,
  measure: (variant: Variant, round: number) => Promise<T>,
): Promise<Readonly<Record<Variant, T[]>>> => {
  const measured = Object.fromEntries(variants.map((variant) => [variant, []])) as unknown as Record<Variant, T[]>;
  for (let round = 0; round < rounds; round += 1)
    for (let place = 0; place < variants.length; place += 1) {
      const variant = variants[(place + round) % variants.length];
      if (variant !== undefined) measured[variant].push(await measure(variant, round));
    }
  return measured;
};
