import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureEngine } from '../../src/adapters/engine/index.ts';
import { sourceFolder } from '../../src/adapters/engine/programs.ts';
import { runProgram } from '../../src/adapters/engine/run-program.ts';
import { NotReadyError } from '../../src/core/errors.ts';

/** Programs that benchmarks start: absolute paths. Each is built when it is first asked for. */
export interface Programs {
  /** The engine's k6; `PEAKPROOF_K6` names another. */
  k6(): Promise<string>;
  /** The engine's Toxiproxy server. */
  toxiproxy(): Promise<string>;
  /** engine/bench/target: the server that is shopped at. */
  target(): Promise<string>;
  /** engine/bench/histograms: known latencies into a timeline. */
  histograms(): Promise<string>;
  /** Removes what was built. */
  remove(): void;
}

const buildTimeoutMs = 10 * 60_000;

export const benchPrograms = (env: NodeJS.ProcessEnv, say: (text: string) => void): Programs => {
  const folder = mkdtempSync(path.join(tmpdir(), 'peakproof-bench-'));
  const k6Path = env['PEAKPROOF_K6'];
  const engine = once(() => ensureEngine({ onProgress: say, env, ...(k6Path === undefined ? {} : { k6Path }) }));
  return {
    k6: async () => (await engine()).k6,
    toxiproxy: async () => (await engine()).toxiproxyServer,
    target: once(() => goBuild(env, folder, 'target')),
    histograms: once(() => goBuild(env, folder, 'histograms')),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
};

/** Builds `engine/bench/<name>` with the flags of the engine's own build, so that Go compiles nothing twice. */
const goBuild = async (env: NodeJS.ProcessEnv, folder: string, name: string): Promise<string> => {
  const file = path.join(folder, name);
  const args = ['build', '-trimpath', '-ldflags=-s -w', '-o', file, `./bench/${name}`];
  const { exitCode, output, startError } = await runProgram('go', args, {
    env: { ...env, CGO_ENABLED: '0' },
    cwd: sourceFolder,
    timeoutMs: buildTimeoutMs,
  });
  if (exitCode !== 0)
    throw new NotReadyError(
      `engine/bench/${name} does not build: ${startError ?? output.trim()}`,
      'Benchmarks need Go; `npx peakproof doctor` says which version.',
    );
  return file;
};
