import type { WorkerEvidence } from '../evidence.ts';
import type { TimelineLine } from '../wire/timeline.ts';

export type SecondLine = Extract<TimelineLine, { type: 'second' }>;
export type EndLine = Extract<TimelineLine, { type: 'end' }>;

/** What the load generator says about itself, all workers together. */
export interface GeneratorRecord {
  /** Every worker's seconds, in the order of the evidence. */
  readonly seconds: readonly (SecondLine & { readonly worker: string })[];
  readonly ends: readonly (EndLine & { readonly worker: string })[];
  /** Virtual users active at the end of each second from T0, all workers. */
  readonly activeVirtualUsers: readonly number[];
  readonly sessionsStarted: number;
  /** Sessions begun in each second from T0, all workers. */
  readonly sessionsBySecond: readonly number[];
  readonly requests: number;
  /** One more than the last second in which anything was sent. */
  readonly secondsSeen: number;
}

/** Adds up the workers' own records. */
export const readGenerator = (workers: readonly WorkerEvidence[]): GeneratorRecord => {
  const lines = workers.flatMap(({ worker, timeline }) => timeline.map((line) => ({ ...line, worker })));
  const seconds = lines.filter((line) => line.type === 'second');
  const entries = lines.filter((line) => line.type === 'entry');
  const active: number[] = [];
  const begun: number[] = [];
  for (const { second, activeVirtualUsers, sessionsStarted } of seconds) {
    if (second < 0) continue;
    active[second] = (active[second] ?? 0) + activeVirtualUsers;
    begun[second] = (begun[second] ?? 0) + sessionsStarted;
  }
  return {
    seconds,
    ends: lines.filter((line) => line.type === 'end'),
    activeVirtualUsers: Array.from(active, (count: number | undefined) => count ?? 0),
    sessionsBySecond: Array.from(begun, (count: number | undefined) => count ?? 0),
    sessionsStarted: seconds.reduce((sum, line) => sum + line.sessionsStarted, 0),
    requests: entries.reduce((sum, line) => sum + (line.kind === 'request' ? line.count : 0), 0),
    secondsSeen: entries.reduce((last, line) => Math.max(last, line.second + 1), 0),
  };
};
