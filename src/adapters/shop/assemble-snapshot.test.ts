import { describe, expect, it } from 'vitest';
import { bookSnapshotSchema } from '../../core/wire/audit.ts';
import { assembleSnapshot, type BookRows } from './assemble-snapshot.ts';

const rows: BookRows = {
  orders: [{ orderId: 7, key: 'k', status: 'confirmed', totalCents: '2000.00', sequence: '12', extra: true }],
  orderLines: [
    { orderId: '7', sku: 'lamp', quantity: 2 },
    { orderId: 7, sku: 'mug', warehouse: 'east', quantity: '1' },
  ],
  charges: [{ chargeId: 'c', orderId: 7, key: 'k', capturedCents: 2000 }],
  stock: [{ sku: 'lamp', onHand: '4' }],
  movements: [{ sku: 'lamp', kind: 'return', quantity: '-1', sequence: 15 }],
  sequence: 9,
};
const assembled = (change: Partial<BookRows> = {}) => assembleSnapshot('The audit', { ...rows, ...change }, 5);

describe('assembleSnapshot', () => {
  it('makes a book snapshot of rows as databases and APIs give them', () => {
    const snapshot = assembled();
    expect(bookSnapshotSchema.parse(snapshot)).toEqual(snapshot);
    expect(snapshot).toMatchObject({
      atMs: 5,
      sequence: 15,
      orders: [
        {
          orderId: '7',
          intent: null,
          totalCents: 2000,
          lines: [
            { sku: 'lamp', warehouse: 'all', quantity: 2 },
            { sku: 'mug', warehouse: 'east', quantity: 1 },
          ],
        },
      ],
      charges: [{ orderId: '7', refundedCents: 0 }],
      stock: [{ sku: 'lamp', warehouse: 'all', onHand: 4, reserved: 0 }],
    });
    expect(snapshot.unaudited).toBeUndefined();
  });

  it('says what was not audited, and whose orders nobody can tell', () => {
    const nameless = { orderId: 1, status: 'pending', totalCents: 1, sequence: 1 };
    expect(assembled({ orders: [nameless], stock: { unaudited: 'no query' } }).unaudited).toEqual([
      { part: 'stock', why: 'no query' },
      { part: 'orderKeys', why: 'no row carries an intent or a key' },
    ]);
    expect(assembled({ orders: [], charges: [] }).unaudited).toBeUndefined();
  });

  it.each([
    ['a missing column', { stock: [{ sku: 'lamp', onHand: 1 }, { onHand: 1 }] }, 'row 2 of stock does not fit: sku'],
    ['nothing where a figure should be', { stock: [{ sku: 'lamp', onHand: null }] }, 'onHand'],
    ['half a cent', { charges: [{ chargeId: 'c', capturedCents: '12.5' }] }, 'capturedCents'],
    ['another status', { orders: [{ orderId: 1, status: 'paid', totalCents: 1, sequence: 1 }] }, 'status'],
  ])('refuses %s, and names it', (_, change, words) => expect(() => assembled(change)).toThrow(words));

  it('has another digest when, and only when, the rows are others', () => {
    expect(assembled().digest).toBe(assembled({ sequence: 3 }).digest);
    expect(assembled({ stock: [{ sku: 'lamp', onHand: 3 }] }).digest).not.toBe(assembled().digest);
  });
});
