import Fastify from 'fastify';

/** The provider's other face, at a port of its own: it answers every call at once with 429, as one that has had too many of them. */
export const refuseEverybody = async (port: number): Promise<void> => {
  const app = Fastify({ forceCloseConnections: true, keepAliveTimeout: 120_000 });
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(429)
      .header('retry-after', '1')
      .send({ error: { type: 'rate_limit_error' } }),
  );
  await app.listen({ host: '127.0.0.1', port, backlog: 1_024 });
};
