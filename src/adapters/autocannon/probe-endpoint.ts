import autocannon from 'autocannon';
import { build } from 'hdr-histogram-js';
import { NotReadyError } from '../../core/errors.ts';
import type { EndpointFigures } from '../../core/endpoint-figures.ts';

export interface ProbeRequest {
  readonly url: string;
  readonly connections: number;
  readonly durationSeconds: number;
  readonly timeoutSeconds: number;
}

const microsecondsPerMs = 1_000;
/** Latencies are kept in µs up to ten minutes, at three significant figures, as the engine keeps them. */
const histogramOptions = {
  lowestDiscernibleValue: 1,
  highestTrackableValue: 600_000_000,
  numberOfSignificantValueDigits: 3,
} as const;

/**
 * Asks one endpoint as fast as the connections allow, closed loop, and measures every answer. Percentiles are our own: autocannon's result has no
 * 95th.
 * @throws NotReadyError when not a single answer came.
 */
export const probeEndpoint = async (request: ProbeRequest, signal: AbortSignal): Promise<EndpointFigures> => {
  const { url, connections, durationSeconds, timeoutSeconds } = request;
  const latenciesUs = build(histogramOptions);
  const answers = { ok: 0, badStatus: 0 };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const options = { url, connections, duration: durationSeconds, timeout: timeoutSeconds };
    const instance = autocannon(options, (error: Error | null, done) => {
      signal.removeEventListener('abort', stop);
      if (error === null) resolve(done);
      else reject(error);
    });
    instance.on('response', (_client, statusCode, _bytes, responseTimeMs) => {
      latenciesUs.recordValue(Math.max(1, Math.round(responseTimeMs * microsecondsPerMs)));
      if (statusCode < 400) answers.ok += 1;
      else answers.badStatus += 1;
    });
    const stop = (): void => instance.stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  const responses = answers.ok + answers.badStatus;
  if (responses === 0)
    throw new NotReadyError(
      `${url} gave no answer in ${durationSeconds} s (${result.errors} errors, ${result.timeouts} of them time-outs).`,
      'Is it up, and is this its address? Try it with curl.',
    );
  const atMs = (percentile: number): number => latenciesUs.getValueAtPercentile(percentile) / microsecondsPerMs;
  return {
    url,
    connections,
    durationSeconds: result.duration,
    responses,
    responsesPerSecond: responses / result.duration,
    errors: result.errors,
    badStatus: answers.badStatus,
    p50Ms: atMs(50),
    p95Ms: atMs(95),
    p99Ms: atMs(99),
  };
};
