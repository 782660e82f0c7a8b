/** How often an invariant was broken, and a few cases that a developer can follow. */
export interface Breakage {
  readonly count: number;
  readonly examples: readonly string[];
}

const mostExamples = 5;

/** One case a text. */
export const casesOf = (cases: readonly string[]): Breakage => ({
  count: cases.length,
  examples: cases.slice(0, mostExamples),
});

/** Cases that weigh more than one, e.g. units of stock. */
export const weighedCasesOf = (cases: readonly { readonly weight: number; readonly text: string }[]): Breakage => ({
  count: cases.reduce((sum, { weight }) => sum + weight, 0),
  examples: cases.slice(0, mostExamples).map(({ text }) => text),
});

/** Cents as an amount, e.g. 12.34. */
export const showCents = (cents: number): string => (cents / 100).toFixed(2);
