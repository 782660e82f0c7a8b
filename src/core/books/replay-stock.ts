import { type Breakage, breakageOf, type Case, showInstant } from './breakage.ts';
import { freeStock, showPlace, StockCount } from './places.ts';
import type { BookOrder, RunBooks, RunOrder } from './run-books.ts';

/** What replaying the order lines against the opening stock showed. */
export interface StockReplay {
  /** Units that could not be filled when their order was committed. */
  readonly oversold: Breakage;
  /** Orders with at least one such unit. */
  readonly oversoldOrders: number;
  /** SKUs of which at least one warehouse ran out. */
  readonly soldOutSkus: number;
}

/**
 * Replays orders, cancellations and movements in commit order, per SKU and warehouse, from the opening stock that was free to sell (on hand less
 * reserved). Never from the shop's own counters, which hide an oversale. At the same instant stock comes in before it goes out.
 * Short units count when the order lives, or when it was acknowledged to a client; an order that the shop cancelled without having
 * promised anything was refused, not oversold.
 */
export const replayStock = (books: RunBooks): StockReplay => {
  const since = books.audit.opening.sequence;
  const others = books.othersOrders.map((order): Placed => ({
    order,
    intent: null,
    isLive: order.status !== 'cancelled',
  }));
  const placed = [...books.orders, ...others].sort((a, b) => a.order.sequence - b.order.sequence);
  const cancelled = books.closing.orders
    .filter((order) => (order.cancelledSequence ?? 0) > since)
    .sort((a, b) => cancelledAt(a) - cancelledAt(b));
  const movements = books.closing.movements
    .filter((movement) => movement.sequence > since)
    .sort((a, b) => a.sequence - b.sequence);
  const shelf = new Shelf(freeStock(books.audit.opening.stock), cancelled);
  const [takeMovements, takeCancelled] = [cursor(movements, (one) => one.sequence), cursor(cancelled, cancelledAt)];
  for (const one of placed) {
    takeMovements(one.order.sequence, (movement) => shelf.free.add(movement, movement.quantity));
    takeCancelled(one.order.sequence, (other) => shelf.putBack(other));
    shelf.take(one);
  }
  return {
    oversold: breakageOf(shelf.short),
    oversoldOrders: shelf.oversoldOrders.size,
    soldOutSkus: shelf.soldOut.size,
  };
};

/** An order of the run, or another customer's. */
type Placed = Pick<RunOrder, 'order' | 'isLive' | 'intent'> & Partial<Pick<RunOrder, 'key'>>;

/** Somebody counts on its units. */
const isPromised = ({ isLive, key, intent }: Placed): boolean => isLive || (key ?? intent)?.outcome === 'ok';

const cancelledAt = (order: BookOrder): number => order.cancelledSequence ?? Infinity;

/** Goes through sorted items once: each call hands over those up to a sequence. */
const cursor = <Item>(items: readonly Item[], sequenceOf: (item: Item) => number) => {
  let next = 0;
  return (upTo: number, act: (item: Item) => void): void => {
    for (; next < items.length; next += 1) {
      const item = items[next];
      if (item === undefined || sequenceOf(item) > upTo) return;
      act(item);
    }
  };
};

/** What is free to sell while the orders go by. */
class Shelf {
  readonly short: Case[] = [];
  readonly oversoldOrders = new Set<string>();
  readonly soldOut = new Set<string>();
  /** Units that an order got; kept for those alone that will be cancelled. */
  readonly #filled = new Map<string, StockCount>();
  readonly #willBeCancelled: ReadonlySet<string>;

  constructor(
    readonly free: StockCount,
    cancelled: readonly BookOrder[],
  ) {
    this.#willBeCancelled = new Set(cancelled.map((order) => order.orderId));
  }

  /** A cancelled order gives back what it got; one from before the run, all of it. */
  putBack(order: BookOrder): void {
    const taken = this.#filled.get(order.orderId);
    if (taken) for (const [place, units] of taken.entries()) this.free.add(place, units);
    else this.free.addLines(order.lines, 1);
  }

  take(one: Placed): void {
    const { order } = one;
    const taken = this.#willBeCancelled.has(order.orderId) ? new StockCount() : null;
    if (taken !== null) this.#filled.set(order.orderId, taken);
    for (const line of order.lines) {
      const left = Math.max(0, this.free.at(line));
      const units = Math.min(left, line.quantity);
      taken?.add(line, units);
      this.free.add(line, -units);
      if (units === left) this.soldOut.add(line.sku);
      if (units < line.quantity && isPromised(one)) this.#noteShort(one, line, left);
    }
  }

  #noteShort({ order, intent }: Placed, line: BookOrder['lines'][number], left: number): void {
    const text = `${showPlace(line)}: order ${order.orderId} (sequence ${order.sequence}, ${showInstant(order.atMs)}) took ${line.quantity}, ${left} left`;
    this.short.push({ weight: line.quantity - left, text, intent: intent?.intent ?? null });
    this.oversoldOrders.add(order.orderId);
  }
}
