import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { ensureEngine, type Engine } from '../src/adapters/engine/index.ts';
import { NotReadyError } from '../src/core/errors.ts';
import { installMoto } from './support/install-moto.ts';
import type { Provision } from './support/provided.ts';

const onProgress = (text: string): void => void process.stderr.write(`${text}\n`);

const hasGo = (): Promise<boolean> =>
  promisify(execFile)('go', ['version'], { timeout: 30_000 }).then(
    () => true,
    () => false,
  );

/** Without Go, the tests that need the engine are skipped; with it, an engine that does not build fails them all. */
const provideEngine = async (): Promise<Provision<Engine>> => {
  const { PEAKPROOF_K6: k6Path, PEAKPROOF_TOXIPROXY: toxiproxyPath, PEAKPROOF_REDIS: redisPath } = process.env;
  try {
    const ready = await ensureEngine({
      onProgress,
      env: process.env,
      ...(k6Path === undefined ? {} : { k6Path }),
      ...(toxiproxyPath === undefined ? {} : { toxiproxyPath }),
      ...(redisPath === undefined ? {} : { redisPath }),
    });
    return { ready };
  } catch (error) {
    if (error instanceof NotReadyError && !(await hasGo())) return { missing: error.message };
    throw error;
  }
};

/** Builds and installs what the tests with real processes need, before the first of them and outside of its time limit. */
export default async ({ provide }: TestProject): Promise<void> => {
  const engine = await provideEngine();
  const moto = await installMoto(process.env, onProgress);
  for (const provision of [engine, moto])
    if ('missing' in provision) onProgress(`tests are skipped: ${provision.missing}`);
  provide('engine', engine);
  provide('moto', moto);
};
