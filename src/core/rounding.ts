/**
 * Rounds to significant figures. The verdict's figures are rounded so that the last bits of a logarithm, which differ between
 * processors, do not change its bytes.
 */
export const roundFigures = (value: number, figures = 6): number =>
  Number.isFinite(value) ? Number(value.toPrecision(figures)) : value;

/** Rounds to whole milliseconds, for offsets and durations in seconds. */
export const roundSeconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** A share for people, to three figures: `4.51 %`. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;
