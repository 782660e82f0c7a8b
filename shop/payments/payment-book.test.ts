import { describe, expect, it } from 'vitest';
import { PaymentBook } from './payment-book.ts';

const wish = { amount: 500, card: '4242424242424242', metadata: { order: 'o1' } };
const declining = { ...wish, card: '4000000000000002' };
const make = () => new PaymentBook(() => 7);

describe('the payment book', () => {
  it('authorises, captures once, refunds', () => {
    const book = make();
    const intent = book.create('k', wish);
    expect(intent).toMatchObject({ status: 'requires_capture', amount_received: 0, created: 7 });
    expect(book.captured()).toEqual([]);
    expect(book.capture(intent.id)).toMatchObject({ status: 'succeeded', amount_received: 500 });
    expect(book.capture(intent.id)).toMatchObject({ amount_received: 500 });
    expect(book.refund(intent.id)).toMatchObject({ amount_refunded: 500 });
    expect(book.captured()).toHaveLength(1);
  });

  it('has one intent for a key, whatever comes with it', () => {
    const book = make();
    const { id } = book.create('k', wish);
    expect(book.create('k', { ...declining, amount: 900 })).toMatchObject({ id, amount: 500 });
    expect(book.create('k2', wish).id).not.toBe(id);
  });

  it('declines for good', () => {
    const book = make();
    const { id, status } = book.create('k', declining);
    expect(status).toBe('requires_payment_method');
    expect(book.create('k', wish).status).toBe('requires_payment_method');
    expect(book.capture(id)).toMatchObject({ amount_received: 0 });
  });

  it('cancels what is not captured, and says so of what is', () => {
    const book = make();
    const { id } = book.create('k', wish);
    expect(book.cancel('k').status).toBe('canceled');
    expect(book.capture(id)).toMatchObject({ status: 'canceled', amount_received: 0 });
    const captured = book.create('k2', wish);
    book.capture(captured.id);
    expect(book.cancel('k2').status).toBe('succeeded');
  });

  it('keeps a cancelled key from charging when its request comes late', () => {
    const book = make();
    book.cancel('k');
    expect(book.create('k', wish).status).toBe('canceled');
  });

  it('knows no other intents', () => {
    expect(make().capture('pi_x')).toBeNull();
    expect(make().refund('pi_x')).toBeNull();
  });
});
