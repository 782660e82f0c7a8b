import type { Lease } from '../core/wire/lease.ts';
import type { Clock, LeaseFile } from '../ports.ts';

const lookEveryMs = 500;
/** A look that came this much late means that the watcher itself stood still (suspended, starved): the harness may have, too. */
const ownPauseMs = 3_000;

export interface ExpiredLease {
  readonly lease: Lease;
  readonly why: string;
}

const readOrKeep = (leaseFile: LeaseFile, last: Lease | null): Lease | null => {
  try {
    return leaseFile.read() ?? last;
  } catch {
    return last;
  }
};

/**
 * Waits until the lease is gone or has expired. Ages are counted on the watcher's monotonic clock from the look at which a heartbeat or a
 * fault was first seen, so that a jump of the wall clock neither heals too early nor too late.
 * @returns null when the lease is gone.
 */
export const watchLease = async (leaseFile: LeaseFile, clock: Clock): Promise<ExpiredLease | null> => {
  const faultSeenAtMs = new Map<string, number>();
  let lease: Lease | null = null;
  let lastBeat: number | null = null;
  let beatSeenAtMs = clock.monotonicMs();
  let lookedAtMs = beatSeenAtMs;
  for (;;) {
    const nowMs = clock.monotonicMs();
    const beat = leaseFile.beat();
    if (beat === null) return null;
    if (beat !== lastBeat) lease = readOrKeep(leaseFile, lease);
    if (beat !== lastBeat || nowMs - lookedAtMs > ownPauseMs) beatSeenAtMs = nowMs;
    lastBeat = beat;
    lookedAtMs = nowMs;

    if (lease !== null) {
      const names = new Set(lease.faults.map(({ name }) => name));
      for (const name of faultSeenAtMs.keys()) if (!names.has(name)) faultSeenAtMs.delete(name);
      for (const name of names) if (!faultSeenAtMs.has(name)) faultSeenAtMs.set(name, nowMs);

      const silentMs = nowMs - beatSeenAtMs;
      if (silentMs > lease.leaseSeconds * 1_000)
        return { lease, why: `no heartbeat of the harness for ${(silentMs / 1_000).toFixed(1)} s` };
      const aged = lease.faults.find(
        ({ name, longestLifeSeconds }) => nowMs - (faultSeenAtMs.get(name) ?? nowMs) > longestLifeSeconds * 1_000,
      );
      if (aged !== undefined)
        return { lease, why: `the fault ${aged.name} has outlived its longest life of ${aged.longestLifeSeconds} s` };
    }
    await clock.sleep(lookEveryMs);
  }
};
