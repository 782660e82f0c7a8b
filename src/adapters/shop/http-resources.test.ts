import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpResources } from './http-resources.ts';

const answers: Record<string, string> = {
  '/ours': JSON.stringify({
    resources: [{ name: 'web heap', kind: 'memory', value: 81.5, unit: 'MiB', limit: 512 }],
    more: 1,
  }),
  '/other': JSON.stringify({ memory: { heapUsed: 2 ** 21 }, pools: [{ busy: 3 }] }),
  '/page': '<html>',
};
let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const body = answers[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

const heap = { path: 'memory.heapUsed', kind: 'memory', unit: 'MiB', limit: null, factor: 2 ** -20 } as const;
const busy = { path: 'pools.0.busy', kind: 'connections', unit: 'count', limit: 10, factor: 1 } as const;

describe('httpResources', () => {
  it('reads our own format', async () => {
    const read = await httpResources({ url: `${base}/ours`, figures: null }).read();
    expect(read).toEqual([{ name: 'web heap', kind: 'memory', value: 81.5, unit: 'MiB', limit: 512 }]);
  });

  it('picks figures by path, in their unit', async () => {
    const read = await httpResources({ url: `${base}/other`, figures: { heap, busy } }).read();
    expect(read.map(({ name, value, limit }) => [name, value, limit])).toEqual([
      ['heap', 2, null],
      ['busy', 3, 10],
    ]);
  });

  it.each([
    ['/other', null, /agreed format/],
    ['/other', { heap: { ...heap, path: 'memory.rss' } }, /no number at memory\.rss \(resources\.figures\.heap/],
    ['/page', null, /JSON/],
    ['/none', null, /status 404/],
  ])('says what is wrong: %s', async (path, figures, message) => {
    await expect(httpResources({ url: base + path, figures }).read()).rejects.toThrow(message);
  });
});
