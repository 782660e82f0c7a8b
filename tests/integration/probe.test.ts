import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';

const answersAfterMs = 20;

let quick: Server;
let slow: Server;
const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const listen = (server: Server): Promise<void> => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

beforeAll(async () => {
  quick = createServer((_request, response) => response.end('ok'));
  slow = createServer((request, response) => {
    setTimeout(() => {
      response.statusCode = request.url === '/missing' ? 404 : 200;
      response.end('ok');
    }, answersAfterMs);
  });
  await Promise.all([listen(quick), listen(slow)]);
});

afterAll(() => {
  for (const server of [quick, slow]) {
    server.close();
    server.closeAllConnections();
  }
});

interface Printed {
  readonly direct: {
    readonly responses: number;
    readonly p50Ms: number;
    readonly p95Ms: number;
    readonly badStatus: number;
  };
  readonly through: { readonly p50Ms: number } | null;
  readonly proxyCost: { readonly p50AddedMs: number; readonly throughputRatio: number } | null;
}

const probe = async (...args: string[]): Promise<Printed> => {
  const { code, stdout, stderr } = await runCli(['probe', '--duration', '2s', '--json', ...args]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout) as Printed;
};

describe('probe', () => {
  it('measures an endpoint directly and through a slower way', async () => {
    const { direct, through, proxyCost } = await probe(urlOf(quick), '--through', urlOf(slow), '--connections', '4');
    expect(direct.responses).toBeGreaterThan(10);
    expect(direct.p95Ms).toBeGreaterThanOrEqual(direct.p50Ms);
    expect(through?.p50Ms).toBeGreaterThanOrEqual(answersAfterMs - 2);
    expect(proxyCost?.p50AddedMs).toBeGreaterThan(0);
    expect(proxyCost?.throughputRatio).toBeLessThan(1);
  });

  it('counts bad statuses', async () => {
    const { direct } = await probe(`${urlOf(slow)}missing`, '--connections', '2');
    expect(direct.badStatus).toBe(direct.responses);
  });

  it('refuses hosts that are not allowed, and says when nobody answers', async () => {
    const refused = await runCli(['probe', 'http://shop.example/', '--duration', 'soon']);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('--allow-host shop.example');
    expect(refused.stderr).toContain('--duration');
    const silent = await runCli(['probe', 'http://127.0.0.1:9/', '--duration', '1s']);
    expect(silent).toMatchObject({ code: 5 });
  });
});
