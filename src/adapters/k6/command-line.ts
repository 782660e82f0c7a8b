import path from 'node:path';
import type { LoadContext } from '../../ports.ts';

/** Files of one run that the engine reads or writes; absolute. */
export interface EngineFiles {
  readonly entry: string;
  readonly population: string;
  readonly stop: string;
}

/** `w1`, `w2`, … */
export const workerNames = (workers: number): string[] =>
  Array.from({ length: workers }, (_, index) => `w${index + 1}`);

export const timelineFile = (runFolder: string, worker: string): string =>
  path.join(runFolder, `timeline-${worker}.ndjson`);

/** Name of a worker's log in the run's folder, which is the working folder of the engine: k6 reads commas in a path as options. */
export const logFileName = (worker: string): string => `engine-${worker}.log`;

/**
 * Arguments of one worker. Why each is there: DESIGN §5. Warnings stay out of the log, as there is one for every failed request;
 * what is left is bounded by the runtime.
 * @param index 0 for the first worker.
 */
export const workerArguments = (context: LoadContext, files: EngineFiles, index: number): string[] => {
  const { workers } = context.plan.load;
  const worker = `w${index + 1}`;
  const bounds = Array.from({ length: workers + 1 }, (_, bound) => segmentBound(bound, workers));
  const segments =
    workers === 1
      ? []
      : [
          '--execution-segment',
          `${bounds[index]}:${bounds[index + 1]}`,
          '--execution-segment-sequence',
          bounds.join(','),
        ];
  return [
    'run',
    '--quiet',
    '--address=',
    '--no-thresholds',
    '--no-usage-report',
    '--no-color',
    '--summary-mode=disabled',
    '--log-format=raw',
    `--log-output=file=${logFileName(worker)},level=error`,
    '--out',
    `timeline=${timelineFile(context.runFolder, worker)}`,
    ...segments,
    files.entry,
  ];
};

const segmentBound = (bound: number, workers: number): string =>
  bound === 0 ? '0' : bound === workers ? '1' : `${bound}/${workers}`;

/** Of the harness's own environment, the engine gets neither proxies, nor options of k6, nor keys to the cloud. */
const withheld = /^(https?_proxy|all_proxy|no_proxy|K6_.*|AWS_.*|PEAKPROOF_.*|NODE_OPTIONS)$/i;

/** Share of the machine's memory that all workers together should stay below: the shop may run here too. */
const memoryShare = 0.4;
/** Garbage is collected when the heap has trebled: a shopper who thinks keeps so little that this takes less than 300 MiB for 15,000 of them. */
const garbagePercent = 200;

/** Environment of one worker: docs/contracts.md. */
export const workerEnvironment = (
  env: NodeJS.ProcessEnv,
  { plan, runFolder, t0Ms, baseUrl }: LoadContext,
  files: EngineFiles,
  worker: string,
): NodeJS.ProcessEnv => ({
  // Together as many threads as there are processors: more of them wake one another for nothing.
  GOMAXPROCS: String(Math.max(1, Math.ceil(plan.environment.cpus / plan.load.workers))),
  GOGC: String(garbagePercent),
  GOMEMLIMIT: `${Math.floor((plan.environment.memoryMiB * memoryShare) / plan.load.workers)}MiB`,
  ...Object.fromEntries(Object.entries(env).filter(([name]) => !withheld.test(name))),
  NO_PROXY: '*',
  PEAKPROOF_PLAN: path.join(runFolder, 'plan.json'),
  PEAKPROOF_BASE_URL: baseUrl,
  PEAKPROOF_T0_MS: String(t0Ms),
  PEAKPROOF_WORKER: worker,
  PEAKPROOF_RUN_ID: plan.runId,
  PEAKPROOF_LEDGER: path.join(runFolder, `ledger-${worker}.ndjson`),
  PEAKPROOF_STOP_FILE: files.stop,
  PEAKPROOF_POPULATION: files.population,
  PEAKPROOF_CONNECTIONS: plan.load.connections,
});
