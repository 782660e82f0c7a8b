import { describe, expect, it } from 'vitest';
import { ledgerLineSchema } from '../../src/core/wire/ledger.ts';
import { Orders, type Ledger, type OrderAttempt } from './order.ts';
import { Page, StepEnd } from './page.ts';

const cart = { lines: [{ sku: 'sku-000001', quantity: 2, unitPriceCents: 450 }], amountCents: 900 };

const page = (status: number, body: unknown): Page => new Page('POST', '/checkout', status, JSON.stringify(body));

/** As the runtime's requests do: an answer of 400 and above, or none, ends the step. */
const answering = (status: number, body: unknown = {}) => {
  const answered = page(status, body);
  return () =>
    answered.isOk ? Promise.resolve(answered) : Promise.reject(new StepEnd('error', `${status}`, answered));
};

const newOrders = () => {
  const lines: unknown[] = [];
  const ledger: Ledger = {
    ledgerIntent: (line) => lines.push({ type: 'intent', atMs: 1, ...line }),
    ledgerOutcome: (line) => lines.push({ type: 'outcome', atMs: 2, ...line }),
  };
  return { orders: new Orders(ledger, 'run-0-1'), read: () => lines.map((line) => ledgerLineSchema.parse(line)) };
};

const endOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof StepEnd ? error.outcome : 'crash'),
  );

describe('an order', () => {
  it('has its intent in the ledger before it is sent', async () => {
    const { orders, read } = newOrders();
    let whenSent: unknown = null;
    await orders.place(cart, () => {
      whenSent = read();
      return answering(201, { orderId: 'o-1' })();
    });
    const intent = { intent: 'run-0-1-1', key: 'run-0-1-1-key', attempt: 1 };
    expect(whenSent).toEqual([{ type: 'intent', atMs: 1, ...intent, ...cart }]);
    expect(read()[1]).toMatchObject({ ...intent, outcome: 'ok', status: 201, orderId: 'o-1', reason: null });
  });

  it.each([
    [402, { reason: 'declined' }, 'failed', 'declined'],
    [409, { reason: 'soldOut' }, 'failed', 'soldOut'],
    [409, { reason: 'emptyCart' }, 'failed', 'error'],
    [409, {}, 'indeterminate', 'error'],
    [503, { reason: 'declined' }, 'indeterminate', 'error'],
    [200, { error: 'try later' }, 'indeterminate', 'failedCheck'],
  ])('answered %i %o is %s, and the step %s', async (status, body, outcome, stepOutcome) => {
    const { orders, read } = newOrders();
    expect(await endOf(orders.place(cart, answering(status, body)))).toBe(stepOutcome);
    expect(read()[1]).toMatchObject({ outcome, status });
  });

  it('that had no answer is indeterminate', async () => {
    const { orders, read } = newOrders();
    const timeout = new StepEnd('timeout', 'no answer', new Page('POST', '/checkout', 0, ''));
    expect(await endOf(orders.place(cart, () => Promise.reject(timeout)))).toBe('timeout');
    expect(read()[1]).toMatchObject({ outcome: 'indeterminate', status: 0 });
  });

  it('whose adapter crashes is indeterminate, and the crash goes on', async () => {
    const { orders, read } = newOrders();
    expect(await endOf(orders.place(cart, () => Promise.reject(new TypeError('oh'))))).toBe('crash');
    expect(read()[1]).toMatchObject({ outcome: 'indeterminate' });
  });

  it('that was acknowledged counts, whatever the adapter thinks of the page', async () => {
    const { orders, read } = newOrders();
    const confirm = () => Promise.resolve(page(201, { orderId: 'o-1' }).expect('Thank you'));
    expect(await endOf(orders.place(cart, async () => confirm()))).toBe('failedCheck');
    expect(read()[1]).toMatchObject({ outcome: 'ok', orderId: 'o-1' });
  });

  it('of unknown fate is tried again with the same intent and key', async () => {
    const { orders } = newOrders();
    const attempts: OrderAttempt[] = [];
    const sending = (status: number, body?: unknown) => (attempt: OrderAttempt) => {
      attempts.push(attempt);
      return answering(status, body)();
    };
    await endOf(orders.place(cart, sending(500)));
    await endOf(orders.place(cart, sending(201, { orderId: 7 })));
    await endOf(orders.place(cart, sending(402, { reason: 'declined' })));
    await endOf(orders.place(cart, sending(201, { orderId: 8 })));
    expect(attempts.map(({ intent, attempt }) => [intent, attempt])).toEqual([
      ['run-0-1-1', 1],
      ['run-0-1-1', 2],
      ['run-0-1-2', 1],
      ['run-0-1-3', 1],
    ]);
    expect(attempts[0]?.key).toBe(attempts[1]?.key);
  });

  it('can be read from a shop that answers in its own way', async () => {
    const { orders } = newOrders();
    const read = (answered: Page) => ({ orderId: answered.field('nr'), refusal: null });
    expect(await orders.place(cart, answering(200, { nr: 'A1' }), read)).toBe('A1');
  });

  it('of nothing is a failed check; of half a cent, a crash: neither is sent', async () => {
    const { orders, read } = newOrders();
    expect(await endOf(orders.place({ lines: [], amountCents: 0 }, answering(201)))).toBe('failedCheck');
    expect(await endOf(orders.place({ ...cart, amountCents: 0.5 }, answering(201)))).toBe('crash');
    expect(read()).toEqual([]);
  });
});
