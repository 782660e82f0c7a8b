import { randomUUID } from 'node:crypto';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly ms: number;
}

export interface Purchase {
  readonly intent?: string;
  readonly key?: string;
  readonly card?: string;
}

/** What a checkout answered. */
export interface CheckoutBody {
  readonly orderId?: string;
  readonly totalCents?: number;
  readonly status?: string;
  readonly reason?: string;
}

/** One shopper with cookies of its own. */
export class Shopper {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly baseUrl: string) {}

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const startedAt = performance.now();
    const answer = await fetch(this.baseUrl + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.cookies.set(name, value);
    }
    return { status: answer.status, headers: answer.headers, text, ms: performance.now() - startedAt };
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  add(sku: string, quantity = 1): Promise<Answer> {
    return this.send('POST', '/cart/items', { sku, quantity });
  }

  async checkout(purchase: Purchase = {}): Promise<Answer & { readonly body: CheckoutBody }> {
    const { intent = randomUUID(), key = randomUUID(), card = '4242424242424242' } = purchase;
    const customer = { name: 'Ada Example', email: 'ada@example.org', address: 'Long Lane 1' };
    const answer = await this.send('POST', '/checkout', { intent, customer, card }, { 'idempotency-key': key });
    return { ...answer, body: JSON.parse(answer.text) as CheckoutBody };
  }
}
