import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { endWithHarness, startOwnProcess } from './own-process.ts';

export interface RunningToxiproxy {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const readyWithinMs = 15_000;

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address === null || typeof address === 'string' ? 0 : address.port));
    });
  });

const answers = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/version`, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
};

/**
 * Starts a Toxiproxy on a free port of 127.0.0.1 and waits until it answers.
 * @param log file descriptor for what it says; only errors, since it says a line for each connection otherwise.
 * @throws Error when it does not start.
 */
export const startToxiproxy = async (
  program: string,
  env: NodeJS.ProcessEnv,
  log: number,
): Promise<RunningToxiproxy> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const toxiproxy = await startOwnProcess(program, ['-host', '127.0.0.1', '-port', String(port)], {
    // One thread: it only hands bytes on, and waking others for that would cost more than the bytes do.
    env: { ...env, LOG_LEVEL: 'error', GOMAXPROCS: '1' },
    log,
    readsStdout: false,
  });
  const callOff = endWithHarness(toxiproxy.pid, env);
  const stop = async () => {
    await toxiproxy.end(3_000);
    callOff();
  };
  const deadline = performance.now() + readyWithinMs;
  while (!(await answers(url))) {
    const ended = toxiproxy.ended();
    if (ended !== null || performance.now() > deadline) {
      await stop();
      throw new Error(
        `Toxiproxy (${program}) did not start: ${ended ?? `no answer on port ${port} within ${readyWithinMs} ms`}`,
      );
    }
    await wait(50);
  }
  return { url, pid: toxiproxy.pid, stop };
};
