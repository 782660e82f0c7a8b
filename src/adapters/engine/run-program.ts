import { spawn } from 'node:child_process';

export interface ProgramResult {
  /** Null when the program could not be started or was ended. */
  readonly exitCode: number | null;
  /** Standard output and standard error, as they came. */
  readonly output: string;
  /** Why it could not be started, e.g. `ENOENT`. */
  readonly startError: string | null;
}

/** Runs a program to its end, at most `timeoutMs`. Never rejects. */
export const runProgram = (
  command: string,
  args: readonly string[],
  options: {
    readonly env: NodeJS.ProcessEnv;
    readonly cwd?: string;
    readonly timeoutMs: number;
    readonly onOutput?: (chunk: string) => void;
  },
): Promise<ProgramResult> =>
  new Promise((resolve) => {
    // Not spawn's own time-out: its timer outlives a program that could not be started.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), options.timeoutMs);
    const child = spawn(command, args, {
      env: options.env,
      signal: deadline.signal,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
        options.onOutput?.(chunk);
      });
    child.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve({ exitCode: null, output, startError: error.code ?? error.message });
    });
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      resolve({ exitCode, output, startError: null });
    });
  });
