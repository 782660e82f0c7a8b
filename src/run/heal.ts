import { BadInputError, CleanupFailedError, NotReadyError } from '../core/errors.ts';
import type { PlannedFault } from '../core/wire/plan.ts';
import type { Clock, FaultInjector } from '../ports.ts';
import type { Journal } from './journal.ts';
import type { HeldLease } from './lease.ts';
import type { FaultKeeper, HealedBy } from './rehearse.ts';

export interface FaultKeeperParts {
  readonly runId: string;
  readonly injector: FaultInjector;
  readonly lease: HeldLease;
  readonly journal: Pick<Journal, 'say'>;
  readonly clock: Clock;
}

/** A Toxiproxy of ours that was ended along with us (Ctrl-C reaches both) may take this long to be gone. */
const ownedToxiproxyEndsWithinMs = 5_000;
const lookAgainMs = 200;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** For the moment in which a healing cuts connections, the lease holds the proxy as down: a kill -9 in between is healed too. */
export const cutOf = (fault: PlannedFault): PlannedFault => ({
  ...fault,
  name: `${fault.name.slice(0, 59)}-cut`,
  kind: 'down',
  attributes: {},
  toxicity: 1,
});

/** Runs what concerns one proxy one after the other, so that a healing waits for the application before it. */
const inTurns = () => {
  const last = new Map<string, Promise<unknown>>();
  return <T>(proxy: string, work: () => Promise<T>): Promise<T> => {
    const turn = (last.get(proxy) ?? Promise.resolve()).then(work, work);
    last.set(proxy, turn);
    return turn;
  };
};

/**
 * Keeps the faults of one run. Applying: 1. lease, 2. event `applying`, 3. inject and read back, 4. event `applied`. Healing, the
 * other way round: 1. event `healing`, 2. remove and read back, 3. event `healed`, 4. lease. A fault that could not be applied is healed at
 * once, since it may be there in part.
 */
export const keepFaults = ({ runId, injector, lease, journal, clock }: FaultKeeperParts): FaultKeeper => {
  const inTurn = inTurns();

  const goneWithToxiproxy = async (): Promise<boolean> => {
    const giveUpAtMs = clock.monotonicMs() + ownedToxiproxyEndsWithinMs;
    while (!lease.toxiproxyIsGone()) {
      if (clock.monotonicMs() >= giveUpAtMs) return false;
      await clock.sleep(lookAgainMs);
    }
    return true;
  };

  const takeOut = async (fault: PlannedFault, by: HealedBy): Promise<void> => {
    const say = (state: 'healing' | 'healed' | 'healFailed', detail?: string): void =>
      journal.say({ type: 'fault', fault: fault.name, state, by, ...(detail === undefined ? {} : { detail }) });
    say('healing');
    let detail: string | undefined;
    try {
      await injector.heal(runId, fault, () => lease.add(cutOf(fault)));
    } catch (error) {
      if (!lease.ownsToxiproxy || !(await goneWithToxiproxy())) {
        say('healFailed', wordsOf(error));
        throw error;
      }
      detail = 'Toxiproxy has ended, and the fault with it';
    }
    say('healed', detail);
    lease.drop(cutOf(fault).name);
    lease.drop(fault.name);
  };

  const isKept = (fault: PlannedFault): boolean => lease.faults.some(({ name }) => name === fault.name);

  return {
    apply: (fault) =>
      inTurn(fault.proxy, async () => {
        if (lease.isLost())
          throw new NotReadyError(
            'The lease of this run is gone: the janitor has healed its faults and ended its processes',
            'The harness stood still for longer than the lease, or its folder was removed. Start the run again.',
          );
        lease.add(fault);
        journal.say({ type: 'fault', fault: fault.name, state: 'applying', by: 'plan' });
        try {
          await injector.apply(runId, fault);
        } catch (error) {
          journal.say({ type: 'fault', fault: fault.name, state: 'applyFailed', by: 'plan', detail: wordsOf(error) });
          const untouched = error instanceof NotReadyError || error instanceof BadInputError;
          if (untouched) lease.drop(fault.name);
          else await takeOut(fault, 'plan');
          throw error;
        }
        journal.say({ type: 'fault', fault: fault.name, state: 'applied', by: 'plan' });
      }),
    heal: (fault, by) =>
      inTurn(fault.proxy, async () => {
        if (isKept(fault)) await takeOut(fault, by);
      }),
    healAll: async (by) => {
      const results = await Promise.allSettled(
        [...lease.faults].map((fault) =>
          inTurn(fault.proxy, async () => {
            if (isKept(fault)) await takeOut(fault, by);
          }),
        ),
      );
      const failures = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
      if (failures.length === 0) return;
      const hints = failures.map((error) => (error instanceof CleanupFailedError ? (error.hint ?? '') : ''));
      throw new CleanupFailedError(failures.map(wordsOf).join('\n'), hints.join('\n').trim(), { cause: failures[0] });
    },
  };
};
