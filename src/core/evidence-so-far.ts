import type { Evidence } from './evidence.ts';
import { evidenceVersion } from './wire/plan.ts';

/** What is known while a run goes on; ledgers may be left out. */
export type EvidenceSoFar = Pick<Evidence, 'plan' | 'budgets' | 'events' | 'workers'>;

/** The evidence of a run as if its load had been asked to stop at `offsetSeconds`: the code that judges runs afterwards judges it. */
export const asIfStoppedAt = (soFar: EvidenceSoFar, offsetSeconds: number): Evidence => {
  const stop = {
    v: evidenceVersion,
    at: soFar.events.at(-1)?.at ?? soFar.plan.createdAt,
    offsetSeconds,
    type: 'run',
    state: 'stopRequested',
  } as const;
  return { ...soFar, events: [...soFar.events, stop], audit: null, problems: [] };
};
