import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { leaseSchema } from '../../core/wire/lease.ts';
import type { LeaseFile } from '../../ports.ts';

/** The result, or null when the file is not there. */
const orGone = <T>(work: () => T): T | null => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

/** The lease as a file; its modification time is the heartbeat. */
export const leaseFileAt = (path: string): LeaseFile => ({
  path,
  read: () => {
    const text = orGone(() => readFileSync(path, 'utf8'));
    return text === null ? null : leaseSchema.parse(JSON.parse(text));
  },
  write: (lease) => {
    writeFileSync(`${path}.tmp`, `${JSON.stringify(lease, null, 2)}\n`);
    renameSync(`${path}.tmp`, path);
  },
  touch: () => {
    const now = new Date();
    return orGone(() => (utimesSync(path, now, now), true)) ?? false;
  },
  beat: () => orGone(() => statSync(path).mtimeMs),
  remove: () => rmSync(path, { force: true }),
});
