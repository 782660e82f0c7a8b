import cluster, { type Worker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { log } from '../process/service.ts';
import { settingsVariable, type ServiceSettings } from '../process/settings.ts';
import { endChild, untilReady } from './child.ts';

export interface WebProcesses {
  readonly pids: readonly number[];
  readonly stop: () => Promise<void>;
}

/**
 * Starts the web processes. This parent takes the connections and hands them round. A web process would take one with each turn of its event
 * loop (libuv 1.45 and later), and under load a turn is long: new visitors would wait for seconds, and the queue of the socket overflow, while
 * those who are in are served. One that dies is replaced, at most once a second.
 */
export const startWeb = async (settings: ServiceSettings, count: number): Promise<WebProcesses> => {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({
    exec: fileURLToPath(new URL('../web/worker.ts', import.meta.url)),
    args: [],
    execArgv: process.execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let stopping = false;
  const workers = new Set<Worker>();
  const start = async (): Promise<void> => {
    const worker = cluster.fork({ [settingsVariable]: JSON.stringify(settings) });
    workers.add(worker);
    let wasReady = false;
    worker.on('exit', (code, signal) => {
      workers.delete(worker);
      if (stopping || !wasReady) return;
      log(
        'shop',
        `web process ${worker.process.pid ?? 0} ended (${signal === '' ? `exit ${code}` : signal}): another is started`,
      );
      setTimeout(() => {
        if (!stopping) start().catch((error: unknown) => log('shop', String(error)));
      }, 1_000);
    });
    await untilReady('web', worker, 30_000);
    wasReady = true;
  };
  const stop = async () => {
    stopping = true;
    await Promise.all([...workers].map((worker) => endChild(worker.process, 'SIGTERM', 3_000)));
  };
  try {
    await Promise.all(Array.from({ length: count }, start));
  } catch (error) {
    await stop();
    throw error;
  }
  return { pids: [...workers].flatMap((worker) => worker.process.pid ?? []), stop };
};
