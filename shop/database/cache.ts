import { Redis } from 'ioredis';
import { log } from '../process/service.ts';

/** A connection to Redis that fails fast and comes back by itself. A command that gets no answer in time is given up. */
export const createCache = (who: string, port: number): Redis => {
  const cache = new Redis({
    host: '127.0.0.1',
    port,
    connectTimeout: 1_000,
    commandTimeout: 500,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(100 * attempt, 500),
  });
  let isLost = false;
  cache.on('error', (error: Error) => {
    if (!isLost) log(who, `lost the cache: ${error.message}`);
    isLost = true;
  });
  cache.on('ready', () => (isLost = false));
  return cache;
};

/** Resolves when the first connection stands, @throws Error after the deadline. */
export const untilConnected = async (cache: Redis, deadlineMs: number): Promise<void> => {
  if (cache.status === 'ready') return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Redis did not answer within ${deadlineMs} ms`)), deadlineMs);
    cache.once('ready', () => {
      clearTimeout(timer);
      resolve();
    });
  });
};
