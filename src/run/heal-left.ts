import type { Lease } from '../core/wire/lease.ts';
import type { PlannedFault } from '../core/wire/plan.ts';
import type { FaultInjector, FaultLeft } from '../ports.ts';

/** A fault of ours that a person may heal. */
export interface OwnFault {
  readonly runId: string;
  readonly fault: PlannedFault;
}

export interface HandHealed extends OwnFault {
  /** Null when it is healed. */
  readonly failure: unknown;
}

/** A fault that bears a name says whose it is; its attributes do not matter for healing. */
const fromName = ({ proxy, name, runId, kind = 'latency' }: FaultLeft): OwnFault[] => {
  if (runId === null) return [];
  const fault: PlannedFault = {
    name: name.slice(`peakproof-${runId}-`.length),
    kind,
    target: proxy,
    proxy,
    atSeconds: 0,
    durationSeconds: 1,
    longestLifeSeconds: 1,
    attributes: {},
    toxicity: 1,
  };
  return [{ runId, fault }];
};

/**
 * Which of the faults found at a Toxiproxy are ours: those that bear a name by it, disabled proxies and those that lead elsewhere by the
 * leases, since Toxiproxy does not say who did it.
 */
export const ownFaults = (left: readonly FaultLeft[], leases: readonly Lease[]): readonly OwnFault[] => {
  const disabled = new Set(left.filter(({ name }) => name === 'down').map(({ proxy }) => proxy));
  const fromLeases = leases.flatMap(({ runId, faults }) =>
    faults
      .filter(
        ({ kind, proxy }) => (kind === 'down' && disabled.has(proxy)) || kind === 'failover' || kind === 'reroute',
      )
      .map((fault) => ({ runId, fault })),
  );
  return [...left.flatMap(fromName), ...fromLeases];
};

/** Heals faults one after the other; a failure does not keep it from the next. */
export const healByHand = async (
  injector: FaultInjector,
  faults: readonly OwnFault[],
): Promise<readonly HandHealed[]> => {
  const results: HandHealed[] = [];
  for (const { runId, fault } of faults) {
    const failure: unknown = await injector.heal(runId, fault).then(
      () => null,
      (error: unknown) => error,
    );
    results.push({ runId, fault, failure });
  }
  return results;
};
