import type { DriftKind } from '../wire/soak.ts';

/**
 * Growth over the whole soak that matters in practice: a share of the level, and at least so much in the figure's unit. Less than this nobody
 * would act on, however sure it is.
 */
const thresholds: Readonly<Record<DriftKind, { readonly share: number; readonly least: number }>> = {
  latency: { share: 0.2, least: 20 },
  errors: { share: 0, least: 0.005 },
  memory: { share: 0.1, least: 16 },
  connections: { share: 0.2, least: 2 },
  waiting: { share: 0.2, least: 2 },
  processor: { share: 0.2, least: 0.1 },
  other: { share: 0.2, least: 0 },
};

export const driftThreshold = (kind: DriftKind, level: number): number =>
  Math.max(thresholds[kind].least, thresholds[kind].share * Math.abs(level));
