import { describe, expect, it } from 'vitest';
import { faultKinds, validateFaultAttributes } from './fault-kinds.ts';

const valid: Record<(typeof faultKinds)[number], Record<string, unknown>> = {
  latency: { latencyMs: 1_500, jitterMs: 500 },
  down: {},
  timeout: { timeoutMs: 0 },
  reset_peer: { timeoutMs: 0 },
  bandwidth: { rateKBps: 10, stream: 'upstream' },
  slicer: { averageSizeBytes: 100, sizeVariationBytes: 50, delayUs: 10_000 },
  slow_close: { delayMs: 1_000 },
  limit_data: { bytes: 10_000 },
  failover: { to: 'database-standby' },
  reroute: { to: 'payments-refusing' },
  kill: { count: 1 },
  pause: {},
  restart: { release: 'wrong-prices' },
  full: {},
  surge: { extraShare: 1.5, riseSeconds: 3, productRank: 7 },
};
const takeNothing = ['down', 'kill', 'pause', 'restart', 'full'];

describe('validateFaultAttributes', () => {
  it.each(faultKinds)('accepts what %s takes', (kind) => {
    expect(validateFaultAttributes(kind, valid[kind])).toEqual([]);
  });

  it.each(faultKinds)('refuses a misspelt attribute of %s and names those that exist', (kind) => {
    const messages = validateFaultAttributes(kind, { ...valid[kind], latncyMs: 1 });
    expect(messages).toEqual([expect.stringMatching(new RegExp(`^unknown attribute latncyMs; ${kind} takes: `))]);
  });

  it.each(faultKinds.filter((kind) => !takeNothing.includes(kind)))('refuses %s without its attributes', (kind) => {
    expect(validateFaultAttributes(kind, {})).toEqual([expect.stringContaining('received: nothing')]);
  });

  it('names every problem at once, with unit and range', () => {
    expect(validateFaultAttributes('latency', { latencyMs: -5, jitterMs: 'a lot', stream: 'sideways' })).toEqual([
      'latencyMs: milliseconds, a whole number from 1 to 86400000; received: -5',
      'jitterMs: milliseconds, a whole number from 0 to 86400000; received: "a lot"',
      `stream: 'upstream' or 'downstream'; received: "sideways"`,
    ]);
  });

  it('refuses a jitter beyond the latency', () => {
    expect(validateFaultAttributes('latency', { latencyMs: 100, jitterMs: 200 })).toEqual([
      expect.stringMatching(/^jitterMs: at most latencyMs/),
    ]);
  });

  it('refuses pieces without a byte', () => {
    expect(validateFaultAttributes('slicer', { averageSizeBytes: 10, sizeVariationBytes: 10 })).toEqual([
      expect.stringMatching(/^sizeVariationBytes: less than averageSizeBytes/),
    ]);
  });

  it('refuses an unknown kind and names those that exist', () => {
    expect(validateFaultAttributes('toString', {})).toEqual([
      `unknown kind "toString"; allowed: ${faultKinds.join(', ')}`,
    ]);
  });
});
