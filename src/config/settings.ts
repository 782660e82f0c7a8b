import type { Budget, BudgetsFile } from '../core/wire/budgets.ts';
import type { CurveShape } from '../core/curve-shapes.ts';
import type { Defect, ShopProfile } from '../core/reference-shop.ts';
import type { Experiment } from './experiment.ts';
import type { ScenarioName } from './scenarios.ts';

/** Where a run gets its shop. */
export type ShopSettings =
  | { readonly kind: 'reference'; readonly profile: ShopProfile; readonly defects: readonly Defect[] }
  | {
      readonly kind: 'external';
      readonly baseUrl: string;
      readonly auditUrl: string | null;
      readonly toxiproxyUrl: string | null;
      readonly targets: Readonly<Record<string, string>>;
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
    };

/** Load at the peak: so many are there, or so many arrive. */
export type PeakLoad =
  { readonly model: 'closed'; readonly users: number } | { readonly model: 'open'; readonly sessionsPerSecond: number };

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
  readonly connections: 'perUser' | 'shared';
  readonly thinkTimeMedianSeconds: number;
  readonly thinkTimeSigma: number;
  readonly patienceSeconds: number;
  /** k6 processes; null: as many as the machine's limits ask for. */
  readonly workers: number | null;
  readonly experimentName: string | null;
  readonly budgets: BudgetSettings;
  readonly stopWhen: { readonly badShareAbove: number; readonly forSeconds: number } | null;
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
