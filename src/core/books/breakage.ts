/** One case of a broken invariant. */
export interface Case {
  /** How much it counts: cases that are units of stock weigh more than one. */
  readonly weight: number;
  readonly text: string;
  /** The wish behind it, of which the clients can tell; null where there is none. */
  readonly intent: string | null;
}

/** How often an invariant was broken, and the first few cases, for a developer to follow. */
export interface Breakage {
  readonly count: number;
  readonly cases: readonly Case[];
}

const mostExamples = 5;

export const breakageOf = (cases: readonly Case[]): Breakage => ({
  count: cases.reduce((sum, { weight }) => sum + weight, 0),
  cases: cases.slice(0, mostExamples),
});

/** Cents as an amount, e.g. 12.34. */
export const showCents = (cents: number): string => (cents / 100).toFixed(2);

/** An instant as logs have it; 0 is what an audit has where the shop does not tell one. */
export const showInstant = (atMs: number): string => {
  if (atMs === 0) return 'time not told';
  const instant = new Date(atMs);
  return Number.isNaN(instant.getTime()) ? `${atMs} ms` : instant.toISOString();
};
