/** What one endpoint did under a closed loop of connections. */
export interface EndpointFigures {
  readonly url: string;
  readonly connections: number;
  readonly durationSeconds: number;
  readonly responses: number;
  readonly responsesPerSecond: number;
  /** Connection errors and time-outs. */
  readonly errors: number;
  /** Answers with status 400 and above. */
  readonly badStatus: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** What the way through a proxy adds, by the same endpoint asked directly. */
export interface ProxyCost {
  readonly p50AddedMs: number;
  readonly p95AddedMs: number;
  /** Throughput through the proxy over throughput direct. */
  readonly throughputRatio: number;
}

type CostFigures = Pick<EndpointFigures, 'p50Ms' | 'p95Ms' | 'responsesPerSecond'>;

/** The cost of a proxy: both must have been asked alike, in turns on one machine. */
export const proxyCost = (direct: CostFigures, proxied: CostFigures): ProxyCost => ({
  p50AddedMs: proxied.p50Ms - direct.p50Ms,
  p95AddedMs: proxied.p95Ms - direct.p95Ms,
  throughputRatio: direct.responsesPerSecond === 0 ? 0 : proxied.responsesPerSecond / direct.responsesPerSecond,
});
