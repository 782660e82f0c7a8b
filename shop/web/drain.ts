import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** What the parent tells a process that another has replaced. */
export const drainMessage = 'drain';

/** Beyond what most visitors take to come back; a connection that is silent for so long can be closed under nobody's hands. */
const patienceMs = 12_000;
/** For answers that are under way then. */
const lastAnswersMs = 4_000;

const connectionsOf = (server: net.Server): Promise<number> =>
  new Promise((resolve) => server.getConnections((error, count) => resolve(error === null ? count : 0)));

/** Stops listening and leaves open connections alone: an HTTP server's own `close` would cut those that are idle just now. */
const stopListening = (server: net.Server): void => {
  net.Server.prototype.close.call(server);
};

/**
 * Leaves without a failed request when it is told to: takes no more connections, has each answer say that it is the last of its
 * connection, and ends when all are closed, or after the patience.
 */
export const drainWhenReplaced = (app: FastifyInstance): void => {
  let isDraining = false;
  app.addHook('onSend', async (_request, reply) => {
    if (isDraining) void reply.header('connection', 'close');
  });
  process.on('message', (message) => {
    if (message !== drainMessage || isDraining) return;
    isDraining = true;
    stopListening(app.server);
    const untilAllHaveLeft = async (mostMs: number): Promise<void> => {
      for (let waitedMs = 0; waitedMs < mostMs && (await connectionsOf(app.server)) > 0; waitedMs += 100)
        await wait(100);
    };
    const leave = async (): Promise<never> => {
      await untilAllHaveLeft(patienceMs);
      // Those who are silent are told at once, each by itself: while a process ends, what comes in is neither read nor refused.
      app.server.closeIdleConnections();
      await untilAllHaveLeft(lastAnswersMs);
      process.exit(0);
    };
    void leave();
  });
};
