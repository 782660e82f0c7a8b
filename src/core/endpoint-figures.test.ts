import { expect, it } from 'vitest';
import { proxyCost, type EndpointFigures } from './endpoint-figures.ts';

const figures = (change: Partial<EndpointFigures>): EndpointFigures => ({
  url: 'http://127.0.0.1:1/',
  connections: 10,
  durationSeconds: 5,
  responses: 5_000,
  responsesPerSecond: 1_000,
  errors: 0,
  badStatus: 0,
  p50Ms: 1,
  p95Ms: 2,
  p99Ms: 3,
  ...change,
});

it('is what the proxy adds to the direct way', () => {
  const cost = proxyCost(figures({}), figures({ p50Ms: 1.5, p95Ms: 4, responsesPerSecond: 800 }));
  expect(cost).toEqual({ p50AddedMs: 0.5, p95AddedMs: 2, throughputRatio: 0.8 });
});

it('does not divide by a direct way that answered nothing', () => {
  expect(proxyCost(figures({ responsesPerSecond: 0 }), figures({})).throughputRatio).toBe(0);
});
