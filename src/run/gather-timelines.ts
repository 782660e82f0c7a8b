import type { WorkerEvidence } from '../core/evidence.ts';
import type { TimelineLine } from '../core/wire/timeline.ts';
import type { TailedLine } from '../ports.ts';

/** The timelines of a run while they grow, as far as budgets are judged by them: steps and seconds, no single requests. */
export interface GatheredTimelines {
  take(lines: readonly TailedLine[]): void;
  /** What was taken so far, as evidence; ledgers are left out. */
  workers(): WorkerEvidence[];
}

export const gatherTimelines = (): GatheredTimelines => {
  const byWorker = new Map<string, TimelineLine[]>();
  return {
    take: (lines) => {
      for (const { worker, line } of lines) {
        if (line.type === 'entry' && line.kind !== 'step') continue;
        const timeline = byWorker.get(worker) ?? [];
        byWorker.set(worker, timeline);
        timeline.push(line);
      }
    },
    workers: () => [...byWorker].map(([worker, timeline]) => ({ worker, timeline, ledger: [] })),
  };
};
