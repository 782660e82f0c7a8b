import { getEventListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probeEndpoint } from '../../../src/adapters/autocannon/probe-endpoint.ts';
import { proxyWay } from '../../../src/adapters/toxiproxy/index.ts';
import type { Said } from '../../../src/run/journal.ts';
import { measureFloor } from '../../../src/run/measure-floor.ts';
import { startToxiproxy, type ToxiproxyRig } from './toxiproxy-rig.ts';

let server: Server;
let rig: ToxiproxyRig;
let port: number;

beforeAll(async () => {
  server = createServer((_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
  rig = await startToxiproxy();
});

afterAll(() => {
  rig.stop();
  server.close();
  server.closeAllConnections();
});

it('finds the way through a proxy, and measures what it costs', async () => {
  const listens = await rig.proxyTo('recommendations', port);
  const way = await proxyWay(rig.url, 'recommendations');
  expect(way).toEqual({ listen: `127.0.0.1:${listens}`, upstream: `127.0.0.1:${port}` });
  expect(await proxyWay(rig.url, 'nothing')).toBeNull();

  const said: Said[] = [];
  const { signal } = new AbortController();
  await measureFloor({
    journal: { say: (event) => void said.push(event) },
    frontPageUrl: `http://127.0.0.1:${port}/`,
    proxied: () =>
      Promise.resolve({
        target: 'recommendations',
        directUrl: `http://127.0.0.1:${port}/`,
        throughUrl: `http://127.0.0.1:${listens}/`,
      }),
    ask: (url) => probeEndpoint({ url, connections: 2, durationSeconds: 1, timeoutSeconds: 2 }, signal),
    signal,
  });
  expect(said).toMatchObject([
    { type: 'probe', target: 'front page', direct: { errors: 0, badStatus: 0 }, through: null },
    { type: 'probe', target: 'recommendations', direct: { connections: 2 }, through: { connections: 2 } },
  ]);
  // A soak probes with each of its legs, and stops by the same signal.
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('says that a Toxiproxy does not answer', async () => {
  await expect(proxyWay('http://127.0.0.1:9', 'recommendations')).rejects.toThrow('127.0.0.1:9');
});
