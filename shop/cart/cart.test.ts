import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CartFullError, cartLimits, changeCart, emptied, emptyCart, newerCart, readCart, writeCart } from './cart.ts';

const withLamp = changeCart(emptyCart, 'lamp', { add: 2 });

describe('a cart', () => {
  it('adds up units of one product', () => {
    expect(changeCart(withLamp, 'lamp', { add: 1 })).toEqual({ version: 2, lines: [{ sku: 'lamp', quantity: 3 }] });
  });

  it('takes a line out', () => {
    expect(changeCart(withLamp, 'lamp', 'remove')).toEqual({ version: 2, lines: [] });
  });

  it('has limits', () => {
    expect(() => changeCart(withLamp, 'lamp', { add: cartLimits.quantityPerLine })).toThrow(CartFullError);
    let cart = emptyCart;
    for (let line = 0; line < cartLimits.lines; line += 1) cart = changeCart(cart, `sku-${line}`, { add: 1 });
    expect(() => changeCart(cart, 'one-more', { add: 1 })).toThrow(CartFullError);
    expect(changeCart(cart, 'sku-0', { add: 1 }).lines).toHaveLength(cartLimits.lines);
  });

  it('is the newer of its copies, whichever is lost', () => {
    const newer = emptied(withLamp);
    expect(newerCart(withLamp, newer)).toBe(newer);
    expect(newerCart(newer, withLamp)).toBe(newer);
    expect(newerCart(null, withLamp)).toBe(withLamp);
    expect(newerCart(withLamp, null)).toBe(withLamp);
    expect(newerCart(null, null)).toBe(emptyCart);
  });
});

describe('the text of a cart', () => {
  it('reads back as it was written', () => {
    const lines = fc.array(fc.record({ sku: fc.string(), quantity: fc.integer({ min: 1, max: 20 }) }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.record({ version: fc.nat(), lines }), (cart) => {
        expect(readCart(writeCart(cart))).toEqual(cart);
      }),
    );
  });

  it.each([null, '', 'x', '{}', '[]', '["1"]', '[1,["lamp"]]', '[1,["lamp",0]]', '[1,["lamp",1.5]]'])(
    'is nothing else: %s',
    (text) => {
      expect(readCart(text)).toBeNull();
    },
  );
});
