import { BadInputError, CleanupFailedError, NotReadyError, wordsOf } from '../core/errors.ts';
import type { PlannedFault } from '../core/wire/plan.ts';
import type { Clock, FaultInjector } from '../ports.ts';
import type { Journal } from './journal.ts';
import type { HeldLease } from './lease.ts';
import type { FaultKeeper, HealedBy } from './rehearsal-parts.ts';

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

/** For the moment in which a healing cuts connections, the lease holds the proxy as down: a kill -9 in between is healed too. */
export const cutOf = (fault: PlannedFault): PlannedFault => ({
  ...fault,
  name: `${fault.name.slice(0, 59)}-cut`,
  kind: 'down',
  attributes: {},
  toxicity: 1,
});

/**
 * After a fail-over the target stays where it came back; this leads it to its own upstream again when the run ends. Nobody is hurt by it
 * meanwhile, so it may live for as long as the run.
 */
export const wayBackOf = (fault: PlannedFault): PlannedFault => ({
  ...fault,
  name: `${fault.name.slice(0, 58)}-back`,
  kind: 'reroute',
  longestLifeSeconds: Number.MAX_SAFE_INTEGER,
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
 * Keeps the faults of one run. Applying: 1. ask what healing needs to know, 2. lease, 3. event `applying`, 4. inject and read back,
 * 5. event `applied`. Healing, the other way round: 1. event `healing`, 2. remove and read back, 3. event `healed`, 4. lease. A fault that
 * could not be applied is healed at once, since it may be there in part. After a fail-over the lease keeps the way back, which `healAll`
 * takes.
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

  /** The fault as the lease has it, with what its healing needs to know. */
  const kept = ({ name }: PlannedFault): PlannedFault | undefined => lease.faults.find((fault) => fault.name === name);
  const waysBack = new Map<string, PlannedFault>();

  /** A fault that is over has no more events, unless its way back fails: then it is left. */
  const takeWayBack = async (wayBack: PlannedFault, fault: PlannedFault, by: HealedBy): Promise<void> => {
    try {
      await injector.heal(runId, wayBack);
    } catch (error) {
      if (!lease.ownsToxiproxy || !(await goneWithToxiproxy())) {
        journal.say({ type: 'fault', fault: fault.name, state: 'healFailed', by, detail: wordsOf(error) });
        throw error;
      }
    }
    lease.drop(wayBack.name);
    waysBack.delete(wayBack.name);
  };

  const putRightAll = (by: HealedBy) => async (leased: PlannedFault) => {
    const still = kept(leased);
    const cameFrom = waysBack.get(leased.name);
    if (still === undefined) return;
    if (cameFrom === undefined) await takeOut(still, by);
    else await takeWayBack(still, cameFrom, by);
  };

  const noteInLease = (fault: PlannedFault): void => {
    lease.add(fault);
    if (fault.kind !== 'failover') return;
    const wayBack = wayBackOf(fault);
    waysBack.set(wayBack.name, fault);
    lease.add(wayBack);
  };

  const forget = (fault: PlannedFault): void => {
    lease.drop(fault.name);
    lease.drop(wayBackOf(fault).name);
    waysBack.delete(wayBackOf(fault).name);
  };

  return {
    apply: (planned) =>
      inTurn(planned.proxy, async () => {
        if (lease.isLost())
          throw new NotReadyError(
            'The lease of this run is gone: the janitor has healed its faults and ended its processes',
            'The harness stood still for longer than the lease, or its folder was removed. Start the run again.',
          );
        const say = (state: 'applying' | 'applied' | 'applyFailed', detail?: string): void =>
          journal.say({
            type: 'fault',
            fault: planned.name,
            state,
            by: 'plan',
            ...(detail === undefined ? {} : { detail }),
          });
        let fault = planned;
        try {
          fault = await injector.prepare(runId, planned);
          noteInLease(fault);
          say('applying');
          await injector.apply(runId, fault);
        } catch (error) {
          say('applyFailed', wordsOf(error));
          const untouched = error instanceof NotReadyError || error instanceof BadInputError;
          if (untouched) forget(fault);
          else if (kept(fault) !== undefined) await takeOut(fault, 'plan');
          throw error;
        }
        say('applied');
      }),
    adjust: (fault) =>
      inTurn(fault.proxy, async () => {
        const before = kept(fault);
        // Healed by somebody meanwhile.
        if (before === undefined) return;
        const changed = { ...before, attributes: { ...before.attributes, ...fault.attributes } };
        lease.add(changed);
        await injector.adjust(runId, changed);
        const detail = Object.entries(fault.attributes)
          .map(([name, value]) => `${name} ${value}`)
          .join(', ');
        journal.say({ type: 'fault', fault: fault.name, state: 'adjusted', by: 'plan', detail });
      }),
    heal: (fault, by) =>
      inTurn(fault.proxy, async () => {
        const still = kept(fault);
        if (still !== undefined) await takeOut(still, by);
      }),
    healAll: async (by) => {
      const results = await Promise.allSettled(
        [...lease.faults].map((fault) => inTurn(fault.proxy, () => putRightAll(by)(fault))),
      );
      const failures = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
      if (failures.length === 0) return;
      const hints = failures.map((error) => (error instanceof CleanupFailedError ? (error.hint ?? '') : ''));
      throw new CleanupFailedError(failures.map(wordsOf).join('\n'), hints.join('\n').trim(), { cause: failures[0] });
    },
  };
};
