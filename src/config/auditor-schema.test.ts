import { describe, expect, it } from 'vitest';
import { addressesOf, auditorSchema } from './auditor-schema.ts';

const messages = (auditor: unknown): string[] =>
  auditorSchema.safeParse(auditor).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('auditor', () => {
  it('has bounds where nobody names any', () => {
    expect(auditorSchema.parse({ kind: 'sql', connectionFrom: 'SHOP_DATABASE', queries: {} })).toEqual({
      kind: 'sql',
      connectionFrom: 'SHOP_DATABASE',
      queries: {},
      timeout: 30,
      mostRows: 500_000,
      sequenceSlack: 10_000,
      settle: 3,
      restWithin: 45,
    });
    expect(auditorSchema.parse({ kind: 'http', url: 'http://127.0.0.1/books', restWithin: '2m' })).toMatchObject({
      timeout: 30,
      restWithin: 120,
    });
  });

  it('takes the name of a variable, not a connection with its password', () => {
    const auditor = { kind: 'sql', connectionFrom: 'postgresql://shop:secret@db/shop', queries: {} };
    expect(messages(auditor)).toEqual(['connectionFrom: the name of an environment variable, not its value']);
  });

  it('knows no other kinds and no other parts', () => {
    expect(messages({ kind: 'graphql' })).toHaveLength(1);
    expect(messages({ kind: 'sql', connectionFrom: 'X', queries: { refunds: 'SELECT 1' } })).toHaveLength(1);
  });

  it('tells every address that it will go to', () => {
    const part = (path: string) => ({ url: `https://admin.example/${path}`, select: '$' });
    const parts = { orders: part('orders'), stock: part('stock'), movements: 'none' };
    expect(addressesOf(auditorSchema.parse({ kind: 'json', parts }))).toEqual([
      ['auditor.parts.orders.url', 'https://admin.example/orders'],
      ['auditor.parts.stock.url', 'https://admin.example/stock'],
    ]);
    expect(addressesOf(null)).toEqual([]);
  });
});
