import { spawn } from 'node:child_process';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { ensureEngine } from '../../../src/adapters/engine/index.ts';
import type { PlannedFault } from '../../../src/core/wire/plan.ts';

/** A run id as the harness gives them. */
export const runId = '2026-11-27-083000-4f2a';

export const faultOn = (proxy: string, kind: string, attributes: PlannedFault['attributes'] = {}): PlannedFault => ({
  name: `the-${kind.replace('_', '-')}`,
  kind,
  target: proxy,
  proxy,
  atSeconds: 0,
  durationSeconds: 10,
  longestLifeSeconds: 60,
  attributes,
  toxicity: 1,
});

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

const toxiproxyBinary = async (): Promise<string> =>
  process.env['PEAKPROOF_TOXIPROXY'] ??
  (await ensureEngine({ env: process.env, onProgress: () => undefined })).toxiproxyServer;

export interface ToxiproxyRig {
  readonly url: string;
  readonly pid: number;
  /** Makes a proxy before a port of this machine. @returns the port on which it listens. */
  proxyTo(name: string, upstreamPort: number): Promise<number>;
  /** One call of the API as another user of this Toxiproxy would make it. */
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  stop(): void;
}

/** A real Toxiproxy of this test's own, on a free port. */
export const startToxiproxy = async (): Promise<ToxiproxyRig> => {
  const port = await freePort();
  const child = spawn(await toxiproxyBinary(), ['-host', '127.0.0.1', '-port', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, LOG_LEVEL: 'fatal' },
  });
  const url = `http://127.0.0.1:${port}`;
  const call: ToxiproxyRig['call'] = async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
  for (let tries = 0; ; tries += 1) {
    try {
      await call('GET', '/proxies');
      break;
    } catch (error) {
      if (tries > 100) throw error;
      await wait(50);
    }
  }
  return {
    url,
    pid: child.pid ?? 0,
    call,
    proxyTo: async (name, upstreamPort) => {
      const { body } = await call('POST', '/proxies', {
        name,
        listen: '127.0.0.1:0',
        upstream: `127.0.0.1:${upstreamPort}`,
      });
      return Number((body as { listen: string }).listen.split(':')[1]);
    },
    stop: () => void child.kill('SIGKILL'),
  };
};

/** A real upstream: `GET /<n>` answers with n bytes. */
export const startUpstream = async (): Promise<{ port: number; server: Server; visits(): number; stop(): void }> => {
  let visits = 0;
  const server = createHttpServer((request, response) => {
    visits += 1;
    response.end(Buffer.alloc(Number(request.url?.slice(1)) || 0, 'x'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return {
    port: (server.address() as AddressInfo).port,
    server,
    visits: () => visits,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
