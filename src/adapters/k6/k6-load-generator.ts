import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NotReadyError } from '../../core/errors.ts';
import { plannedShoppers } from '../../core/planned-load.ts';
import type { LoadContext, LoadGenerator, RunningLoad } from '../../ports.ts';
import { workerArguments, workerEnvironment, workerNames, type EngineFiles } from './command-line.ts';
import { entrySource } from './entry-file.ts';
import { preparePopulation } from './population.ts';
import { lastWords, startWorker, type WorkerProcess } from './worker-process.ts';

export interface K6Options {
  /** Absolute path of `peakproof-k6`. */
  readonly k6Path: string;
  /** The environment that workers inherit from, without proxies, k6's options and cloud credentials. */
  readonly env: NodeJS.ProcessEnv;
  /** Absolute path of the folder with `<scenario>.ts` and `lib/`. */
  readonly scenariosFolder: string;
  /** Changes the arguments that a worker is started with: benchmarks ask for other outputs and options of k6. */
  readonly adjustArguments?: (args: readonly string[]) => readonly string[];
}

/**
 * Drives the plan's load with k6: one process a worker, each with its share of the hosts. `plan.json` must be in the run's folder.
 * `start` throws NotReadyError when a file is missing or k6 cannot be started.
 */
export const k6LoadGenerator = (options: K6Options): LoadGenerator => ({
  start: async (context) => {
    const { plan, runFolder } = context;
    const files = await writeFiles(options, context);
    const names = workerNames(plan.load.workers);
    const { adjustArguments = (args) => args } = options;
    const started = await Promise.allSettled(
      names.map((worker, index) =>
        startWorker(options.k6Path, adjustArguments(workerArguments(context, files, index)), {
          env: workerEnvironment(options.env, context, files, worker),
          runFolder,
          worker,
        }),
      ),
    );
    const processes = started.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    const refused = started.find((start) => start.status === 'rejected');
    if (refused !== undefined) {
      await Promise.all(processes.map((process) => process.kill()));
      throw new NotReadyError(
        `The load engine ${options.k6Path} cannot be started: ${String(refused.reason)}`,
        'Run `npx peakproof doctor`; `npx peakproof engine` builds it anew.',
        { cause: refused.reason },
      );
    }
    return runningLoad(processes, files.stop, () => lastWords(runFolder, names));
  },
});

const writeFiles = async ({ env, scenariosFolder }: K6Options, context: LoadContext): Promise<EngineFiles> => {
  const { plan, runFolder, adapterFile } = context;
  const scenarioFile = path.join(scenariosFolder, `${plan.scenario.name}.ts`);
  mustExist(scenarioFile, 'The scenario', `Scenarios are files of ${scenariosFolder}.`);
  mustExist(
    adapterFile,
    'The shop adapter',
    'Name it in `shop` of k6.config.ts; `npx peakproof init` writes one to start from.',
  );
  const entry = path.join(runFolder, 'engine-entry.ts');
  writeFileSync(entry, entrySource(scenarioFile, adapterFile));
  return {
    entry,
    population: await preparePopulation(env, plan.seed, plannedShoppers(plan.load)),
    stop: path.join(runFolder, 'stop'),
  };
};

const mustExist = (file: string, what: string, hint: string): void => {
  if (!existsSync(file)) throw new NotReadyError(`${what} ${file} does not exist`, hint);
};

const runningLoad = (
  processes: readonly WorkerProcess[],
  stopFile: string,
  readLastWords: () => string,
): RunningLoad => ({
  pids: processes.map((process) => process.pid),
  ended: Promise.all(processes.map((process) => process.ended)).then((exitCodes) => ({
    exitCodes,
    lastWords: readLastWords(),
  })),
  stop: () => {
    writeFileSync(stopFile, 'stop\n');
    return Promise.resolve();
  },
  kill: async () => {
    await Promise.all(processes.map((process) => process.kill()));
  },
});
