import { describe, expect, it } from 'vitest';
import { customerAt } from './customer.ts';
import { Page, StepEnd } from './page.ts';
import { randomOf } from './random.ts';
import type { Resubmission } from './resubmission.ts';
import { Shopper } from './shopper.ts';

interface Sent {
  method: string;
  url: string;
  name: string | null;
  body: string | null;
  headers: Readonly<Record<string, string>> | null;
  patienceMs: number | null;
}

const shopping = (
  answer: (sent: Sent) => Page = ({ method, url }) => new Page(method, url, 200, ''),
  resubmission: Resubmission | null = null,
) => {
  const sent: Sent[] = [];
  const assets: (readonly string[])[] = [];
  const engine = {
    request: (
      _slot: number,
      method: string,
      url: string,
      name: string | null,
      body: string | null,
      headers: Readonly<Record<string, string>> | null,
      patienceMs: number | null,
    ) => {
      const request = { method, url, name, body, headers, patienceMs };
      sent.push(request);
      return new Promise<Page>((resolve) => resolve(answer(request)));
    },
    assets: (_slot: number, ...urls: readonly string[]) => {
      assets.push(urls);
      return Promise.resolve();
    },
    ledgerIntent: () => undefined,
    ledgerOutcome: () => undefined,
  };
  const shopper = new Shopper(
    {
      engine,
      baseUrl: 'http://shop',
      catalogue: { products: 9, doorbusters: 0, sku: (rank) => `sku-${rank}`, searchWords: ['lamp', 'mug'] },
      popularity: (random) => random.integer(1, 9),
      customerOf: (slot) => customerAt([], slot),
      randomOfStep: (slot, visit, place) => randomOf(1, slot, visit, place),
      resubmissionOf: () => resubmission,
      visitName: (slot, visit) => `run-${slot}-${visit}`,
    },
    3,
    1,
    false,
  );
  return { shopper, sent, assets };
};

const patient = { patienceMs: null };

describe('Shopper', () => {
  it('asks for pages below the base URL, or anywhere', async () => {
    const { shopper, sent } = shopping();
    await shopper.get('/a', { name: 'first', headers: { 'X-A': 'b' } });
    await shopper.get('https://cdn.example/b');
    expect(sent).toEqual([
      { method: 'GET', url: 'http://shop/a', name: 'first', body: null, headers: { 'X-A': 'b' }, ...patient },
      { method: 'GET', url: 'https://cdn.example/b', name: null, body: null, headers: null, ...patient },
    ]);
  });

  it('posts JSON, and the fields of a form', async () => {
    const { shopper, sent } = shopping();
    await shopper.post('/cart', { sku: 'a' }, { headers: { 'Idempotency-Key': 'k' } });
    await shopper.send('DELETE', '/cart', null);
    await shopper.submit('/login', { name: 'Ann & Bo', age: 7 });
    expect(sent.map(({ method, body, headers }) => [method, body, headers])).toEqual([
      ['POST', '{"sku":"a"}', { 'Content-Type': 'application/json', 'Idempotency-Key': 'k' }],
      ['DELETE', 'null', { 'Content-Type': 'application/json' }],
      ['POST', 'name=Ann%20%26%20Bo&age=7', { 'Content-Type': 'application/x-www-form-urlencoded' }],
    ]);
  });

  it('leaves its assets to the engine', async () => {
    const { shopper, assets } = shopping();
    await shopper.assets('/a.css', 'https://cdn.example/b.js');
    expect(assets).toEqual([['http://shop/a.css', 'https://cdn.example/b.js']]);
  });

  it('makes the same choices when a step is taken again, and others at the next', () => {
    const { shopper } = shopping();
    const choices = (place: number) => {
      shopper.isAt(place);
      return [shopper.random.unit(), shopper.chooseProduct(), shopper.searchWord()];
    };
    expect(choices(1)).toEqual(choices(1));
    expect(choices(2)).not.toEqual(choices(1));
  });

  it('keeps a product in mind, and is one customer', () => {
    const { shopper } = shopping();
    shopper.isAt(0);
    const sku = shopper.product;
    shopper.isAt(1);
    expect(shopper.product).toBe(sku);
    expect(shopper.customer).toBe(shopper.customer);
    expect(shopper.customer.name).toBe('Shopper 3');
  });

  it('names its orders after the visit', async () => {
    const { shopper } = shopping();
    const intents: string[] = [];
    shopper.cart = { lines: [{ sku: 'a', quantity: 1, unitPriceCents: 5 }], amountCents: 5 };
    const send = ({ intent }: { intent: string }) => {
      intents.push(intent);
      return Promise.resolve(new Page('POST', '/checkout', 201, '{"orderId":"o1"}'));
    };
    expect(await shopper.order(shopper.cart, send)).toBe('o1');
    expect(intents).toEqual(['run-3-1-1']);
    expect(shopper.cart.lines).toEqual([]);
  });

  it('waits for requests of an order, unless it breaks them off', async () => {
    const { shopper, sent } = shopping(
      ({ method, url, patienceMs }) => {
        if (patienceMs !== null) throw new StepEnd('timeout', 'broken off');
        return new Page(method, url, 201, '{"orderId":"o1"}');
      },
      { kind: 'timeOut', afterMs: 70 },
    );
    shopper.cart = { lines: [{ sku: 'a', quantity: 1, unitPriceCents: 5 }], amountCents: 5 };
    await shopper.order(shopper.cart, ({ key }) => shopper.post('/checkout', { key }));
    await shopper.get('/');
    expect(sent.map(({ url, patienceMs }) => [url, patienceMs])).toEqual([
      ['http://shop/checkout', 70],
      ['http://shop/checkout', null],
      ['http://shop/', null],
    ]);
    expect(sent[0]?.body).toBe(sent[1]?.body);
  });
});
