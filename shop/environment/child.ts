import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { settingsVariable, type ServiceMessage, type ServiceSettings } from '../process/settings.ts';

/** Resolves with the exit code or signal; at once when it has ended already. */
const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

/** Ends a process: the signal, then SIGKILL after `patienceMs`. Resolves when it is gone. */
export const endChild = async (child: ChildProcess, signal: NodeJS.Signals, patienceMs: number): Promise<void> => {
  if (child.pid === undefined) return;
  child.kill(signal);
  const gone = await Promise.race([ended(child).then(() => true), wait(patienceMs, false, { ref: false })]);
  if (gone) return;
  child.kill('SIGKILL');
  await ended(child);
};

/** What can say that it is ready: a child process or a cluster worker. */
interface Speaker {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number | null, signal: string | null) => void): unknown;
}

/** Resolves when the process says that it is ready. @throws Error with its reason, or after the deadline. */
export const untilReady = (name: string, speaker: Speaker, deadlineMs: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} was not ready within ${deadlineMs} ms`)), deadlineMs);
    const settle = (problem: string | null) => {
      clearTimeout(timer);
      if (problem === null) resolve();
      else reject(new Error(`${name}: ${problem}`));
    };
    speaker.on('message', (message) => {
      const said = message as ServiceMessage;
      if ('resources' in said) return;
      settle('failed' in said ? said.failed : null);
    });
    speaker.on('exit', (code, signal) => settle(`ended while starting (${signal ?? `exit ${code ?? 'unknown'}`})`));
  });

/** Starts one of the shop's own processes and waits until it is ready. */
export const startService = async (
  name: string,
  file: URL,
  settings: ServiceSettings,
  onStarted: (child: ChildProcess) => void,
): Promise<ChildProcess> => {
  const child = fork(fileURLToPath(file), [], {
    execArgv: process.execArgv,
    env: { ...process.env, [settingsVariable]: JSON.stringify(settings) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onStarted(child);
  await untilReady(name, child, 30_000);
  return child;
};
