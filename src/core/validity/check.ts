import { roundFigures } from '../rounding.ts';
import type { ValidityCheck } from '../wire/verdict.ts';

/** A figure of the load generator against its limit; null: nothing is known. */
interface Measured {
  readonly check: string;
  readonly value: number | null;
  readonly limit: number;
  readonly unit: string;
  readonly why: string;
}

export const atMost = (measured: Measured): ValidityCheck => ({
  ...measured,
  value: measured.value === null ? null : roundFigures(measured.value),
  outcome: measured.value === null ? 'inconclusive' : measured.value <= measured.limit ? 'pass' : 'fail',
});
