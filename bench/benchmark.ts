import type { Machine } from './rig/machine.ts';
import type { Programs } from './rig/programs.ts';

/** One figure, or what tells one row from another. */
export type Value = number | string | boolean | null;

/** Figures of one kind. The key of a column ends in its unit: `peakRssMiB`, `cpuMsPerRequest`. */
export interface Table {
  readonly title: string;
  /** Key → heading, in the order of display. */
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly Readonly<Record<string, Value>>[];
}

/** What a benchmark found. */
export interface Report {
  /** Under which settings: users, seconds, rates. Keys end in units as those of columns do. */
  readonly settings: Readonly<Record<string, Value>>;
  readonly tables: readonly Table[];
  /** What was not measured, and why. */
  readonly skipped: readonly { readonly what: string; readonly reason: string }[];
  /** How the figures are to be read. */
  readonly notes: readonly string[];
}

/** What a benchmark may use. */
export interface Bench {
  /** Every size small: to try the benchmarks, not to quote their figures. */
  readonly quick: boolean;
  readonly machine: Machine;
  readonly programs: Programs;
  /** One line of progress, on standard error. */
  readonly say: (text: string) => void;
  /** Called when the benchmarks are interrupted, until it is taken back: ends what was started. @returns takes it back. */
  readonly onInterrupt: (end: () => void) => () => void;
}

export interface Benchmark {
  /** As given on the command line. */
  readonly name: string;
  readonly summary: string;
  /** About how long it takes on two cores. */
  readonly minutes: number;
  readonly run: (bench: Bench) => Promise<Report>;
}

/** A table whose rows have exactly the figures that its columns announce. */
export const table = <Key extends string>(
  title: string,
  columns: Readonly<Record<Key, string>>,
  rows: readonly Readonly<Record<Key, Value>>[],
): Table => ({ title, columns, rows });
