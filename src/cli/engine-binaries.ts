import { ensureEngine } from '../adapters/engine/index.ts';
import type { CliContext } from './context.ts';

/** The three programs that a run is made with, absolute paths. */
export type EngineBinaries = Awaited<ReturnType<typeof ensureEngine>>;

/**
 * Builds the engine, or finds it built; progress goes to standard error.
 * `PEAKPROOF_K6`, `PEAKPROOF_TOXIPROXY` and `PEAKPROOF_REDIS` name binaries to use instead.
 * @throws NotReadyError with the remedy.
 */
export const engineBinaries = (context: CliContext): Promise<EngineBinaries> => {
  const { PEAKPROOF_K6: k6Path, PEAKPROOF_TOXIPROXY: toxiproxyPath, PEAKPROOF_REDIS: redisPath } = context.env;
  return ensureEngine({
    onProgress: (text) => context.err(text),
    env: context.env,
    ...(k6Path === undefined ? {} : { k6Path }),
    ...(toxiproxyPath === undefined ? {} : { toxiproxyPath }),
    ...(redisPath === undefined ? {} : { redisPath }),
  });
};
