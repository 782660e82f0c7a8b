import path from 'node:path';
import { curveShapes } from '../core/curve-shapes.ts';
import type { Problem } from '../core/errors.ts';
import { mostWorkers } from '../core/machine-capacity.ts';
import { defectNames, shopProfiles, type Defect } from '../core/reference-shop.ts';
import { cloudWatchSettings } from './cloud-watch-config.ts';
import type { ParsedConfig } from './config.ts';
import { readGateProfile } from './gate-profile.ts';
import { OptionReader } from './option-reader.ts';
import { readPeakLoad } from './peak-load.ts';
import { resourceSource } from './resources.ts';
import { scenarioNamed, scenarioNames, type ScenarioFacts } from './scenarios.ts';
import type { BudgetSettings, Settings, ShopSettings } from './settings.ts';
import { stopConditions } from './stop-conditions.ts';

/** Options of the command line as they were typed; they win over the configuration file. */
export interface Overrides {
  readonly experiment?: string | undefined;
  readonly scenario?: string | undefined;
  readonly users?: string | undefined;
  readonly sessionsPerSecond?: string | undefined;
  readonly curve?: string | undefined;
  readonly duration?: string | undefined;
  readonly thinkTime?: string | undefined;
  /** The gate profile instead of the configuration's load and experiment. */
  readonly gate?: boolean | undefined;
  readonly seed?: string | undefined;
  readonly budgets?: string | undefined;
  readonly shop?: string | undefined;
  readonly profile?: string | undefined;
  readonly defect?: readonly string[] | undefined;
  readonly workers?: string | undefined;
  readonly out?: string | undefined;
  /** False for `--no-experiment`. */
  readonly withExperiment?: boolean;
}

export interface NormaliseInput {
  readonly config: ParsedConfig;
  readonly configFile: string;
  readonly overrides: Overrides;
  /** Folder that paths of the command line are relative to. */
  readonly cwd: string;
  /** Used where neither the configuration nor the command line gives a seed. */
  readonly freshSeed: number;
}

/** Standard deviation of the logarithm of the pause, where nobody says otherwise. */
export const defaultThinkTimeSigma = 0.4;

const knownDefects = (typed: readonly string[], reader: OptionReader): readonly Defect[] =>
  typed.flatMap((name) => reader.oneOf('--defect', name, defectNames) ?? []);

const shopSettings = (input: NormaliseInput, reader: OptionReader): ShopSettings => {
  const { config, overrides } = input;
  const shop = reader.oneOf('--shop', overrides.shop, ['reference'] as const);
  const profile = reader.oneOf('--profile', overrides.profile, shopProfiles) ?? 'modern';
  const useReference = shop === 'reference' || overrides.profile !== undefined || config.baseUrl === undefined;
  const { baseUrl } = config;
  const { defect: defects = [] } = overrides;
  if (profile === 'legacy' && defects.length > 0)
    reader.refuse('--defect', 'defects are planted in the profile modern', 'legacy', '--profile modern');
  if (useReference || baseUrl === undefined)
    return { kind: 'reference', profile, defects: knownDefects(defects, reader) };
  if (defects.length > 0)
    reader.refuse('--defect', 'only the reference shop has planted defects', defects.join(', '), '--shop reference');
  return {
    kind: 'external',
    baseUrl,
    frontPage: config.frontPage ?? '/',
    auditor: config.auditor ?? null,
    toxiproxyUrl: config.toxiproxy?.url ?? null,
    targets: config.toxiproxy?.targets ?? {},
    upstreams: config.toxiproxy?.upstreams ?? {},
    servicesUrl: config.services?.url ?? null,
    resources: resourceSource(config.resources),
  };
};

type KeptInCloudWatch = Extract<NonNullable<ParsedConfig['budgets']>, { from: 'cloudwatch' }>;

const keptInCloudWatch = (budgets: KeptInCloudWatch, { cloudWatch }: ParsedConfig): BudgetSettings => ({
  ...budgets,
  region: budgets.region ?? cloudWatch?.region ?? null,
  endpoint: budgets.endpoint ?? cloudWatch?.endpoint ?? null,
  adopt: budgets.adopt ?? [],
});

const budgetSettings = (input: NormaliseInput, shop: ShopSettings, reader: OptionReader): BudgetSettings => {
  const { config, overrides, cwd, configFile } = input;
  const fromConfig = config.budgets ?? { from: 'default' as const };
  if (overrides.budgets === 'cloudwatch') {
    if (fromConfig.from === 'cloudwatch') return keptInCloudWatch(fromConfig, config);
    if (shop.kind === 'reference')
      return keptInCloudWatch({ from: 'cloudwatch', app: 'reference-shop', environment: 'local' }, config);
    reader.refuse(
      '--budgets',
      'the configuration does not say which app and environment',
      'cloudwatch',
      `budgets: { from: 'cloudwatch', app, environment } in ${configFile}`,
    );
  } else if (overrides.budgets !== undefined) {
    return { from: 'file', path: path.resolve(cwd, overrides.budgets) };
  }
  switch (fromConfig.from) {
    case 'default':
      return fromConfig;
    case 'file':
      return { from: 'file', path: path.resolve(path.dirname(configFile), fromConfig.path) };
    case 'cloudwatch':
      return keptInCloudWatch(fromConfig, config);
  }
};

