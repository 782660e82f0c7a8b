import type { FastifyInstance, FastifyReply } from 'fastify';
import { cartPage } from './pages/cart-page.ts';
import { homePage, listPage, messagePage, productPage } from './pages/product-pages.ts';
import type { Storefront } from './storefront.ts';
import { visitorOf } from './visitor.ts';

const sendPage = (reply: FastifyReply, page: string): FastifyReply =>
  reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);

/** Pages that people look at, and the recommendations that a product page asks for. */
export const addPageRoutes = (app: FastifyInstance, storefront: Storefront): void => {
  app.get('/', async (request, reply) => {
    visitorOf(request, reply);
    return sendPage(reply, homePage(await storefront.home()));
  });
  app.get<{ Params: { category: string } }>('/category/:category', async (request, reply) => {
    visitorOf(request, reply);
    const products = await storefront.category(request.params.category);
    if (products.length === 0) return sendPage(reply.code(404), messagePage('Not found', 'There is no such category.'));
    return sendPage(reply, listPage('category', request.params.category, products));
  });
  app.get<{ Querystring: { q?: string } }>('/search', async (request, reply) => {
    visitorOf(request, reply);
    const words = (request.query.q ?? '').slice(0, 80);
    return sendPage(reply, listPage('search', `Results for “${words}”`, await storefront.search(words)));
  });
  app.get<{ Params: { sku: string } }>('/product/:sku', async (request, reply) => {
    visitorOf(request, reply);
    const product = await storefront.product(request.params.sku);
    if (product === null) return sendPage(reply.code(404), messagePage('Not found', 'We do not have this product.'));
    return sendPage(reply, productPage(product));
  });
  app.get<{ Querystring: { sku?: string } }>('/api/recommendations', async (request, reply) =>
    reply.header('cache-control', 'no-store').send(await storefront.recommendations(request.query.sku ?? '')),
  );
  app.get('/cart', async (request, reply) =>
    sendPage(reply, cartPage(await storefront.cart(visitorOf(request, reply)))),
  );
};
