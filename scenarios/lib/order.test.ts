import { describe, expect, it } from 'vitest';
import { ledgerLineSchema } from '../../src/core/wire/ledger.ts';
import { Orders, type Ledger, type OrderAttempt } from './order.ts';
import { Page, StepEnd } from './page.ts';
import type { Resubmission } from './resubmission.ts';

const cart = { lines: [{ sku: 'sku-000001', quantity: 2, unitPriceCents: 450 }], amountCents: 900 };

const page = (status: number, body: unknown): Page => new Page('POST', '/checkout', status, JSON.stringify(body));

/** As the runtime's requests do: an answer of 400 and above, or none, ends the step. */
const answering = (status: number, body: unknown = {}) => {
  const answered = page(status, body);
  return () =>
    answered.isOk ? Promise.resolve(answered) : Promise.reject(new StepEnd('error', `${status}`, answered));
};

const newOrders = (resubmission: Resubmission | null = null) => {
  const lines: unknown[] = [];
  const ledger: Ledger = {
    ledgerIntent: (line) => lines.push({ type: 'intent', atMs: 1, ...line }),
    ledgerOutcome: (line) => lines.push({ type: 'outcome', atMs: 2, ...line }),
  };
  return {
    orders: new Orders(ledger, 'run-0-1', resubmission),
    read: () => lines.map((line) => ledgerLineSchema.parse(line)),
  };
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

describe('an order that is sent twice', () => {
  /** Answers in turn; a time-out where the shopper breaks off. */
  const shop = (...answers: (readonly [number, unknown] | 'timeOut')[]) => {
    const sent: string[] = [];
    let inside = 0;
    let mostInside = 0;
    const send = async ({ key, attempt }: OrderAttempt, breakOffAfterMs: number | null): Promise<Page> => {
      const answer = answers[sent.length];
      sent.push(`${key} ${attempt} ${breakOffAfterMs ?? 'patient'}`);
      mostInside = Math.max(mostInside, (inside += 1));
      await Promise.resolve();
      inside -= 1;
      if (answer === 'timeOut' || answer === undefined)
        throw new StepEnd('timeout', 'no answer', new Page('POST', '/checkout', 0, ''));
      return answering(...answer)();
    };
    return { sent, send, mostAtOnce: () => mostInside };
  };
  const placed = [201, { orderId: 'o-1' }] as const;
  const gone = [409, { reason: 'emptyCart' }] as const;
  const reload = { kind: 'reload', hasNewKey: false } as const;

  it('by a double click goes out twice at once under one key, and one acknowledgement is enough', async () => {
    for (const answers of [
      [placed, gone],
      [gone, placed],
      [[500, {}], placed],
    ] as const) {
      const { orders, read } = newOrders({ kind: 'doubleClick' });
      const { sent, send, mostAtOnce } = shop(...answers);
      expect(await orders.place(cart, send)).toBe('o-1');
      expect(sent).toEqual(['run-0-1-1-key 1 patient', 'run-0-1-1-key 2 patient']);
      expect(mostAtOnce()).toBe(2);
      expect(read().map((line) => line.type)).toEqual(['intent', 'intent', 'outcome', 'outcome']);
    }
  });

  it('by a reload goes out again once it is answered, with a new key where the page gives one', async () => {
    for (const [hasNewKey, second] of [
      [false, 'run-0-1-1-key 2 patient'],
      [true, 'run-0-1-1-key-2 1 patient'],
    ] as const) {
      const { orders, read } = newOrders({ kind: 'reload', hasNewKey });
      const { sent, send, mostAtOnce } = shop(placed, placed);
      expect(await orders.place(cart, send)).toBe('o-1');
      expect(sent).toEqual(['run-0-1-1-key 1 patient', second]);
      expect(mostAtOnce()).toBe(1);
      const intents = read().filter((line) => line.type === 'intent');
      expect(new Set(intents.map(({ intent }) => intent)).size).toBe(1);
    }
  });

  it('is not reloaded after a refusal, nor when patience is gone', async () => {
    for (const [answer, end] of [
      [[402, { reason: 'declined' }], 'declined'],
      ['timeOut', 'timeout'],
    ] as const) {
      const { orders } = newOrders(reload);
      const { sent, send } = shop(answer, placed);
      expect(await endOf(orders.place(cart, send))).toBe(end);
      expect(sent).toHaveLength(1);
    }
  });

  it('after a time-out goes out again under the same key; in time, it goes out once', async () => {
    const late = newOrders({ kind: 'timeOut', afterMs: 80 });
    const slow = shop('timeOut', placed);
    expect(await late.orders.place(cart, slow.send)).toBe('o-1');
    expect(slow.sent).toEqual(['run-0-1-1-key 1 80', 'run-0-1-1-key 2 patient']);
    expect(late.read().flatMap((line) => (line.type === 'outcome' ? [line.outcome] : []))).toEqual([
      'indeterminate',
      'ok',
    ]);
    const inTime = newOrders({ kind: 'timeOut', afterMs: 80 });
    const fast = shop(placed);
    expect(await inTime.orders.place(cart, fast.send)).toBe('o-1');
    expect(fast.sent).toHaveLength(1);
  });

  it('is sent twice once a visit, and tried again like any other', async () => {
    const { orders } = newOrders(reload);
    const { sent, send } = shop([503, {}], [503, {}], placed, placed);
    expect(await endOf(orders.place(cart, send))).toBe('error');
    expect(await orders.place(cart, send)).toBe('o-1');
    expect(await orders.place(cart, send)).toBe('o-1');
    expect(sent).toEqual(
      ['run-0-1-1-key 1', 'run-0-1-1-key 2', 'run-0-1-1-key 3', 'run-0-1-2-key 1'].map((one) => `${one} patient`),
    );
  });
});
