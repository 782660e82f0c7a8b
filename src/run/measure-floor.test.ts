import { describe, expect, it } from 'vitest';
import type { EndpointFigures } from '../core/endpoint-figures.ts';
import { runEventSchema } from '../core/wire/events.ts';
import type { Said } from './journal.ts';
import { measureFloor, type FloorParts } from './measure-floor.ts';

const figures = (url: string): EndpointFigures => ({
  url,
  connections: 4,
  durationSeconds: 2,
  responses: 4_000,
  responsesPerSecond: 2_000,
  errors: 0,
  badStatus: 0,
  p50Ms: 1,
  p95Ms: 2,
  p99Ms: 4,
});

const endpoint = { target: 'recommendations', directUrl: 'http://direct/', throughUrl: 'http://through/' };

const measured = async (parts: Partial<FloorParts>) => {
  const said: Said[] = [];
  const asked: string[] = [];
  await measureFloor({
    journal: { say: (event) => void said.push(event) },
    frontPageUrl: 'http://shop/',
    proxied: () => Promise.resolve(endpoint),
    ask: (url) => {
      asked.push(url);
      return Promise.resolve(figures(url));
    },
    signal: new AbortController().signal,
    ...parts,
  });
  return { said, asked };
};

describe('measureFloor', () => {
  it('asks the front page, then one endpoint directly and through its proxy, and writes both down', async () => {
    const { said, asked } = await measured({});
    expect(asked).toEqual(['http://shop/', 'http://direct/', 'http://through/']);
    expect(said).toMatchObject([
      { type: 'probe', target: 'front page', direct: { p95Ms: 2 }, through: null },
      { type: 'probe', target: 'recommendations', direct: { p95Ms: 2 }, through: { p95Ms: 2 } },
    ]);
    for (const event of said)
      expect(
        runEventSchema.safeParse({ v: 1, at: '2026-11-27T08:00:00.000Z', offsetSeconds: null, ...event }).error,
      ).toBeUndefined();
  });

  it('knows shops without an endpoint behind a proxy', async () => {
    const { said } = await measured({ proxied: () => Promise.resolve(null) });
    expect(said.map(({ type }) => type)).toEqual(['probe']);
  });

  it('takes what cannot be measured for a note, and goes on', async () => {
    const refused = (url: string) =>
      url === 'http://shop/' ? Promise.reject(new Error('no answer')) : Promise.resolve(figures(url));
    const { said } = await measured({ ask: refused });
    expect(said).toMatchObject([
      { type: 'note', text: 'The floor of the front page could not be measured before the load: no answer' },
      { type: 'probe', target: 'recommendations' },
    ]);
    const noToxiproxy = await measured({ proxied: () => Promise.reject(new Error('gone')) });
    expect(noToxiproxy.said.map(({ type }) => type)).toEqual(['probe', 'note']);
  });

  it('asks nothing more once the run is interrupted', async () => {
    const { said, asked } = await measured({ signal: AbortSignal.abort('SIGINT') });
    expect({ said, asked }).toEqual({ said: [], asked: [] });
  });
});
