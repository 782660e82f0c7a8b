import { Redis } from 'ioredis';
import type { Store } from './service.ts';

/** Redis at its limit of memory: with `noeviction` it answers writes with an error and goes on answering reads. */
export const redisStore = (port: number): Store => {
  const asking = async <T>(ask: (redis: Redis) => Promise<T>): Promise<T> => {
    const redis = new Redis({
      host: '127.0.0.1',
      port,
      commandTimeout: 2_000,
      maxRetriesPerRequest: 0,
      lazyConnect: true,
    });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return await ask(redis);
    } finally {
      redis.disconnect();
    }
  };
  return {
    setFull: (isFull) =>
      asking(async (redis) => {
        await redis.config('SET', 'maxmemory-policy', 'noeviction');
        await redis.config('SET', 'maxmemory', isFull ? '1' : '0');
      }),
    isFull: () =>
      asking(async (redis) => {
        try {
          await redis.set('peakproof:full', '1', 'PX', 1);
          return false;
        } catch (error) {
          if (error instanceof Error && error.message.startsWith('OOM')) return true;
          throw error;
        }
      }),
  };
};
