import { wordsOf } from '../core/errors.ts';
import type { Lease, LeasedProcess } from '../core/wire/lease.ts';
import type { RunEvent } from '../core/wire/events.ts';
import { evidenceVersion, type PlannedFault } from '../core/wire/plan.ts';
import type { Clock, FaultInjector, LeaseFile, Processes } from '../ports.ts';
import type { Said } from './journal.ts';
import { toxiproxyIsGone } from './lease.ts';
import { watchLease } from './watch-lease.ts';

export interface JanitorParts {
  readonly leaseFile: LeaseFile;
  /** Made for the places of the lease. */
  readonly injector: FaultInjector;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly appendEvent: (event: RunEvent) => void;
}

/** How the janitor's watch ended. */
export type JanitorEnd =
  | { readonly how: 'leaseGone' | 'healed' }
  /** Faults that may still be in place: each with the words of the last failure. */
  | { readonly how: 'gaveUp'; readonly left: readonly string[] };

/** A process gets this long to end on SIGTERM, and then on SIGKILL. */
const endWithinMs = { SIGTERM: 6_000, SIGKILL: 2_000 } as const;
const lookAgainMs = 100;
/** Back-off between rounds of healing: doubled from the first to the longest, given up after the bound. */
const firstBackOffMs = 1_000;
const longestBackOffMs = 30_000;
const giveUpAfterMs = 600_000;

/** Ends the processes of the lease: each only while it is the very process that was written down. */
const endProcesses = async (leased: readonly LeasedProcess[], { processes, clock }: JanitorParts): Promise<void> => {
  const alive = (): LeasedProcess[] => leased.filter(({ pid, startMark }) => processes.startMark(pid) === startMark);
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    for (const process of alive()) processes.signal(process, signal);
    const giveUpAtMs = clock.monotonicMs() + endWithinMs[signal];
    while (alive().length > 0 && clock.monotonicMs() < giveUpAtMs) await clock.sleep(lookAgainMs);
  }
};

/**
 * Watches a lease and puts right what the harness cannot.
 * 1. Watch: ends when the lease is gone; goes on when the heartbeat is too old or a fault has outlived its longest life.
 * 2. Heal every fault. 3. End the processes. 4. Heal what would not heal, with back-off: ended clients no longer hold a removal up, and
 * a Toxiproxy of ours has gone with its faults. 5. Take the lease back; where something may be left, leave it for `chaos heal`.
 */
export const runJanitor = async (parts: JanitorParts): Promise<JanitorEnd> => {
  const { leaseFile, injector, processes, clock } = parts;
  const expired = await watchLease(leaseFile, clock);
  if (expired === null) return { how: 'leaseGone' };
  const { lease, why } = expired;
  const say = journalOf(lease, parts);

  const healed = (fault: PlannedFault, detail?: string): null => {
    say({
      type: 'fault',
      fault: fault.name,
      state: 'healed',
      by: 'janitor',
      ...(detail === undefined ? {} : { detail }),
    });
    return null;
  };
  /** @returns what went wrong; null when the fault is healed. */
  const heal = async (fault: PlannedFault): Promise<string | null> => {
    if (toxiproxyIsGone(lease, processes)) return healed(fault, 'Toxiproxy has ended, and the fault with it');
    try {
      await injector.heal(lease.runId, fault);
      return healed(fault);
    } catch (error) {
      return wordsOf(error);
    }
  };
  const healEach = async (faults: readonly PlannedFault[]): Promise<ReadonlyMap<PlannedFault, string>> => {
    const left = new Map<PlannedFault, string>();
    for (const fault of faults) {
      const failure = await heal(fault);
      if (failure !== null) left.set(fault, failure);
    }
    return left;
  };

  say({ type: 'aborted', by: 'janitor', detail: why });
  for (const { name } of lease.faults) say({ type: 'fault', fault: name, state: 'healing', by: 'janitor' });
  let left = await healEach(lease.faults);
  await endProcesses(lease.processes, parts);

  const giveUpAtMs = clock.monotonicMs() + giveUpAfterMs;
  for (let backOffMs = firstBackOffMs; left.size > 0; backOffMs = Math.min(2 * backOffMs, longestBackOffMs)) {
    left = await healEach([...left.keys()]);
    if (left.size === 0 || clock.monotonicMs() >= giveUpAtMs) break;
    await clock.sleep(backOffMs);
  }
  for (const [{ name }, detail] of left)
    say({ type: 'fault', fault: name, state: 'healFailed', by: 'janitor', detail });
  if (left.size > 0) return { how: 'gaveUp', left: [...left].map(([{ name }, words]) => `${name}: ${words}`) };
  leaseFile.remove();
  return { how: 'healed' };
};

/** Events stamped against T0 as the lease has it; a folder that is gone does not keep the janitor from healing. */
const journalOf =
  (lease: Lease, { clock, appendEvent }: JanitorParts) =>
  (event: Said): void => {
    const nowMs = clock.nowMs();
    try {
      appendEvent({
        v: evidenceVersion,
        at: new Date(nowMs).toISOString(),
        offsetSeconds: lease.t0Ms === null ? null : (nowMs - lease.t0Ms) / 1_000,
        ...event,
      });
    } catch {
      // Healing comes before writing about it.
    }
  };
