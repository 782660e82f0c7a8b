import { describe, expect, it } from 'vitest';
import type { CacheBatch } from '../database/cache-batch.ts';
import { CircuitBreaker } from '../resilience/circuit-breaker.ts';
import { CartFullError, changeCart, emptyCart, readCart, writeCart, type CartContent } from './cart.ts';
import { CartStore, type Visitor } from './cart-store.ts';

const add =
  (sku: string, units = 1) =>
  (cart: CartContent): CartContent =>
    changeCart(cart, sku, { add: units });

const make = (keepsCopy = true) => {
  const kept = new Map<string, string>();
  const exchanges = { count: 0, areLost: false };
  const answer = <T>(value: T): Promise<T> => {
    exchanges.count += 1;
    return exchanges.areLost ? Promise.reject(new Error('down')) : Promise.resolve(value);
  };
  const put = (key: string, text: string) => {
    if (!exchanges.areLost) kept.set(key, text);
  };
  const cache = {
    get: (key: string) => answer(kept.get(key) ?? null),
    set: (key: string, text: string) => (put(key, text), answer('OK' as const)),
    exchange: (key: string, text: string) => {
      const before = kept.get(key) ?? null;
      put(key, text);
      return answer(before);
    },
  } satisfies Pick<CacheBatch, 'get' | 'set' | 'exchange'>;
  const breaker = new CircuitBreaker({ dependency: 'cache', failuresToOpen: 99, openMs: 0, nowMs: () => 0 });
  const store = new CartStore(cache as unknown as CacheBatch, breaker, keepsCopy);
  let cookie: string | null = null;
  const visitor: Visitor = { sid: 'v', cartCopy: () => cookie, keepCartCopy: (text) => (cookie = text) };
  return { store, visitor, kept, exchanges, cookie: () => cookie, forgetTo: (text: string | null) => (cookie = text) };
};

describe('carts in the cache and in the cookie', () => {
  it('changes a cart in one exchange, and keeps both copies', async () => {
    const { store, visitor, kept, exchanges, cookie } = make();
    await store.change(visitor, add('lamp'));
    await store.change(visitor, add('mug'));
    expect(exchanges.count).toBe(2);
    expect(readCart(cookie())).toEqual({
      version: 2,
      lines: [
        { sku: 'lamp', quantity: 1 },
        { sku: 'mug', quantity: 1 },
      ],
    });
    expect(kept.get('cart:v')).toBe(cookie());
  });

  it('builds on the cache where that saw more than the copy', async () => {
    const { store, visitor, kept, cookie, forgetTo } = make();
    await store.change(visitor, add('lamp'));
    const known = cookie();
    await store.change(visitor, add('mug'));
    forgetTo(known);
    const cart = await store.change(visitor, add('kettle'));
    expect(cart.lines.map(({ sku }) => sku)).toEqual(['lamp', 'mug', 'kettle']);
    expect(readCart(kept.get('cart:v') ?? null)).toEqual(cart);
    expect(readCart(cookie())).toEqual(cart);
  });

  it('builds on the copy while the cache is out, and where it was lost', async () => {
    const { store, visitor, kept, exchanges } = make();
    await store.change(visitor, add('lamp'));
    exchanges.areLost = true;
    await store.change(visitor, add('mug'));
    exchanges.areLost = false;
    expect((await store.read(visitor)).lines).toHaveLength(2);
    kept.clear();
    expect((await store.change(visitor, add('kettle'))).lines).toHaveLength(3);
  });

  it('leaves a cart as it was when the change is refused', async () => {
    const { store, visitor, kept, cookie, forgetTo } = make();
    await store.change(visitor, add('lamp'));
    const early = cookie();
    await store.change(visitor, add('lamp', 18));
    const full = kept.get('cart:v');
    await expect(store.change(visitor, add('lamp', 2))).rejects.toThrow(CartFullError);
    forgetTo(early);
    await expect(store.change(visitor, add('lamp', 2))).rejects.toThrow(CartFullError);
    expect(kept.get('cart:v')).toBe(full);
  });

  it('does not refuse by a copy that is out of date', async () => {
    const { store, visitor, kept, forgetTo } = make();
    forgetTo(writeCart(add('lamp', 20)(emptyCart)));
    kept.set('cart:v', writeCart({ version: 2, lines: [] }));
    expect((await store.change(visitor, add('lamp'))).lines).toEqual([{ sku: 'lamp', quantity: 1 }]);
  });

  it('without a copy goes by the cache alone (planted defect)', async () => {
    const { store, visitor, kept, cookie } = make(false);
    await store.change(visitor, add('lamp'));
    expect((await store.change(visitor, add('mug'))).lines).toHaveLength(2);
    kept.clear();
    expect(await store.read(visitor)).toEqual(emptyCart);
    expect(cookie()).toBeNull();
  });
});
