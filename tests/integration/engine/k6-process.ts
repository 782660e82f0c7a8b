import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { ensureEngine } from '../../../src/adapters/engine/index.ts';
import { ledgerLineSchema } from '../../../src/core/wire/ledger.ts';
import { timelineLineSchema } from '../../../src/core/wire/timeline.ts';

export const scenarioFile = (name: string): string => fileURLToPath(new URL(`./scenarios/${name}`, import.meta.url));

export const engine = () => ensureEngine({ onProgress: (text) => process.stderr.write(`${text}\n`), env: process.env });

export interface K6Run {
  readonly child: ChildProcess;
  readonly stopFile: string;
  readonly ended: Promise<{ exitCode: number | null; log: string }>;
  readonly timeline: () => z.infer<typeof timelineLineSchema>[];
  readonly ledger: () => z.infer<typeof ledgerLineSchema>[];
}

const linesOf = <Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema>[] => {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  // What follows the last line feed is a line that was still being written.
  return lines.slice(0, -1).map((line) => schema.parse(JSON.parse(line)));
};

/** Starts `peakproof-k6 run` in a folder of its own, as the harness does. */
export const startK6 = async (script: string, env: Record<string, string> = {}): Promise<K6Run> => {
  const folder = mkdtempSync(join(tmpdir(), 'peakproof-engine-'));
  const [timeline, ledger, stopFile] = ['timeline.ndjson', 'ledger.ndjson', 'stop'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const { k6 } = await engine();
  const args = [
    'run',
    script,
    '--out',
    `timeline=${timeline}`,
    '--quiet',
    '--address',
    '',
    '--no-thresholds',
    '--summary-mode=disabled',
  ];
  const child = spawn(k6, args, {
    env: {
      ...process.env,
      PEAKPROOF_LEDGER: ledger,
      PEAKPROOF_STOP_FILE: stopFile,
      PEAKPROOF_RUN_ID: 'run-1',
      PEAKPROOF_WORKER: 'w1',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 90_000,
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
  const ended = new Promise<{ exitCode: number | null; log: string }>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, log }));
  });
  return {
    child,
    stopFile,
    ended,
    timeline: () => linesOf(timeline, timelineLineSchema),
    ledger: () => linesOf(ledger, ledgerLineSchema),
  };
};
