import type { Evidence } from '../../src/core/evidence.ts';
import {
  decodeLatencyCounts,
  type LatencyCounts,
  mergeLatencyCounts,
  quantileMs,
} from '../../src/core/timeline/latency-counts.ts';

/** What the timelines of a run say about its requests. */
export interface ReportedLatencies {
  readonly requests: number;
  readonly failed: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

/** Percentiles of all requests of the run, merged from the histograms of its seconds and workers; failed ones count as slowest. */
export const reportedLatencies = ({ workers }: Evidence): ReportedLatencies => {
  const good: LatencyCounts[] = [];
  let failed = 0;
  for (const line of workers.flatMap(({ timeline }) => timeline)) {
    if (line.type !== 'entry' || line.kind !== 'request') continue;
    if (line.outcome === 'ok') good.push(decodeLatencyCounts(line.histogram));
    else failed += line.count;
  }
  const merged = mergeLatencyCounts(good);
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((quantile) => quantileMs(merged, failed, quantile));
  return { requests: merged.total + failed, failed, p50Ms: p50Ms ?? null, p95Ms: p95Ms ?? null, p99Ms: p99Ms ?? null };
};

/** Requests sent by the end of each second from T0, all workers: index 0 is the end of second 0. */
export const requestsBySecond = ({ workers }: Evidence): number[] => {
  const counts: number[] = [];
  for (const line of workers.flatMap(({ timeline }) => timeline))
    if (line.type === 'entry' && line.kind === 'request' && line.second >= 0)
      counts[line.second] = (counts[line.second] ?? 0) + line.count;
  let sum = 0;
  return Array.from(counts, (count: number | undefined) => (sum += count ?? 0));
};
