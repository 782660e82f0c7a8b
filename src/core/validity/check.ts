import { roundFigures } from '../rounding.ts';
import type { ValidityCheck } from '../wire/verdict.ts';

/** A figure of the load generator against its limit; null: nothing is known. */
export interface Measured {
  readonly check: string;
  readonly value: number | null;
  readonly limit: number;
  readonly unit: string;
  readonly why: string;
}

const judged = (measured: Measured, holds: (value: number) => boolean): ValidityCheck => ({
  ...measured,
  value: measured.value === null ? null : roundFigures(measured.value),
  outcome: measured.value === null ? 'inconclusive' : holds(measured.value) ? 'pass' : 'fail',
});

export const atMost = (measured: Measured): ValidityCheck => judged(measured, (value) => value <= measured.limit);

export const atLeast = (measured: Measured): ValidityCheck => judged(measured, (value) => value >= measured.limit);
