import { decodeFromCompressedBase64, type Histogram } from 'hdr-histogram-js';
import { goodStepOutcomes } from '../core/wire/steps.ts';
import type { TimelineLine } from '../core/wire/timeline.ts';

export type StepEntry = Extract<TimelineLine, { kind: 'step' }>;

export interface StepLatency {
  readonly attempts: number;
  readonly bad: number;
  /** One for each quantile asked for, ms; null where it falls on an attempt that failed. */
  readonly valuesMs: readonly (number | null)[];
}

/**
 * Quantiles over all attempts of a step. A failed attempt ranks behind every answer (DESIGN §6: unanswered is bad at any
 * limit), so that an outage never improves a percentile.
 */
export const latencyPercentiles = (entries: readonly StepEntry[], quantiles: readonly number[]): StepLatency => {
  let merged: Histogram | null = null;
  let attempts = 0;
  for (const { outcome, count, histogram } of entries) {
    attempts += count;
    if (!goodStepOutcomes.includes(outcome)) continue;
    const decoded = decodeFromCompressedBase64(histogram, 32, false);
    if (merged === null) {
      merged = decoded;
      merged.autoResize = true;
    } else merged.add(decoded);
  }
  const answered = merged === null ? 0 : merged.totalCount;
  const valuesMs = quantiles.map((quantile) => {
    const rank = Math.ceil(quantile * attempts);
    if (merged === null || rank > answered || rank === 0) return null;
    return merged.getValueAtPercentile((100 * rank) / answered) / 1000;
  });
  return { attempts, bad: attempts - answered, valuesMs };
};
