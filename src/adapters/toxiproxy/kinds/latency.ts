import { toxicMechanism } from './toxic.ts';

/**
 * Delays everything that passes by latencyMs, evenly spread by ± jitterMs. It delays data, not the opening of a connection: a client
 * that only connects sees nothing. Pieces of one answer that are sent together are late together, not one after the other.
 */
export const latency = toxicMechanism('latency', ({ latencyMs, jitterMs }) => ({
  latency: latencyMs,
  jitter: jitterMs ?? 0,
}));
