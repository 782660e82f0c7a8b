import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Moto } from './provided.ts';

const startTimeoutMs = 60_000;

/** A port of loopback that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

/** Starts moto's server on a free port; `stop` ends it by its process id and waits until it is gone. */
export const startMoto = async (moto: Moto): Promise<{ endpoint: string; stop: () => Promise<void> }> => {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(moto.command, [...moto.args, '-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-4_000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.kill();
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(timer);
  };
  const until = performance.now() + startTimeoutMs;
  while (!(await answers(`${endpoint}/moto-api/`))) {
    if (performance.now() > until || child.exitCode !== null) {
      await stop();
      throw new Error(`moto did not start:\n${log}`);
    }
    await wait(100);
  }
  return { endpoint, stop };
};
