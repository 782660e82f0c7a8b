import { access, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { BadInputError, type Problem } from '../core/errors.ts';
import { evidenceVersion } from '../core/wire/plan.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import { parseBudgetsFile, separateElsewhere } from './budgets-file.ts';
import { userConfigSchema, type ParsedConfig } from './config.ts';
import { defaultBudgets } from './default-budgets.ts';
import { expandFaults } from './expand-faults.ts';
import { experimentSchema } from './experiment.ts';
import { normalise, type Overrides } from './normalise.ts';
import { problemsFromIssues } from './problems.ts';
import type { LoadedInput, Settings } from './settings.ts';

export interface LoadRequest {
  /** `--config` as typed; without it `k6.config.ts` of the current folder, where there is one. */
  readonly configPath: string | undefined;
  readonly overrides: Overrides;
  readonly cwd: string;
  /** Folder of the package: its `chaos/` holds the experiments that come with it. */
  readonly packageRoot: string;
  readonly freshSeed: number;
  /** Reads budgets from CloudWatch; called only when the settings ask for it. */
  readonly readCloudWatch: (settings: Settings) => Promise<BudgetsFile>;
}

/** Where experiments are: beside the configuration, and in the package. */
export interface ExperimentFolders {
  readonly user: string;
  readonly packaged: string;
}

type ExperimentRead = { readonly value: LoadedInput['experiment'] } | { readonly problems: readonly Problem[] };

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

const hasDefault = (value: unknown): value is { readonly default: unknown } =>
  typeof value === 'object' && value !== null && 'default' in value;

/** The default export; one level further down where the folder has no `"type": "module"` and the file became CommonJS. */
const defaultOf = (module: unknown): unknown => {
  if (!hasDefault(module)) return undefined;
  return hasDefault(module.default) ? module.default.default : module.default;
};

/** Imports a TypeScript module's default export; a module that does not load is a problem, not a crash. */
const importDefault = async (file: string): Promise<{ value: unknown } | { problem: Problem }> => {
  try {
    const value = defaultOf(await tsImport(pathToFileURL(file).href, import.meta.url));
    if (value !== undefined) return { value };
    return { problem: { file, path: '(whole file)', message: 'has no default export' } };
  } catch (error) {
    return { problem: { file, path: '(whole file)', message: `could not be loaded: ${firstLine(error)}` } };
  }
};

const readConfig = async (
  request: LoadRequest,
): Promise<{ file: string; config: ParsedConfig; problems: readonly Problem[] }> => {
  const { configPath, cwd } = request;
  const file = path.resolve(cwd, configPath ?? 'k6.config.ts');
  if (!(await exists(file))) {
    const problems: Problem[] =
      configPath === undefined
        ? []
        : [{ file: 'command line', path: '--config', message: 'there is no such file', received: configPath }];
    return { file, config: {}, problems };
  }
  const imported = await importDefault(file);
  if ('problem' in imported) return { file, config: {}, problems: [imported.problem] };
  const parsed = userConfigSchema.safeParse(imported.value);
  if (parsed.success) return { file, config: parsed.data, problems: [] };
  return { file, config: {}, problems: problemsFromIssues(file, parsed.error.issues, imported.value) };
};

/** Names of the experiments in a `chaos/` folder, sorted; an absent folder has none. */
export const experimentNames = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -3))
    .sort();
};

/**
 * Finds an experiment by path, or by name in the user's `chaos/` and then in the package's.
 * @returns the experiment, or every problem with it.
 */
