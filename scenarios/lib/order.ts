import type { Cart } from './cart.ts';
import { StepEnd, type Page } from './page.ts';

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
  /** For the `Idempotency-Key` header: the same over retries of an attempt whose fate is not known. */
  readonly key: string;
  /** 1, 2, … */
  readonly attempt: number;
}

/** What the shop said to an order: its id, or why it refused in so many words, or neither. */
export interface OrderAnswer {
  readonly orderId: string | null;
  readonly refusal: string | null;
}

/** Reads `{ orderId }` of a 2xx and `{ reason }` of a 4xx. */
export const readOrderAnswer = (page: Page): OrderAnswer => ({
  orderId: page.isOk ? page.field('orderId') : null,
  refusal: page.status >= 400 && page.status < 500 ? page.field('reason') : null,
});

/** Refusals that a shopper planned for, or that are honest: good outcomes of a step (DESIGN §6). */
const goodRefusals: ReadonlyMap<string, 'declined' | 'soldOut'> = new Map([
  ['declined', 'declined'],
  ['soldOut', 'soldOut'],
]);

/** The orders of one visit, and the one whose fate is not known yet. */
export class Orders {
  readonly #ledger: Ledger;
  readonly #visitName: string;
  #open: OrderAttempt | null = null;
  #intents = 0;

  /** @param visitName unique over runs: intents and keys are made of it. */
  constructor(ledger: Ledger, visitName: string) {
    this.#ledger = ledger;
    this.#visitName = visitName;
  }

  /**
   * Places an order, with a line in the ledger before it is sent and one after. Outcomes (DESIGN §6, "The books"): an answer
   * with an order id is ok; a refusal in so many words is failed; all else is indeterminate, and the next call tries the same
   * intent with the same key again.
   * @returns the shop's id of the order.
   * @throws StepEnd with `declined` or `soldOut` for these refusals, and with what went wrong otherwise.
   */
  async place(
    cart: Cart,
    send: (attempt: OrderAttempt) => Promise<Page>,
    read: (page: Page) => OrderAnswer = readOrderAnswer,
  ): Promise<string> {
    checkCart(cart);
    const attempt = this.#nextAttempt();
    this.#ledger.ledgerIntent({
      ...attempt,
      lines: cart.lines.map(({ sku, quantity, unitPriceCents }) => ({ sku, quantity, unitPriceCents })),
      amountCents: cart.amountCents,
    });
    const { page, failure } = await sent(send(attempt));
    const { orderId, refusal } = page === null ? noAnswer : read(page);
    const outcome = page?.isOk === true && orderId !== null ? 'ok' : refusal !== null ? 'failed' : 'indeterminate';
    this.#ledger.ledgerOutcome({ ...attempt, outcome, status: page?.status ?? 0, orderId, reason: refusal });
    if (outcome !== 'indeterminate') this.#open = null;

    if (refusal !== null)
      throw new StepEnd(goodRefusals.get(refusal) ?? 'error', `The order was refused: ${refusal}`, page);
    if (failure !== null) throw failure;
    if (orderId === null) throw new StepEnd('failedCheck', 'The order was answered without an order id', page);
    return orderId;
  }

  #nextAttempt(): OrderAttempt {
    if (this.#open === null) {
      this.#intents += 1;
      const intent = `${this.#visitName}-${this.#intents}`;
      this.#open = { intent, key: `${intent}-key`, attempt: 1 };
    } else this.#open = { ...this.#open, attempt: this.#open.attempt + 1 };
    return this.#open;
  }
}

const noAnswer: OrderAnswer = { orderId: null, refusal: null };

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
