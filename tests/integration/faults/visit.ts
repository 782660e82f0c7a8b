import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export interface Visit {
  readonly bytes: number;
  readonly tookMs: number;
  /** Code of the error; null when the answer came whole. */
  readonly error: string | null;
}

/** Asks for so many bytes, on a connection of its own or of the agent's. */
export const visit = (
  port: number,
  bytes: number,
  patienceMs = 10_000,
  agent: http.Agent | false = false,
): Promise<Visit> =>
  new Promise((resolve) => {
    const startedAt = performance.now();
    let received = 0;
    const done = (error: string | null) => resolve({ bytes: received, tookMs: performance.now() - startedAt, error });
    const fail = (error: NodeJS.ErrnoException) => done(error.code ?? error.message);
    const request = http.get({ host: '127.0.0.1', port, path: `/${bytes}`, agent, timeout: patienceMs }, (response) => {
      response.on('data', (chunk: Buffer) => (received += chunk.length));
      response.on('end', () => done(null));
      response.on('error', fail);
    });
    request.on('timeout', () => request.destroy(Object.assign(new Error('no answer'), { code: 'PATIENCE' })));
    request.on('error', fail);
  });

/** Shoppers on kept connections, so that faults come and go under traffic. @returns ends them. */
export const startTraffic = (port: number, shoppers = 20): (() => Promise<void>) => {
  const agent = new http.Agent({ keepAlive: true });
  let stopped = false;
  const shop = async (): Promise<void> => {
    while (!stopped) {
      await visit(port, 20_000, 500, agent);
      await wait(5);
    }
  };
  const all = Promise.all(Array.from({ length: shoppers }, shop));
  return async () => {
    stopped = true;
    await all;
    agent.destroy();
  };
};
