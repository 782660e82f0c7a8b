import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { verdictSchema, type Verdict } from '../../src/core/wire/verdict.ts';
import { setups, type Setup, type Trial } from './trials.ts';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** What became of a rehearsal. */
export type Rehearsed =
  | { readonly verdict: Verdict }
  /** It came to no verdict: the exit code, and where to read why. */
  | { readonly exitCode: number; readonly logFile: string };

const argumentsOf = ({ setup: name, shop }: Trial, seed: number, folder: string): string[] => {
  const setup: Setup = setups[name];
  const { experiment, users, duration, isUsual = false } = setup;
  return [
    ...['rehearse', ...(experiment === null ? ['--no-experiment'] : [`experiments/${experiment}.ts`])],
    ...(isUsual ? [] : ['--config', 'bench/proof/proof.config.ts']),
    ...['--json', '--out', folder],
    ...['--users', String(users), '--seed', String(seed)],
    ...(duration === null ? [] : ['--duration', duration]),
    ...('defect' in shop ? ['--defect', shop.defect] : ['--profile', shop.profile]),
  ];
};

/**
 * Rehearses as its users do, by the command line. An interruption is handed on: the rehearsal heals its faults and ends.
 * @param folder gets the run's folder, and what the command said.
 */
export const rehearse = async (trial: Trial, seed: number, folder: string, signal: AbortSignal): Promise<Rehearsed> => {
  mkdirSync(folder, { recursive: true });
  const logFile = path.join(folder, 'console.log');
  const log = openSync(logFile, 'w');
  const entry = path.join(packageRoot, 'bin/peakproof.mjs');
  const child = spawn(process.execPath, [entry, ...argumentsOf(trial, seed, folder)], {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', log],
  });
  closeSync(log);
  const handOn = (): void => void child.kill(signal.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT');
  signal.addEventListener('abort', handOn, { once: true });
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (text += part));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, killedBy) => resolve(code ?? (killedBy === null ? 1 : 137)));
  });
  signal.removeEventListener('abort', handOn);
  if (exitCode > 2) return { exitCode, logFile };
  const read = verdictSchema.safeParse(jsonOf(text));
  return read.success ? { verdict: read.data } : { exitCode, logFile };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
