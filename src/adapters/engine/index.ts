import { join } from 'node:path';
import { buildEngine } from './build.ts';
import { checkK6, checkRedis, checkToxiproxy } from './check-binary.ts';
import { engineFolder, isComplete } from './cache.ts';
import { programs } from './programs.ts';

export { buildEngine, engineFolder };

export interface EngineOptions {
  /** Called with one line of text at a time while the engine is built. */
  readonly onProgress: (text: string) => void;
  readonly env: NodeJS.ProcessEnv;
  /** Binaries to use instead of the engine's own. */
  readonly k6Path?: string;
  readonly toxiproxyPath?: string;
  readonly redisPath?: string;
}

/** Absolute paths of the three programs that a run is made with. */
export interface Engine {
  readonly k6: string;
  readonly toxiproxyServer: string;
  readonly redis: string;
}

/**
 * Finds the engine in the cache, or builds it there; checks binaries that are given by path instead.
 * @throws NotReadyError with the remedy: no Go, a Go that is too old, a build that fails, a binary that is not capable.
 */
export const ensureEngine = async (options: EngineOptions): Promise<Engine> => {
  const { env, k6Path, toxiproxyPath, redisPath } = options;
  if (k6Path !== undefined) await checkK6(k6Path, env);
  if (toxiproxyPath !== undefined) await checkToxiproxy(toxiproxyPath, env);
  if (redisPath !== undefined) checkRedis(redisPath);
  if (k6Path !== undefined && toxiproxyPath !== undefined && redisPath !== undefined)
    return { k6: k6Path, toxiproxyServer: toxiproxyPath, redis: redisPath };

  const folder = engineFolder(env);
  if (!isComplete(folder)) await buildEngine(folder, options);
  return {
    k6: k6Path ?? join(folder, programs.k6),
    toxiproxyServer: toxiproxyPath ?? join(folder, programs.toxiproxyServer),
    redis: redisPath ?? join(folder, programs.redis),
  };
};
