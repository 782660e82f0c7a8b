import { spawn, type ChildProcess } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** The engine's own Redis takes a port only; the real ones are told to keep nothing on disk. */
const redisArguments = (program: string, port: number): string[] =>
  path.basename(program).startsWith('peakproof-redis')
    ? ['--port', String(port)]
    : ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--daemonize', 'no'];

const answersPing = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port, timeout: 1_000 }, () => socket.write('*1\r\n$4\r\nPING\r\n'));
    const settle = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.on('data', (data) => settle(data.toString('latin1').startsWith('+PONG')));
    socket.on('error', () => settle(false));
    socket.on('timeout', () => settle(false));
    socket.on('close', () => settle(false));
  });

/** Starts Redis on the port; resolves when it answers. @throws Error when it cannot be started. */
export const startRedis = async (
  program: string,
  port: number,
  onStarted: (child: ChildProcess) => void,
): Promise<ChildProcess> => {
  // A pipe, because the engine's Redis ends with its standard input: it must not outlive the shop.
  const child = spawn(program, redisArguments(program, port), {
    cwd: '/',
    // One thread, as the real Redis has: the engine's own would spend more on waking threads than on answering.
    env: { ...process.env, GOMAXPROCS: '1' },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  let failure: string | null = null;
  child.on('error', (error) => (failure = error.message));
  child.on('exit', (code, signal) => (failure ??= `ended (${signal ?? `exit ${code ?? 'unknown'}`})`));
  onStarted(child);
  const deadlineMs = Date.now() + 15_000;
  while (!(await answersPing(port))) {
    const problem = failure as string | null;
    if (problem !== null) throw new Error(`Redis (${program}) did not start: ${problem}`);
    if (Date.now() > deadlineMs) throw new Error(`Redis (${program}) did not answer on port ${port} within 15 s`);
    await wait(50);
  }
  return child;
};
