import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const packageRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliRun {
  readonly child: ChildProcess;
  readonly ended: Promise<CliResult>;
  /** Resolves when standard error has matched; rejects when the command ends before. */
  readonly saw: (pattern: RegExp) => Promise<void>;
}

interface CliSetting {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts the command line as its users do: the file that `npx peakproof` runs. */
export const startCli = (args: readonly string[], setting: CliSetting = {}): CliRun => {
  const child = spawn(process.execPath, [path.join(packageRoot, 'bin/peakproof.mjs'), ...args], {
    cwd: setting.cwd ?? packageRoot,
    env: { ...process.env, NO_COLOR: '1', ...setting.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<CliResult>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  const saw = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!pattern.test(stderr)) return;
        child.stderr.off('data', look);
        resolve();
      };
      child.stderr.on('data', look);
      look();
      void ended.then(() => reject(new Error(`ended without ${String(pattern)}:\n${stderr}`)));
    });
  return { child, ended, saw };
};

/** Runs a command to its end. */
export const runCli = (args: readonly string[], setting: CliSetting = {}): Promise<CliResult> =>
  startCli(args, setting).ended;
