import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { NotReadyError } from '../../core/errors.ts';
import type { ShopEnvironment } from '../../ports.ts';
import { startOwnProcess, type OwnProcess } from './own-process.ts';
import { parseReadyLine, type ReadyLine } from './ready-line.ts';
import { startToxiproxy } from './start-toxiproxy.ts';

export interface ReferenceShopOptions {
  readonly nodePath: string;
  /** Absolute path of `shop/main.ts`. */
  readonly shopMain: string;
  readonly profile: 'modern' | 'legacy';
  readonly defects: readonly string[];
  /** The shop's data: made if need be, emptied at the start and at the end. */
  readonly dataFolder: string;
  /** Absolute path of `toxiproxy-server`. */
  readonly toxiproxyServer: string;
  /** Program: `redis-server`, `valkey-server` or `peakproof-redis`. */
  readonly redis: string;
  /** Appended to: what the shop and its Toxiproxy say. */
  readonly logFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onProgress: (text: string) => void;
  /** Port of the shop on 127.0.0.1; without it, a free one. */
  readonly port?: number;
  /** How long the shop may take to come up, ms. */
  readonly readyTimeoutMs?: number;
}

/** Runs TypeScript as it is, from whatever folder the harness was started in. */
const tsxArguments = (): string[] => ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];

/**
 * The shop shares the machine with the load generator, and gives way to it: a shop that is short of processor time is slow, and
 * seen to be; a generator that is short of it sees wrong.
 */
const niceness = 5;
/** A shop has databases to end in order. */
const stopWithinMs = 20_000;
const wordsInMessage = 12;

const shopArguments = (options: ReferenceShopOptions, toxiproxyUrl: string): string[] => [
  ...tsxArguments(),
  options.shopMain,
  ...['--profile', options.profile],
  ...['--data', path.resolve(options.dataFolder)],
  ...['--toxiproxy', toxiproxyUrl],
  ...['--redis', options.redis],
  ...(options.port === undefined ? [] : ['--port', String(options.port)]),
  ...options.defects.flatMap((defect) => ['--defect', defect]),
];

const lastWords = (logFile: string, from: number): string => {
  const text = readFileSync(logFile).subarray(from).toString('utf8').trimEnd();
  return text === '' ? '' : `\n${text.split('\n').slice(-wordsInMessage).join('\n')}`;
};

/** The shop's ready line. @throws Error when it ends first, or is not ready in time. */
const untilReady = async (shop: OwnProcess, timeoutMs: number): Promise<ReadyLine> => {
  const state: { ready: ReadyLine | null } = { ready: null };
  if (shop.child.stdout === null) throw new Error('the shop has no standard output');
  createInterface({ input: shop.child.stdout }).on('line', (line) => (state.ready ??= parseReadyLine(line)));
  const deadline = performance.now() + timeoutMs;
  while (state.ready === null) {
    const ended = shop.ended();
    if (ended !== null) throw new Error(ended);
    if (performance.now() > deadline) throw new Error(`it was not ready within ${timeoutMs} ms`);
    await wait(50);
  }
  return state.ready;
};

/**
 * Starts the reference shop on free ports.
 * 1. Toxiproxy. 2. The shop, which puts its proxies there. 3. Its ready line.
 * What was started is ended again when a later step fails.
 * @throws NotReadyError with the end of the log.
 */
export const startReferenceShop = async (options: ReferenceShopOptions): Promise<ShopEnvironment> => {
  const { env, logFile, readyTimeoutMs = 120_000 } = options;
  mkdirSync(path.dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const logStart = readFileSync(logFile).length;
  const undos: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) await undo();
  };
  try {
    options.onProgress(`Starting the reference shop (${options.profile})`);
    const toxiproxy = await startToxiproxy(options.toxiproxyServer, env, log);
    undos.push(toxiproxy.stop);
    const shop = await startOwnProcess(
      'nice',
      ['-n', String(niceness), options.nodePath, ...shopArguments(options, toxiproxy.url)],
      { env, log, readsStdout: true },
    );
    undos.push(() => shop.end(stopWithinMs));
    const ready = await untilReady(shop, readyTimeoutMs);
    options.onProgress(`The shop is up at ${ready.baseUrl}`);
    return {
      baseUrl: ready.baseUrl,
      frontPageUrl: ready.baseUrl,
      auditUrl: ready.auditUrl,
      databaseUrl: ready.databaseUrl,
      resources: { url: ready.resourcesUrl, figures: null },
      toxiproxyUrl: toxiproxy.url,
      targets: ready.targets,
      upstreams: ready.upstreams,
      servicesUrl: ready.servicesUrl,
      pids: [shop.pid, ...ready.pids, toxiproxy.pid],
      logFile,
      stop,
    };
  } catch (cause) {
    await stop();
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new NotReadyError(
      `The reference shop did not start: ${words}${lastWords(logFile, logStart)}`,
      `Its whole log: ${logFile}`,
      { cause },
    );
  } finally {
    closeSync(log);
  }
};
