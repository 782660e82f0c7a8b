import type { Cart } from './cart.ts';
import { endOfRefusal, noAnswer, readOrderAnswer, type OrderAnswer } from './order-answer.ts';
import { StepEnd, type Page } from './page.ts';
import type { Resubmission } from './resubmission.ts';

/** The part of the engine that keeps the clients' books (engine.d.ts). */
export interface Ledger {
  ledgerIntent(line: {
    intent: string;
    key: string;
    attempt: number;
    lines: { sku: string; quantity: number; unitPriceCents: number }[];
    amountCents: number;
  }): void;
  ledgerOutcome(line: {
    intent: string;
    key: string;
    attempt: number;
    outcome: 'ok' | 'failed' | 'indeterminate';
    status: number;
    orderId: string | null;
    reason: string | null;
  }): void;
}

/** One attempt to place an order. Send both along, so that the books can be compared afterwards. */
export interface OrderAttempt {
  /** The wish to buy: the same over retries. */
  readonly intent: string;
  /** For the `Idempotency-Key` header: the same over retries, unless the page that gave it is loaded anew (`Shop.newKeyOnReload`). */
  readonly key: string;
  /** 1, 2, … of the key. */
  readonly attempt: number;
}

/** Sends one attempt. @param breakOffAfterMs the shopper breaks requests off after this long; null: it waits. */
type Send = (attempt: OrderAttempt, breakOffAfterMs: number | null) => Promise<Page>;

/** What became of one attempt. */
interface Told extends OrderAnswer {
  readonly outcome: 'ok' | 'failed' | 'indeterminate';
  readonly page: Page | null;
  readonly failure: Error | null;
}

/** The orders of one visit, and the one whose fate is not known yet. */
export class Orders {
  readonly #ledger: Ledger;
  readonly #visitName: string;
  #resubmission: Resubmission | null;
  #open: OrderAttempt | null = null;
  #intents = 0;

  /**
   * @param visitName unique over runs: intents and keys are made of it.
   * @param resubmission how the first order of the visit is sent twice; null when it is not.
   */
  constructor(ledger: Ledger, visitName: string, resubmission: Resubmission | null = null) {
    this.#ledger = ledger;
    this.#visitName = visitName;
    this.#resubmission = resubmission;
  }

  /**
   * Places an order, with a line in the ledger before each attempt is sent and one after. Outcomes (DESIGN §6, "The books"): an answer
   * with an order id is ok; a refusal in so many words is failed; all else is indeterminate, and the next call tries the same
   * intent with the same key again. Of an order that was sent twice, the attempt that was acknowledged counts, else the last.
   * @returns the shop's id of the order.
   * @throws StepEnd with `declined` or `soldOut` for these refusals, and with what went wrong otherwise.
   */
  async place(cart: Cart, send: Send, read: (page: Page) => OrderAnswer = readOrderAnswer): Promise<string> {
    checkCart(cart);
    const resubmission = this.#resubmission;
    this.#resubmission = null;
    const all = await this.#sendAll(resubmission, (attempt, breakOffAfterMs) =>
      this.#try(cart, attempt, (one) => send(one, breakOffAfterMs), read),
    );
    const told = all.find(({ outcome }) => outcome === 'ok') ?? all.at(-1);
    if (told === undefined) throw new Error('an order was sent no time at all');
    if (told.outcome !== 'indeterminate') this.#open = null;

    if (told.refusal !== null) throw endOfRefusal(told.refusal, told.page);
    if (told.failure !== null) throw told.failure;
    if (told.orderId === null)
      throw new StepEnd('failedCheck', 'The order was answered without an order id', told.page);
    return told.orderId;
  }

  /** Sends an order as often as this buyer does. Attempts that are made at once are all of one key. */
  async #sendAll(
    resubmission: Resubmission | null,
    attemptOnce: (attempt: OrderAttempt, breakOffAfterMs: number | null) => Promise<Told>,
  ): Promise<readonly Told[]> {
    switch (resubmission?.kind) {
      case undefined:
        return [await attemptOnce(this.#nextAttempt(), null)];
      case 'doubleClick':
        return Promise.all([attemptOnce(this.#nextAttempt(), null), attemptOnce(this.#nextAttempt(), null)]);
      case 'reload': {
        const first = await attemptOnce(this.#nextAttempt(), null);
        if (first.outcome === 'failed' || isTheEnd(first.failure)) return [first];
        return [first, await attemptOnce(resubmission.hasNewKey ? this.#nextKey() : this.#nextAttempt(), null)];
      }
      case 'timeOut': {
        const first = await attemptOnce(this.#nextAttempt(), resubmission.afterMs);
        const isBrokenOff = first.failure instanceof StepEnd && first.failure.outcome === 'timeout';
        return isBrokenOff ? [first, await attemptOnce(this.#nextAttempt(), null)] : [first];
      }
    }
  }

  async #try(
    cart: Cart,
    attempt: OrderAttempt,
    send: (attempt: OrderAttempt) => Promise<Page>,
    read: (page: Page) => OrderAnswer,
  ): Promise<Told> {
    this.#ledger.ledgerIntent({
      ...attempt,
      lines: cart.lines.map(({ sku, quantity, unitPriceCents }) => ({ sku, quantity, unitPriceCents })),
      amountCents: cart.amountCents,
    });
    const { page, failure } = await sent(send(attempt));
    const { orderId, refusal } = page === null ? noAnswer : read(page);
    const outcome = page?.isOk === true && orderId !== null ? 'ok' : refusal !== null ? 'failed' : 'indeterminate';
    this.#ledger.ledgerOutcome({ ...attempt, outcome, status: page?.status ?? 0, orderId, reason: refusal });
    return { outcome, orderId, refusal, page, failure };
  }

  #nextAttempt(): OrderAttempt {
    if (this.#open === null) {
      this.#intents += 1;
      const intent = `${this.#visitName}-${this.#intents}`;
      this.#open = { intent, key: `${intent}-key`, attempt: 1 };
    } else this.#open = { ...this.#open, attempt: this.#open.attempt + 1 };
    return this.#open;
  }

  /** The same wish under another key. */
  #nextKey(): OrderAttempt {
    const { intent } = this.#open ?? this.#nextAttempt();
    this.#open = { intent, key: `${intent}-key-2`, attempt: 1 };
    return this.#open;
  }
}

/** Patience is gone, or the adapter has crashed: nothing is sent again. */
const isTheEnd = (failure: Error | null): boolean =>
  failure !== null && !(failure instanceof StepEnd && failure.outcome !== 'timeout');

/** What became of the sending: the last page, and what was thrown over it. */
const sent = (sending: Promise<Page>): Promise<{ page: Page | null; failure: Error | null }> =>
  sending.then(
    (page) => ({ page, failure: null }),
    (thrown: unknown) => ({
      page: thrown instanceof StepEnd ? thrown.page : null,
      failure: thrown instanceof Error ? thrown : new Error(String(thrown)),
    }),
  );

/** A cart that the ledger could not hold is a mistake of the adapter, or a cart that the shop has lost. */
const checkCart = ({ lines, amountCents }: Cart): void => {
  if (lines.length === 0) throw new StepEnd('failedCheck', 'The cart is empty at the checkout');
  const isCount = (value: number) => Number.isInteger(value) && value >= 0;
  const isLine = (line: Cart['lines'][number]) =>
    line.quantity > 0 && isCount(line.quantity) && isCount(line.unitPriceCents);
  if (!isCount(amountCents) || !lines.every(isLine))
    throw new TypeError(`An order needs whole quantities and whole cents: ${JSON.stringify({ lines, amountCents })}`);
};
