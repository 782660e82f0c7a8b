import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

/** A process of ours, the first of a group of its own: Ctrl-C in a terminal does not reach it, and its whole group can be ended. */
export interface OwnProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  /** How it ended, in words; null while it runs. */
  ended(): string | null;
  /** Asks the process, gives it time, then ends what is left of its group. Resolves when the group is gone. */
  end(patienceMs: number): Promise<void>;
}

export interface OwnProcessOptions {
  readonly env: NodeJS.ProcessEnv;
  /** File descriptor that takes what it says on standard error, and on standard output if that is not read. */
  readonly log: number;
  readonly readsStdout: boolean;
}

/** Signals the group by the program `kill`, as only the command line may touch Node's `process`. True when there is such a group. */
const signalGroup = (pid: number, signal: '0' | 'KILL'): Promise<boolean> =>
  new Promise((resolve) => {
    execFile('kill', ['-s', signal, '--', `-${pid}`], (error) => resolve(error === null));
  });

const groupGoneWithinMs = 5_000;

/** Starts a program. @throws Error when it cannot be started at all. */
export const startOwnProcess = async (
  program: string,
  args: readonly string[],
  { env, log, readsStdout }: OwnProcessOptions,
): Promise<OwnProcess> => {
  const child = spawn(program, args, { env, detached: true, stdio: ['pipe', readsStdout ? 'pipe' : log, log] });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  // It may end while we write to it, or close its end.
  child.stdin?.on('error', () => undefined);
  const pid = child.pid ?? 0;
  const isGone = () => child.exitCode !== null || child.signalCode !== null;
  return {
    child,
    pid,
    ended: () => {
      if (!isGone()) return null;
      return child.signalCode === null
        ? `it ended with exit code ${child.exitCode ?? 'unknown'}`
        : `it was ended by ${child.signalCode}`;
    },
    end: async (patienceMs) => {
      child.stdin?.end();
      child.kill('SIGTERM');
      for (let waitedMs = 0; !isGone() && waitedMs < patienceMs; waitedMs += 50) await wait(50);
      for (let waitedMs = 0; await signalGroup(pid, 'KILL'); waitedMs += 50) {
        if (waitedMs > groupGoneWithinMs) throw new Error(`processes of group ${pid} do not end`);
        await wait(50);
      }
    },
  };
};

/** Ends the process when the harness is gone, `kill -9` included: the end of its input tells. Resolves to what calls it off. */
export const endWithHarness = (pid: number, env: NodeJS.ProcessEnv): (() => void) => {
  const script = 'while read -r _; do :; done; kill -s TERM "$1" 2>/dev/null';
  const child = spawn('sh', ['-c', script, 'sh', String(pid)], {
    env,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => undefined);
  child.unref();
  return () => void child.kill('SIGKILL');
};
