import type { Indicator } from '../wire/budgets.ts';

/** Units as CloudWatch names them. */
export type MetricUnit = 'Milliseconds' | 'Seconds' | 'Count' | 'Count/Second' | 'None';

/** Values of one metric at one instant, each with how often it was seen. */
export interface MetricPoint {
  readonly metric: string;
  readonly unit: MetricUnit;
  /** Null: the whole run. */
  readonly step: string | null;
  /** Ms since the epoch. */
  readonly atMs: number;
  readonly values: readonly number[];
  /** As many as values. */
  readonly counts: readonly number[];
}

const latency = { metric: 'StepLatency', unit: 'Milliseconds' } as const;
const seconds = (metric: string) => ({ metric, unit: 'Seconds' }) as const;
const violations = (metric: string) => ({ metric, unit: 'Count' }) as const;

/** The published metric in which an indicator is seen; a ratio has no unit. */
export const metricOfIndicator: Readonly<Record<Indicator, { readonly metric: string; readonly unit: MetricUnit }>> = {
  latencyP50: latency,
  latencyP95: latency,
  latencyP99: latency,
  errorShare: { metric: 'ErrorShare', unit: 'None' },
  throughput: { metric: 'Throughput', unit: 'Count/Second' },
  conversion: { metric: 'Conversion', unit: 'None' },
  serviceRecovery: seconds('ServiceRecovery'),
  selfHealing: seconds('SelfHealing'),
  timeToDetect: seconds('TimeToDetect'),
  downtime: seconds('Downtime'),
  lostOrders: violations('LostOrders'),
  phantomOrders: violations('PhantomOrders'),
  duplicateOrders: violations('DuplicateOrders'),
  doubleCharges: violations('DoubleCharges'),
  chargedWithoutOrder: violations('ChargedWithoutOrder'),
  orderedWithoutCharge: violations('OrderedWithoutCharge'),
  wrongAmount: violations('WrongAmount'),
  oversold: violations('Oversold'),
  strandedStock: violations('StrandedStock'),
};
