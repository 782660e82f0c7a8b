import { readFileSync } from 'node:fs';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { CartFullError } from '../cart/cart.ts';
import { log } from '../process/service.ts';
import { UnavailableError } from '../resilience/circuit-breaker.ts';
import { addCartRoutes } from './cart-routes.ts';
import { addPageRoutes } from './page-routes.ts';
import { messagePage } from './pages/product-pages.ts';
import type { Storefront } from './storefront.ts';

const assets = {
  '/assets/shop.css': { file: 'shop.css', type: 'text/css; charset=utf-8' },
  '/assets/shop.js': { file: 'shop.mjs', type: 'text/javascript; charset=utf-8' },
} as const;

const addAssets = (app: FastifyInstance): void => {
  for (const [path, { file, type }] of Object.entries(assets)) {
    const content = readFileSync(new URL(`./assets/${file}`, import.meta.url));
    app.get(path, (_request, reply) => reply.header('cache-control', 'public, max-age=3600').type(type).send(content));
  }
};

const addHealth = (app: FastifyInstance, storefront: Storefront): void => {
  app.get('/healthz', (_request, reply) => reply.send({ alive: true, pid: process.pid }));
  app.get('/readyz', async (_request, reply) => {
    const problems = await storefront.problems();
    return reply.code(problems.length === 0 ? 200 : 503).send({ ready: problems.length === 0, problems });
  });
};

/** Errors in the form that the client asked for: a page for a browser's navigation, JSON otherwise. */
const sendError = (
  reply: FastifyReply,
  wantsPage: boolean,
  status: number,
  reason: string,
  text: string,
): FastifyReply => {
  if (status === 503) void reply.header('retry-after', '2');
  void reply.code(status).header('cache-control', 'no-store');
  return wantsPage ? reply.type('text/html; charset=utf-8').send(messagePage('Sorry', text)) : reply.send({ reason });
};

/** Beyond what a visitor reads a page for: one who comes back to a connection that is closed just then is refused for nothing. */
const keepAliveTimeoutMs = 600_000;

/** The HTTP surface of a shop, the same for every profile. */
export const createApp = async (
  who: string,
  storefront: Storefront,
  cookieSecret: string,
): Promise<FastifyInstance> => {
  const app = Fastify({
    forceCloseConnections: true,
    keepAliveTimeout: keepAliveTimeoutMs,
    bodyLimit: 64 * 1024,
  });
  // Parsed and written by `visitorOf`, where there is a visitor.
  await app.register(cookie, { secret: cookieSecret, hook: false });
  addAssets(app);
  addHealth(app, storefront);
  addPageRoutes(app, storefront);
  addCartRoutes(app, storefront);

  let loggedAtMs = 0;
  app.setErrorHandler((error, request, reply) => {
    const wantsPage = request.headers.accept?.includes('text/html') === true;
    if (error instanceof UnavailableError)
      return sendError(
        reply,
        wantsPage,
        503,
        'unavailable',
        'We are having trouble just now. Please try again in a moment.',
      );
    if (error instanceof CartFullError) return sendError(reply, wantsPage, 409, 'cartFull', error.message);
    const isClients = error instanceof Error && 'validation' in error;
    if (isClients) return sendError(reply, wantsPage, 400, 'badRequest', 'We did not understand that.');
    if (Date.now() - loggedAtMs > 1_000) {
      loggedAtMs = Date.now();
      log(who, `${request.method} ${request.url}: ${error instanceof Error ? error.message : String(error)}`);
    }
    return sendError(reply, wantsPage, 500, 'internal', 'Something went wrong on our side.');
  });
  app.setNotFoundHandler((request, reply) =>
    sendError(reply, request.headers.accept?.includes('text/html') === true, 404, 'notFound', 'There is no such page.'),
  );
  return app;
};
