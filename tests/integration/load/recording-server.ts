import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordedRequest {
  readonly atMs: number;
  /** The virtual user as the test's adapters name it in `X-Test-Slot`; null from other adapters. */
  readonly slot: number | null;
  /** Method, path with query, and the idempotency key where there is one. */
  readonly what: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What is answered instead of the page, if anything; null for the page. */
export type Disturbance = (request: RecordedRequest) => { status: number } | 'never' | 'breakOff' | null;

export interface RecordingServer {
  readonly baseUrl: string;
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

const priceCents = 1_299;

/** The HTTP surface of the reference shop, with a cart for each cookie and no books; it writes down every request. */
export const startRecordingServer = async (disturb: Disturbance = () => null): Promise<RecordingServer> => {
  const requests: RecordedRequest[] = [];
  const carts = new Map<string, { sku: string; quantity: number; unitPriceCents: number }[]>();
  let visitors = 0;

  const answer = (recorded: RecordedRequest, url: URL, response: ServerResponse): void => {
    const sid = /sid=(\w+)/.exec(recorded.headers.cookie ?? '')?.[1] ?? `s${(visitors += 1)}`;
    response.setHeader('Set-Cookie', `sid=${sid}; Path=/`);
    const cart = carts.get(sid) ?? [];
    const totalCents = () => cart.reduce((sum, line) => sum + line.quantity * line.unitPriceCents, 0);
    const json = (value: unknown, status = 200) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    };
    const page = (attributes: string, text = '') => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<body ${attributes}>${text}</body>`);
    };
    const sku = url.pathname.split('/').at(-1) ?? '';
    if (url.pathname === '/') page('data-page="home"');
    else if (url.pathname.startsWith('/assets/')) page('');
    else if (url.pathname === '/search') page('data-page="search"');
    else if (url.pathname.startsWith('/product/'))
      page(`data-page="product" data-sku="${sku}" data-price-cents="${priceCents}"`);
    else if (url.pathname === '/api/recommendations') json({ items: [], degraded: false });
    else if (url.pathname === '/cart/items') {
      const added = JSON.parse(recorded.body) as { sku: string; quantity: number };
      cart.push({ ...added, unitPriceCents: priceCents });
      carts.set(sid, cart);
      json({ lines: cart, totalCents: totalCents() });
    } else if (url.pathname === '/cart') page('data-page="cart"', cart.map((line) => line.sku).join(' '));
    else if (url.pathname === '/checkout') {
      const { intent, card } = JSON.parse(recorded.body) as { intent: string; card: string };
      if (card.endsWith('0002')) json({ reason: 'declined' }, 402);
      else {
        const placed = { orderId: `order-${intent}`, totalCents: totalCents(), status: 'confirmed' };
        carts.delete(sid);
        json(placed, 201);
      }
    } else response.writeHead(404).end();
  };

  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://shop');
      const key = request.headers['idempotency-key'];
      const slot = request.headers['x-test-slot'];
      const recorded: RecordedRequest = {
        atMs: Date.now(),
        slot: typeof slot === 'string' ? Number(slot) : null,
        what: `${request.method} ${url.pathname}${url.search}${typeof key === 'string' ? ` ${key}` : ''}`,
        headers: request.headers,
        body,
      };
      requests.push(recorded);
      const disturbance = disturb(recorded);
      if (disturbance === 'never') return;
      if (disturbance === 'breakOff') request.socket.destroy();
      else if (disturbance === null) answer(recorded, url, response);
      else response.writeHead(disturbance.status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
