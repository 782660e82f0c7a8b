import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Product } from '../catalogue/product.ts';
import { cartPage } from './pages/cart-page.ts';
import { homePage, listPage, messagePage, productPage } from './pages/product-pages.ts';
import { Rendered } from './rendered.ts';
import type { Recommendations, Storefront } from './storefront.ts';
import { visitorOf } from './visitor.ts';

/** Of products, as many pages as are asked for again before they are renewed; of the rest there are few. */
const [productsKept, othersKept] = [1_000, 100];

const sendPage = (reply: FastifyReply, page: string | Buffer): FastifyReply =>
  reply.header('cache-control', 'no-store').header('content-type', 'text/html; charset=utf-8').send(page);

/** Lists are found by what was asked for, and shown under it as it was written. */
const renderedLists = (page: 'search' | 'category') => {
  const titles = new WeakMap<readonly Product[], string>();
  const pages = new Rendered<readonly Product[]>(
    (products) => listPage(page, titles.get(products) ?? '', products),
    othersKept,
  );
  return (title: string, products: readonly Product[]): string | Buffer => {
    const first = titles.get(products) ?? title;
    if (first !== title) return listPage(page, title, products);
    titles.set(products, title);
    return pages.of(products);
  };
};

/** Pages that people look at, and the recommendations that a product page asks for. */
export const addPageRoutes = (app: FastifyInstance, storefront: Storefront): void => {
  const homePages = new Rendered(homePage, othersKept);
  const productPages = new Rendered(productPage, productsKept);
  const searchPages = renderedLists('search');
  const categoryPages = renderedLists('category');
  const recommended = new Rendered<Recommendations>((view) => JSON.stringify(view), productsKept);

  app.get('/', async (request, reply) => {
    visitorOf(request, reply);
    return sendPage(reply, homePages.of(await storefront.home()));
  });
  app.get<{ Params: { category: string } }>('/category/:category', async (request, reply) => {
    visitorOf(request, reply);
    const { category } = request.params;
    const products = await storefront.category(category);
    if (products.length === 0) return sendPage(reply.code(404), messagePage('Not found', 'There is no such category.'));
    return sendPage(reply, categoryPages(category, products));
  });
  app.get<{ Querystring: { q?: string } }>('/search', async (request, reply) => {
    visitorOf(request, reply);
    const words = (request.query.q ?? '').slice(0, 80);
    return sendPage(reply, searchPages(`Results for “${words}”`, await storefront.search(words)));
  });
  app.get<{ Params: { sku: string } }>('/product/:sku', async (request, reply) => {
    visitorOf(request, reply);
    const product = await storefront.product(request.params.sku);
    if (product === null) return sendPage(reply.code(404), messagePage('Not found', 'We do not have this product.'));
    return sendPage(reply, productPages.of(product));
  });
  app.get<{ Querystring: { sku?: string } }>('/api/recommendations', async (request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .header('content-type', 'application/json; charset=utf-8')
      .send(recommended.of(await storefront.recommendations(request.query.sku ?? ''))),
  );
  app.get('/cart', async (request, reply) =>
    sendPage(reply, cartPage(await storefront.cart(visitorOf(request, reply)))),
  );
};
