import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { k6Path, scenariosFolder } from './drive.ts';

interface HandRun {
  readonly ended: Promise<{ exitCode: number | null; output: string }>;
  stop(): HandRun['ended'];
}

/** `peakproof-k6 run -e PEAKPROOF_BASE_URL=… scenarios/<file>`, as a person types it, but quiet. */
export const runByHand = async (file: string, baseUrl: string): Promise<HandRun> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'by-hand-'));
  const stopFile = path.join(folder, 'stop');
  const args = [
    'run',
    '--quiet',
    '--address=',
    '--summary-mode=disabled',
    '--no-color',
    '-e',
    `PEAKPROOF_BASE_URL=${baseUrl}`,
  ];
  const child = spawn(await k6Path(), [...args, path.join(scenariosFolder, file)], {
    cwd: folder,
    env: { ...process.env, PEAKPROOF_STOP_FILE: stopFile },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<{ exitCode: number | null; output: string }>((resolve) =>
    child.once('close', (exitCode) => {
      rmSync(folder, { recursive: true });
      resolve({ exitCode, output: output.trim() });
    }),
  );
  return {
    ended,
    stop: () => {
      writeFileSync(stopFile, 'stop');
      return ended;
    },
  };
};
