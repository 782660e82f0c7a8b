import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { leaseFileAt } from '../adapters/lease/lease-file.ts';
import type { Lease } from '../core/wire/lease.ts';

export interface FoundLease {
  /** Folder of the run. */
  readonly folder: string;
  readonly lease: Lease;
  readonly heartbeatAgeSeconds: number;
}

/** `http://localhost:8474/` and `http://localhost:8474` are one Toxiproxy. */
const sameUrl = (a: string, b: string): boolean =>
  URL.canParse(a) && URL.canParse(b) && new URL(a).href === new URL(b).href;

/** The leases of runs in a reports folder that hold faults at this Toxiproxy; one that cannot be read is passed over. */
export const findLeases = (reportsFolder: string, toxiproxyUrl: string): readonly FoundLease[] => {
  if (!existsSync(reportsFolder)) return [];
  return readdirSync(reportsFolder, { withFileTypes: true }).flatMap((entry): FoundLease[] => {
    if (!entry.isDirectory()) return [];
    const folder = path.join(reportsFolder, entry.name);
    const file = leaseFileAt(path.join(folder, 'lease.json'));
    try {
      const lease = file.read();
      const beat = file.beat();
      if (lease === null || beat === null || !sameUrl(lease.toxiproxyUrl, toxiproxyUrl)) return [];
      return [{ folder, lease, heartbeatAgeSeconds: (Date.now() - beat) / 1_000 }];
    } catch {
      return [];
    }
  });
};