export const readExperiment = async (name: string, folders: ExperimentFolders): Promise<ExperimentRead> => {
  const candidates = name.endsWith('.ts')
    ? [path.resolve(path.dirname(folders.user), name)]
    : [path.join(folders.user, `${name}.ts`), path.join(folders.packaged, `${name}.ts`)];
  const found = await Promise.all(candidates.map(exists));
  const file = candidates[found.indexOf(true)];
  if (file === undefined) {
    const known = new Set([...(await experimentNames(folders.user)), ...(await experimentNames(folders.packaged))]);
    const allowed = [...known].join(', ');
    return {
      problems: [
        { file: 'command line', path: 'experiment', message: 'there is no such experiment', received: name, allowed },
      ],
    };
  }
  const imported = await importDefault(file);
  if ('problem' in imported) return { problems: [imported.problem] };
  const parsed = experimentSchema.safeParse(imported.value);
  if (!parsed.success) return { problems: problemsFromIssues(file, parsed.error.issues, imported.value) };
  return { value: { name: path.basename(file, '.ts'), file, data: parsed.data } };
};

/** Names of the faults of every experiment that can be found; an experiment with problems has none. */
export const knownFaults = async (folders: ExperimentFolders): Promise<ReadonlySet<string>> => {
  const names = new Set([...(await experimentNames(folders.user)), ...(await experimentNames(folders.packaged))]);
  const read = await Promise.all([...names].map((name) => readExperiment(name, folders)));
  return new Set(
    read
      .flatMap((each) => ('value' in each && each.value !== null ? expandFaults(each.value.data) : []))
      .map(({ name }) => name),
  );
};

const readBudgets = async (
  settings: Settings,
  request: LoadRequest,
): Promise<{ budgets: BudgetsFile; origin: string; problems: readonly Problem[] }> => {
  const { budgets } = settings;
  if (budgets.from === 'cloudwatch')
    return { budgets: await request.readCloudWatch(settings), origin: 'CloudWatch', problems: [] };
  if (budgets.from === 'default')
    return {
      budgets: { schemaVersion: evidenceVersion, source: { kind: 'default' }, budgets: [...defaultBudgets] },
      origin: 'default budgets',
      problems: [],
    };
  const { path: file } = budgets;
  const source = { kind: 'file' as const, path: path.relative(request.cwd, file) || file };
  const empty: BudgetsFile = { schemaVersion: evidenceVersion, source, budgets: [] };
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return { budgets: empty, origin: file, problems: [{ file, path: '(whole file)', message: firstLine(error) }] };
  }
  const parsed = parseBudgetsFile(text, file);
  return { budgets: { ...empty, budgets: parsed.budgets }, origin: file, problems: parsed.problems };
};

/**
 * Reads configuration, command line, experiment and budgets.
 * 1. configuration file · 2. joined with the command line · 3. experiment · 4. budgets.
 * @returns the input and the problems of all four, so that a person sees them at once; `BadInputError` is thrown by the caller
 *   after the rules have had their say.
 * @throws NotReadyError when CloudWatch cannot be reached.
 */
export const loadInput = async (
  request: LoadRequest,
): Promise<{ input: LoadedInput; problems: readonly Problem[] }> => {
  const { file, config, problems: configProblems } = await readConfig(request);
  const { settings, problems: overrideProblems } = normalise({
    config,
    configFile: file,
    overrides: request.overrides,
    cwd: request.cwd,
    freshSeed: request.freshSeed,
  });
  const problems: Problem[] = [...configProblems, ...overrideProblems];

  let experiment: LoadedInput['experiment'] = null;
  const folders = { user: path.join(path.dirname(file), 'chaos'), packaged: path.join(request.packageRoot, 'chaos') };
  if (settings.experimentName !== null) {
    const read = await readExperiment(settings.experimentName, folders);
    if ('value' in read) experiment = read.value;
    else problems.push(...read.problems);
  }
  if (problems.length > 0 && settings.budgets.from === 'cloudwatch') throw new BadInputError(problems);
  const { budgets, origin, problems: budgetProblems } = await readBudgets(settings, request);
  problems.push(...budgetProblems);
  const ours = experiment === null ? [] : expandFaults(experiment.data).map((fault) => fault.name);
  const { applicable, elsewhere } = separateElsewhere(budgets.budgets, ours, await knownFaults(folders));
  return {
    input: {
      settings,
      experiment,
      budgets: { ...budgets, budgets: applicable },
      budgetsElsewhere: elsewhere,
      budgetsOrigin: origin,
    },
    problems,
  };
};
