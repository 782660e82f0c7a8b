import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { workerArguments, workerEnvironment } from '../../src/adapters/k6/command-line.ts';
import { k6LoadGenerator } from '../../src/adapters/k6/index.ts';
import { lastWords, startWorker } from '../../src/adapters/k6/worker-process.ts';
import type { Plan } from '../../src/core/wire/plan.ts';
import type { LoadContext } from '../../src/ports.ts';

/**
 * Who shops: `runtime` is scenarios/lib, as in a rehearsal; `bare` is bench/scripts/bare.ts, `plain` is bench/scripts/plain.ts, both run
 * by the same k6.
 */
export type Program = 'runtime' | 'bare' | 'plain';
/** Where k6 writes its samples; `json` and `csv` are its own outputs. */
export type Output = 'timeline' | 'none' | 'json' | 'csv';

export interface LoadOptions {
  readonly plan: Plan;
  readonly program: Program;
  readonly output: Output;
  readonly tls?: boolean;
  /** Where k6 serves profiles of itself: host and port. */
  readonly profilesAt?: string;
}

const folderOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const scenariosFolder = folderOf('../../scenarios');
const scriptsFolder = folderOf('../scripts');

interface StartedLoad {
  readonly pids: readonly number[];
  readonly ended: Promise<{ readonly exitCodes: readonly (number | null)[]; readonly words: string }>;
  kill(): Promise<void>;
}

/** Starts k6 for a plan whose folder has been made. */
export const startLoad = async (
  { plan, program, output, tls = false, profilesAt }: LoadOptions,
  {
    k6Path,
    runFolder,
    t0Ms,
    baseUrls,
  }: {
    readonly k6Path: string;
    readonly runFolder: string;
    readonly t0Ms: number;
    readonly baseUrls: readonly string[];
  },
): Promise<StartedLoad> => {
  const adapterFile = path.join(scriptsFolder, 'journey.ts');
  const context: LoadContext = { plan, runFolder, t0Ms, baseUrl: baseUrls[0] ?? '', adapterFile };
  const adjustArguments = (args: readonly string[]) => adjusted(args, { output, tls, profilesAt, runFolder });
  // One target is reached by its base URL, as a shop is; the adapter deals shoppers over several.
  const several = baseUrls.length > 1 || program === 'plain' ? { BENCH_BASE_URLS: baseUrls.join(' ') } : {};
  const env = { ...process.env, ...several };
  if (program === 'runtime') {
    const load = await k6LoadGenerator({ k6Path, env, scenariosFolder, adjustArguments }).start(context);
    const ended = load.ended.then((end) => ({ exitCodes: end.exitCodes, words: end.lastWords }));
    return { pids: load.pids, ended, kill: () => load.kill() };
  }
  const files = {
    entry: path.join(scriptsFolder, `${program}.ts`),
    population: '',
    stop: path.join(runFolder, 'stop'),
  };
  const given = workerEnvironment(env, context, files, 'w1');
  const worker = await startWorker(
    k6Path,
    program === 'plain' ? plainArguments(files.entry) : adjustArguments(workerArguments(context, files, 0)),
    { env: program === 'plain' ? withoutMemorySettings(given) : given, runFolder, worker: 'w1' },
  );
  return {
    pids: [worker.pid],
    ended: worker.ended.then((code) => ({ exitCodes: [code], words: lastWords(runFolder, ['w1']) })),
    kill: () => worker.kill(),
  };
};

/** k6 with its own settings. */
const plainArguments = (script: string): string[] => [
  'run',
  '--quiet',
  '--address=',
  '--no-usage-report',
  '--log-output=file=engine-w1.log,level=error',
  script,
];

const withoutMemorySettings = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => name !== 'GOGC' && name !== 'GOMEMLIMIT'));

interface Adjustments {
  readonly output: Output;
  readonly tls: boolean;
  readonly profilesAt: string | undefined;
  readonly runFolder: string;
}

/** A worker's arguments with another output, with trust in the target's own certificate, and with a place for profiles. */
const adjusted = (args: readonly string[], { output, tls, profilesAt, runFolder }: Adjustments): string[] => {
  const place = args.indexOf('--out');
  const [before, timeline, after] = [args.slice(0, place), args.slice(place, place + 2), args.slice(place + 2)];
  const outputs = {
    timeline,
    none: [],
    json: ['--out', `json=${path.join(runFolder, 'samples.json')}`],
    csv: ['--out', `csv=${path.join(runFolder, 'samples.csv')}`],
  }[output];
  const profiles = profilesAt === undefined ? [] : ['--profiling-enabled', `--address=${profilesAt}`];
  return [...before, ...outputs, ...(tls ? ['--insecure-skip-tls-verify'] : []), ...profiles, ...after];
};
