import path from 'node:path';
import { curveShapes } from '../core/curve-shapes.ts';
import type { Problem } from '../core/errors.ts';
import { mostWorkers } from '../core/machine-capacity.ts';
import { defectNames, shopProfiles, type Defect } from '../core/reference-shop.ts';
import type { ParsedConfig } from './config.ts';
import { OptionReader } from './option-reader.ts';
import { readPeakLoad } from './peak-load.ts';
import { scenarioNamed, scenarioNames, type ScenarioFacts } from './scenarios.ts';
import type { BudgetSettings, Settings, ShopSettings } from './settings.ts';

/** Options of the command line as they were typed; they win over the configuration file. */
export interface Overrides {
  readonly experiment?: string | undefined;
  readonly scenario?: string | undefined;
  readonly users?: string | undefined;
  readonly sessionsPerSecond?: string | undefined;
  readonly curve?: string | undefined;
  readonly duration?: string | undefined;
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
  if (useReference || baseUrl === undefined)
    return { kind: 'reference', profile, defects: knownDefects(overrides.defect ?? [], reader) };
  if (overrides.defect !== undefined && overrides.defect.length > 0)
    reader.refuse(
      '--defect',
      'only the reference shop has planted defects',
      overrides.defect.join(', '),
      '--shop reference',
    );
  return {
    kind: 'external',
    baseUrl,
    auditUrl: config.auditor?.url ?? null,
    toxiproxyUrl: config.toxiproxy?.url ?? null,
    targets: config.toxiproxy?.targets ?? {},
  };
};

const budgetSettings = (input: NormaliseInput, shop: ShopSettings, reader: OptionReader): BudgetSettings => {
  const { config, overrides, cwd, configFile } = input;
  const fromConfig = config.budgets ?? { from: 'default' as const };
  if (overrides.budgets === 'cloudwatch') {
    if (fromConfig.from === 'cloudwatch')
      return { ...fromConfig, region: fromConfig.region ?? null, endpoint: fromConfig.endpoint ?? null };
    if (shop.kind === 'reference')
      return { from: 'cloudwatch', app: 'reference-shop', environment: 'local', region: null, endpoint: null };
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
      return { ...fromConfig, region: fromConfig.region ?? null, endpoint: fromConfig.endpoint ?? null };
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
  // So does its load.
  const load = overrides.scenario === undefined ? (config.load ?? {}) : {};
  const { peak, problems } = readPeakLoad({ load, configFile, overrides, defaultUsers: defaults.users }, reader);
  const settings: Settings = {
    configFile,
    shop,
    adapterFile: shop.kind === 'external' && config.shop !== undefined ? path.resolve(configFolder, config.shop) : null,
    allowedHosts: config.allowedHosts ?? [],
    scenarioName,
    peak,
    curve: reader.oneOf('--curve', overrides.curve, curveShapes) ?? load.curve ?? defaults.curve,
    plateauSeconds: load.plateau ?? null,
    durationSeconds:
      reader.duration('--duration', overrides.duration) ??
      (load.plateau === undefined ? defaults.durationSeconds : null),
    connections: load.connections ?? 'perUser',
    thinkTimeMedianSeconds: load.thinkTime?.median ?? defaults.thinkTimeMedianSeconds,
    thinkTimeSigma: load.thinkTime?.sigma ?? defaultThinkTimeSigma,
    patienceSeconds: load.patience ?? 20,
    workers: reader.wholeNumber('--workers', overrides.workers, 1, mostWorkers) ?? load.workers ?? null,
    experimentName: experimentName(input, shop, defaults),
    budgets: budgetSettings(input, shop, reader),
    stopWhen:
      config.stopWhen === undefined
        ? null
        : { badShareAbove: config.stopWhen.badShareAbove, forSeconds: config.stopWhen.for },
    seed: reader.wholeNumber('--seed', overrides.seed, 0, Number.MAX_SAFE_INTEGER) ?? config.seed ?? freshSeed,
    reportsFolder:
      overrides.out === undefined
        ? path.resolve(config.reports === undefined ? cwd : configFolder, config.reports ?? 'reports')
        : path.resolve(cwd, overrides.out),
  };
  return { settings, problems: [...reader.problems, ...problems] };
};
