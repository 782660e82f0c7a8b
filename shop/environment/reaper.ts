import { spawn } from 'node:child_process';

/** Waits for the end of its input, which comes when its parent is gone, and then ends the processes named. */
const script =
  'while read -r _; do :; done; signal=$1; shift; for pid in "$@"; do kill -s "$signal" "$pid" 2>/dev/null; done';

/**
 * Ends processes that know nothing of us (PostgreSQL, Redis) when we are gone, `kill -9` included. Call `dismiss` once they
 * have ended in an orderly way.
 */
export const startReaper = (
  pids: readonly number[],
  signal: 'INT' | 'TERM' | 'CONT',
): { readonly dismiss: () => void } => {
  const child = spawn('sh', ['-c', script, 'sh', signal, ...pids.map(String)], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.unref();
  return { dismiss: () => child.kill('SIGKILL') };
};
