import type { AdoptedMetric, CloudWatchSettings } from './cloud-watch-config.ts';
import type { Budget, BudgetsFile } from '../core/wire/budgets.ts';
import type { CurveShape } from '../core/curve-shapes.ts';
import type { Defect, ShopProfile } from '../core/reference-shop.ts';
import type { AuditorSettings } from './auditor-schema.ts';
import type { Blast } from './blast-rules.ts';
import type { ResourceSource } from '../ports.ts';
import type { CutoverConfig } from './cutover.ts';
import type { Experiment } from './experiment.ts';
import type { ScenarioName } from './scenarios.ts';
import type { StopCondition } from './stop-conditions.ts';

/** Where a run gets its shop. */
export type ShopSettings =
  | { readonly kind: 'reference'; readonly profile: ShopProfile; readonly defects: readonly Defect[] }
  | {
      readonly kind: 'external';
      readonly baseUrl: string;
      /** Path of a page that it answers while it is healthy. */
      readonly frontPage: string;
      /** Null: nobody is asked for the shop's books. */
      readonly auditor: AuditorSettings | null;
      readonly toxiproxyUrl: string | null;
      readonly targets: Readonly<Record<string, string>>;
      /** Where faults may lead a target: name → `host:port`. */
      readonly upstreams: Readonly<Record<string, string>>;
      /** Control of the shop's services, for faults on its processes; null where there is none. */
      readonly servicesUrl: string | null;
      readonly resources: ResourceSource | null;
    };

export type BudgetSettings =
  | { readonly from: 'default' }
  | { readonly from: 'file'; readonly path: string }
  | {
      readonly from: 'cloudwatch';
      readonly app: string;
      readonly environment: string;
      readonly region: string | null;
      readonly endpoint: string | null;
      readonly adopt: readonly AdoptedMetric[];
    };

/** Load at the peak: so many are there, or so many arrive. */
export type PeakLoad =
  { readonly model: 'closed'; readonly users: number } | { readonly model: 'open'; readonly sessionsPerSecond: number };

/** When a gate run looks whether it has decided, from the start of its plateau. */
export interface GateSettings {
  readonly firstLookSeconds: number;
  readonly upToSeconds: number;
}

/** Configuration and command line as one, every default filled in. Durations in seconds, paths absolute. */
export interface Settings {
  /** The file that problems are reported against. */
  readonly configFile: string;
  readonly shop: ShopSettings;
  /** Absolute path of the shop adapter; null for the reference shop's own. */
  readonly adapterFile: string | null;
  readonly allowedHosts: readonly string[];
  readonly scenarioName: ScenarioName;
  readonly peak: PeakLoad;
  readonly curve: CurveShape;
  /** Null: as long as the experiment needs. */
  readonly plateauSeconds: number | null;
  /** Whole run from T0, from `--duration`; null: as the plan needs. */
  readonly durationSeconds: number | null;
  /** Null: the run is no gate, and is judged once. */
  readonly gate: GateSettings | null;
  readonly connections: 'perUser' | 'shared';
  readonly thinkTimeMedianSeconds: number;
  readonly thinkTimeSigma: number;
  readonly patienceSeconds: number;
  /** k6 processes; null: as many as the machine's limits ask for. */
  readonly workers: number | null;
  readonly experimentName: string | null;
  /** How far faults may go at most. */
  readonly blast: Blast;
  readonly budgets: BudgetSettings;
  readonly cloudWatch: CloudWatchSettings;
  /** The first that holds ends the run. */
  readonly stopWhen: readonly StopCondition[];
  /** As the configuration has it; null where it has none. Paths are relative to the configuration file. */
  readonly cutover: CutoverConfig | null;
  readonly seed: number;
  readonly reportsFolder: string;
}

/** Everything read from outside that a plan is made of. */
export interface LoadedInput {
  readonly settings: Settings;
  /** Name and data of the experiment, and the file it came from. */
  readonly experiment: { readonly name: string; readonly file: string; readonly data: Experiment } | null;
  readonly budgets: BudgetsFile;
  /** Budgets on faults of other experiments: one set of budgets may serve several, so they are put aside. */
  readonly budgetsElsewhere: readonly Budget[];
  /** The file, or other source, that budget problems are reported against. */
  readonly budgetsOrigin: string;
}
