import {
  decodeLatencyCounts,
  type LatencyCounts,
  mergeLatencyCounts,
  noLatencies,
  quantileMs,
} from './timeline/latency-counts.ts';
import { goodStepOutcomes } from './wire/steps.ts';
import type { TimelineLine } from './wire/timeline.ts';

/** Seconds over which the live figures look back. */
const requestSeconds = 5;
const stepSeconds = 10;
const sessionSeconds = 10;

type EntryLine = Extract<TimelineLine, { type: 'entry' }>;

/** What is kept of the timelines while a run goes on: a pure fold over their lines, last seconds only. */
export interface LiveState {
  /** Latest second of which a worker wrote its record; −1 before the first. */
  readonly second: number;
  readonly activeByWorker: Readonly<Record<string, number>>;
  /** Sessions that began, by worker and second. */
  readonly starts: readonly { readonly second: number; readonly sessions: number }[];
  readonly entries: readonly EntryLine[];
}

/** The figures of a running load. */
export interface LiveStats {
  /** Latest second known, from T0; −1 before the first. */
  readonly second: number;
  readonly activeVirtualUsers: number;
  /** Mean over the last 10 s: arrivals come by chance, and vary more than requests. */
  readonly sessionsPerSecond: number;
  /** Mean over the last 5 s. */
  readonly requestsPerSecond: number;
  /** 95th percentile over the last 10 s, bad attempts counting as slower than any; null = beyond every good attempt. */
  readonly p95MsByStep: Readonly<Record<string, number | null>>;
  /** Step attempts of the last 10 s. */
  readonly attemptsByStep: Readonly<Record<string, number>>;
  /** Bad outcomes over step attempts in the last 10 s; 0 without attempts. */
  readonly errorShare: number;
}

export const liveStart: LiveState = { second: -1, activeByWorker: {}, starts: [], entries: [] };

/** Takes in one line of a worker's timeline. */
export const foldLive = (state: LiveState, worker: string, line: TimelineLine): LiveState => {
  if (line.type === 'entry')
    return line.second <= state.second - stepSeconds ? state : { ...state, entries: [...state.entries, line] };
  if (line.type !== 'second') return state;
  const second = Math.max(state.second, line.second);
  return {
    second,
    activeByWorker: { ...state.activeByWorker, [worker]: line.activeVirtualUsers },
    starts: [...state.starts, { second: line.second, sessions: line.sessionsStarted }].filter(
      (start) => start.second > second - sessionSeconds,
    ),
    entries: state.entries.filter((entry) => entry.second > second - stepSeconds),
  };
};

/** The figures of the last seconds that are complete. */
export const liveStats = ({ second, activeByWorker, starts, entries }: LiveState): LiveStats => {
  const complete = entries.filter((entry) => entry.second <= second);
  const requests = complete.filter((entry) => entry.kind === 'request' && entry.second > second - requestSeconds);
  const steps = complete.filter((entry) => entry.kind === 'step');
  const names = [...new Set(steps.map((entry) => entry.name))].sort();
  const secondsIn = (most: number) => Math.max(1, Math.min(most, second + 1));
  const attempts = countOf(steps);
  return {
    second,
    activeVirtualUsers: Object.values(activeByWorker).reduce((sum, active) => sum + active, 0),
    sessionsPerSecond: starts.reduce((sum, start) => sum + start.sessions, 0) / secondsIn(sessionSeconds),
    requestsPerSecond: countOf(requests) / secondsIn(requestSeconds),
    p95MsByStep: Object.fromEntries(names.map((name) => [name, p95Ms(steps.filter((entry) => entry.name === name))])),
    attemptsByStep: Object.fromEntries(
      names.map((name) => [name, countOf(steps.filter((entry) => entry.name === name))]),
    ),
    errorShare: attempts === 0 ? 0 : countOf(steps.filter(isBad)) / attempts,
  };
};

const countOf = (entries: readonly EntryLine[]): number => entries.reduce((sum, entry) => sum + entry.count, 0);
const isBad = (entry: EntryLine): boolean => entry.kind === 'step' && !goodStepOutcomes.includes(entry.outcome);

const p95Ms = (entries: readonly EntryLine[]): number | null => {
  const good = mergeLatencyCounts(entries.filter((entry) => !isBad(entry)).map(latenciesOf));
  return quantileMs(good, countOf(entries) - good.total, 0.95);
};

/** A damaged histogram must not end a live view; the judge reports it. */
const latenciesOf = ({ histogram }: EntryLine): LatencyCounts => {
  try {
    return decodeLatencyCounts(histogram);
  } catch {
    return noLatencies;
  }
};
