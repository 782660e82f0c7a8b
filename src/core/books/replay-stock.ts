import { type Breakage, breakageOf, type Case, showInstant } from './breakage.ts';
import { freeStock, placeOf, type StockCount } from './places.ts';
import type { BookOrder, RunBooks } from './run-books.ts';

/** What replaying the order lines against the opening stock showed. */
export interface StockReplay {
  /** Units that could not be filled when their order was committed. */
  readonly oversold: Breakage;
  /** Orders with at least one such unit. */
  readonly oversoldOrders: number;
  /** SKUs of which at least one warehouse ran out. */
  readonly soldOutSkus: number;
}

/** Orders whose units somebody counts on, and the wish behind each of the run's. */
type Promises = ReadonlyMap<string, string | null>;

/**
 * Replays orders, cancellations and movements in commit order, per SKU and warehouse, from the opening stock that was free to sell (on hand less
 * reserved). Never from the shop's own counters, which hide an oversale. At the same instant stock comes in before it goes out.
 * Short units count when the order lives, or when it was acknowledged to a client; an order that the shop cancelled without having
 * promised anything was refused, not oversold.
 */
export const replayStock = (books: RunBooks): StockReplay => {
  const since = books.audit.opening.sequence;
  const placed = [...books.orders.map(({ order }) => order), ...books.othersOrders].sort(
    (a, b) => a.sequence - b.sequence,
  );
  const cancelled = books.closing.orders
    .filter((order) => (order.cancelledSequence ?? 0) > since)
    .sort((a, b) => cancelledAt(a) - cancelledAt(b));
  const movements = books.closing.movements
    .filter((movement) => movement.sequence > since)
    .sort((a, b) => a.sequence - b.sequence);
  const shelf = new Shelf(freeStock(books.audit.opening.stock), promisesOf(books), cancelled);
  const [takeMovements, takeCancelled] = [cursor(movements, (one) => one.sequence), cursor(cancelled, cancelledAt)];
  for (const order of placed) {
    takeMovements(order.sequence, (movement) => shelf.add(placeOf(movement), movement.quantity));
    takeCancelled(order.sequence, (other) => shelf.putBack(other));
    shelf.take(order);
  }
  return {
    oversold: breakageOf(shelf.short),
    oversoldOrders: shelf.oversoldOrders.size,
    soldOutSkus: shelf.soldOut.size,
  };
};

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
  /** Units that an order got, by place; kept for those alone that will be cancelled. */
  readonly #filled = new Map<string, Map<string, number>>();
  readonly #willBeCancelled: ReadonlySet<string>;

  constructor(
    readonly free: StockCount,
    readonly promises: Promises,
    cancelled: readonly BookOrder[],
  ) {
    this.#willBeCancelled = new Set(cancelled.map((order) => order.orderId));
  }

  add(place: string, units: number): void {
    this.free.add(place, units);
  }

  /** A cancelled order gives back what it got; one from before the run, all of it. */
  putBack(order: BookOrder): void {
    const taken = this.#filled.get(order.orderId);
    if (taken) for (const [place, units] of taken) this.free.add(place, units);
    else this.free.addLines(order.lines, 1);
  }

  take(order: BookOrder): void {
    const taken = this.#willBeCancelled.has(order.orderId) ? new Map<string, number>() : null;
    if (taken !== null) this.#filled.set(order.orderId, taken);
    for (const line of order.lines) {
      const place = placeOf(line);
      const left = Math.max(0, this.free.at(place));
      const units = Math.min(left, line.quantity);
      taken?.set(place, (taken.get(place) ?? 0) + units);
      this.free.add(place, -units);
      if (units === left) this.soldOut.add(line.sku);
      const intent = this.promises.get(order.orderId);
      if (units < line.quantity && intent !== undefined) this.#noteShort(order, place, line.quantity, left, intent);
    }
  }

  #noteShort(order: BookOrder, place: string, wanted: number, left: number, intent: string | null): void {
    const text = `${place}: order ${order.orderId} (sequence ${order.sequence}, ${showInstant(order.atMs)}) took ${wanted}, ${left} left`;
    this.short.push({ weight: wanted - left, text, intent });
    this.oversoldOrders.add(order.orderId);
  }
}

const promisesOf = ({ orders, othersOrders }: RunBooks): Promises => {
  const promises = new Map<string, string | null>();
  for (const { order, isLive, key, intent } of orders)
    if (isLive || (key ?? intent)?.outcome === 'ok') promises.set(order.orderId, intent?.intent ?? null);
  for (const order of othersOrders) if (order.status !== 'cancelled') promises.set(order.orderId, null);
  return promises;
};
