import cluster, { type Worker } from 'node:cluster';
import { fileURLToPath } from 'node:url';
import type { Service } from '../control/service.ts';
import { log } from '../process/service.ts';
import type { ResourceReading } from '../../src/core/wire/resources.ts';
import { settingsVariable, type ServiceMessage, type ServiceSettings } from '../process/settings.ts';
import { firstRelease, isRelease, releaseNames, type Release } from '../releases/releases.ts';
import { drainMessage } from '../web/drain.ts';
import { endChild, untilReady } from './child.ts';

export interface WebProcesses extends Service {
  /** What each process said last about itself. */
  readonly resources: () => readonly ResourceReading[];
  readonly stop: () => Promise<void>;
}

const replaceAfterMs = 1_000;
/** Longer than a draining process takes to leave. */
const drainDeadlineMs = 20_000;

const untilExit = (worker: Worker): Promise<void> =>
  worker.isDead() ? Promise.resolve() : new Promise((resolve) => worker.once('exit', () => resolve()));

/** The cluster's worker processes: forked with settings, ready or not at all. */
const prepareCluster = () => {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({
    exec: fileURLToPath(new URL('../web/worker.ts', import.meta.url)),
    args: [],
    execArgv: process.execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
};

/**
 * Starts the web processes. This parent takes the connections and hands them round. A web process would take one with each turn of its event
 * loop (libuv 1.45 and later), and under load a turn is long: new visitors would wait for seconds, and the queue of the socket overflow, while
 * those who are in are served. One that dies is replaced, at most once a second; all are replaced one by one when a release is rolled out.
 */
export const startWeb = async (settings: ServiceSettings, count: number): Promise<WebProcesses> => {
  prepareCluster();
  let stopping = false;
  let release: Release = firstRelease;
  /** Processes that serve; one that drains or has died is none of them. */
  const serving = new Set<Worker>();
  /** Processes that were started and have not ended, ready or not, with what each said last about itself. */
  const alive = new Map<Worker, readonly ResourceReading[]>();

  const fork = async (): Promise<Worker> => {
    const worker = cluster.fork({ [settingsVariable]: JSON.stringify({ ...settings, release }) });
    alive.set(worker, []);
    worker.on('message', (message: ServiceMessage) => {
      if ('resources' in message && alive.has(worker)) alive.set(worker, message.resources);
    });
    worker.on('exit', (code, signal) => {
      alive.delete(worker);
      if (!serving.delete(worker) || stopping) return;
      const how = signal === '' ? `exit ${code}` : signal;
      log('shop', `web process ${worker.process.pid ?? 0} ended (${how}): another is started`);
      setTimeout(() => void start().catch((error: unknown) => log('shop', String(error))), replaceAfterMs);
    });
    await untilReady('web', worker, 30_000);
    serving.add(worker);
    return worker;
  };

  let starting: Promise<void> = Promise.resolve();
  /** Starts what is missing. One call after the other, so that a death and a healing do not both replace it. */
  const start = (): Promise<void> => {
    const startMissing = async (): Promise<void> => {
      if (stopping) return;
      await Promise.all(Array.from({ length: Math.max(0, count - serving.size) }, fork));
    };
    starting = starting.then(startMissing, startMissing);
    return starting;
  };

  const drain = async (worker: Worker): Promise<void> => {
    serving.delete(worker);
    worker.send(drainMessage);
    const timer = setTimeout(() => worker.process.kill('SIGKILL'), drainDeadlineMs);
    await untilExit(worker);
    clearTimeout(timer);
  };

  const stop = async () => {
    stopping = true;
    await Promise.all([...alive.keys()].map((worker) => endChild(worker.process, 'SIGTERM', 3_000)));
  };

  const roll = async (wanted: string): Promise<void> => {
    if (!isRelease(wanted)) throw new Error(`there is no release ${wanted}`);
    release = wanted;
    for (const old of [...serving]) {
      await fork();
      await drain(old);
    }
    log('shop', `release ${wanted} runs on ${serving.size} web processes`);
  };

  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: 'web',
    processes: () =>
      [...serving].flatMap(({ process: { pid }, process: child }) =>
        pid === undefined ? [] : [{ pid, kill: (signal) => child.kill(signal) }],
      ),
    start,
    releases: { current: () => release, known: releaseNames, roll },
    resources: () => [...alive.values()].flat(),
    stop,
  };
};