const experimentName = (
  { config, overrides }: NormaliseInput,
  shop: ShopSettings,
  defaults: ScenarioFacts['defaults'],
): string | null => {
  if (overrides.withExperiment === false) return null;
  if (overrides.experiment !== undefined) return overrides.experiment;
  // The configuration's experiment belongs to its own scenario; a scenario of the command line brings its own.
  if (overrides.scenario === undefined && config.experiment !== undefined) return config.experiment;
  return shop.kind === 'reference' ? defaults.experiment : null;
};

const wholeDuration = (
  { overrides }: NormaliseInput,
  plateauSeconds: number | undefined,
  { durationSeconds }: ScenarioFacts['defaults'],
  reader: OptionReader,
): number | null =>
  reader.duration('--duration', overrides.duration) ?? (plateauSeconds === undefined ? durationSeconds : null);

/**
 * Joins a parsed configuration and the command line into settings.
 * @returns settings with every default filled in, and every problem at once; with problems, the
 *   settings hold the defaults in place of what was refused.
 */
export const normalise = (input: NormaliseInput): { settings: Settings; problems: readonly Problem[] } => {
  const { config, overrides, cwd, configFile, freshSeed } = input;
  const reader = new OptionReader();
  const shop = shopSettings(input, reader);
  const configFolder = path.dirname(configFile);
  const scenarioName =
    reader.oneOf('--scenario', overrides.scenario, scenarioNames) ?? config.scenario ?? 'black-friday';
  const { defaults } = scenarioNamed(scenarioName);
  const { gate, problems: gateProblems } = readGateProfile(input, reader);
  // So does its load.
  const ownLoad = overrides.scenario === undefined ? (config.load ?? {}) : {};
  const load = gate === null ? ownLoad : { ...ownLoad, users: gate.users, sessionsPerSecond: undefined };
  const { peak, problems } = readPeakLoad({ load, configFile, overrides, defaultUsers: defaults.users }, reader);
  const cloudWatch = cloudWatchSettings(config, configFile);
  const settings: Settings = {
    configFile,
    shop,
    adapterFile: shop.kind === 'external' && config.shop !== undefined ? path.resolve(configFolder, config.shop) : null,
    allowedHosts: config.allowedHosts ?? [],
    scenarioName,
    peak,
    curve:
      reader.oneOf('--curve', overrides.curve, curveShapes) ??
      (gate === null ? (load.curve ?? defaults.curve) : 'constant'),
    plateauSeconds: gate?.upToSeconds ?? load.plateau ?? null,
    durationSeconds: gate === null ? wholeDuration(input, load.plateau, defaults, reader) : null,
    gate: gate === null ? null : { firstLookSeconds: gate.firstLookSeconds, upToSeconds: gate.upToSeconds },
    connections: load.connections ?? 'perUser',
    thinkTimeMedianSeconds:
      reader.duration('--think-time', overrides.thinkTime) ?? load.thinkTime?.median ?? defaults.thinkTimeMedianSeconds,
    thinkTimeSigma: load.thinkTime?.sigma ?? defaultThinkTimeSigma,
    patienceSeconds: load.patience ?? 20,
    workers: reader.wholeNumber('--workers', overrides.workers, 1, mostWorkers) ?? load.workers ?? null,
    experimentName: gate === null ? experimentName(input, shop, defaults) : null,
    blast: {
      targets: config.blast?.targets ?? null,
      share: config.blast?.share ?? null,
      longestLifeSeconds: config.blast?.longestLife ?? null,
    },
    budgets: budgetSettings(input, shop, reader),
    cloudWatch: cloudWatch.settings,
    stopWhen: stopConditions(config.stopWhen),
    cutover: config.cutover ?? null,
    seed: reader.wholeNumber('--seed', overrides.seed, 0, Number.MAX_SAFE_INTEGER) ?? config.seed ?? freshSeed,
    reportsFolder:
      overrides.out === undefined
        ? path.resolve(config.reports === undefined ? cwd : configFolder, config.reports ?? 'reports')
        : path.resolve(cwd, overrides.out),
  };
  return { settings, problems: [...reader.problems, ...problems, ...gateProblems, ...cloudWatch.problems] };
};
