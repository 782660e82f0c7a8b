import { describe, expect, it } from 'vitest';
import type { PlannedFault } from '../../../core/wire/plan.ts';
import type { Toxic } from '../server.ts';
import { bandwidth } from './bandwidth.ts';
import { latency } from './latency.ts';
import { limitData } from './limit-data.ts';
import type { FaultPlace } from './mechanism.ts';
import { resetPeer } from './reset-peer.ts';
import { slicer } from './slicer.ts';
import { slowClose } from './slow-close.ts';
import { timeout } from './timeout.ts';

const place = (kind: string, attributes: PlannedFault['attributes'], toxicity = 1): FaultPlace => ({
  server: { url: 'http://127.0.0.1:1' } as FaultPlace['server'],
  toxicName: 'peakproof-r-f',
  fault: {
    name: 'f',
    kind,
    target: 'payments',
    proxy: 'stripe',
    atSeconds: 0,
    durationSeconds: 10,
    longestLifeSeconds: 20,
    attributes,
    toxicity,
  },
});

describe('translation to the wire', () => {
  it.each([
    [latency, { latencyMs: 1_500, jitterMs: 500 }, { latency: 1_500, jitter: 500 }],
    [latency, { latencyMs: 10 }, { latency: 10, jitter: 0 }],
    [timeout, { timeoutMs: 0 }, { timeout: 0 }],
    [resetPeer, { timeoutMs: 20 }, { timeout: 20 }],
    [bandwidth, { rateKBps: 64 }, { rate: 64 }],
    [slicer, { averageSizeBytes: 64, delayUs: 10 }, { average_size: 64, size_variation: 0, delay: 10 }],
    [slowClose, { delayMs: 300 }, { delay: 300 }],
    [limitData, { bytes: 1_000 }, { bytes: 1_000 }],
  ])('gives Toxiproxy its own names and units, none left out (%#)', (mechanism, attributes, wire) => {
    expect(mechanism.toxic(place('', attributes))).toMatchObject({
      stream: 'downstream',
      toxicity: 1,
      attributes: wire,
    });
  });

  it('sends the other way when asked', () => {
    expect(latency.toxic(place('latency', { latencyMs: 1, stream: 'upstream' })).stream).toBe('upstream');
  });
});

describe('read-back', () => {
  const here = place('latency', { latencyMs: 1_500, jitterMs: 500 }, 0.3);
  const toxic = latency.toxic(here);
  const proxy = (...toxics: Toxic[]) => ({
    name: 'stripe',
    listen: '127.0.0.1:20001',
    upstream: 'x:1',
    enabled: true,
    toxics,
  });

  it('finds nothing missing in what was sent, though toxicity is a 32-bit float there', () => {
    expect(latency.missing(here, proxy({ ...toxic, toxicity: Math.fround(0.3) }))).toBeNull();
  });

  it.each([
    [[], 'the toxic is not there'],
    [[{ ...toxic, name: 'another' }], 'the toxic is not there'],
    [[{ ...toxic, type: 'slicer' }], 'type is slicer, not latency'],
    [[{ ...toxic, stream: 'upstream' as const }], 'stream is upstream, not downstream'],
    [[{ ...toxic, toxicity: 1 }], 'toxicity is 1, not 0.3'],
    [[{ ...toxic, attributes: { latency: 1_500, jitter: 0 } }], 'jitter is 0, not 500'],
    [[{ ...toxic, attributes: { jitter: 500 } }], 'latency is absent, not 1500'],
  ])('says what differs (%#)', (toxics, words) => {
    expect(latency.missing(here, proxy(...toxics))).toBe(words);
  });

  it('is healed only when its own toxic is gone, others or not', () => {
    expect(latency.remaining(here, proxy(toxic))).toContain('peakproof-r-f is still there');
    expect(latency.remaining(here, proxy({ ...toxic, name: 'another' }))).toBeNull();
  });
});
