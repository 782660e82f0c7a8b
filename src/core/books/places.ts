import type { BookOrder } from './run-books.ts';

/** Where stock lies: a SKU in a warehouse. */
export interface Place {
  readonly sku: string;
  readonly warehouse: string;
}

export const showPlace = ({ sku, warehouse }: Place): string => `${sku} in ${warehouse}`;

/** Units of stock by place. */
export class StockCount {
  /** By SKU, then by warehouse: a name made of both would have to be made for every line of every order. */
  readonly #units = new Map<string, Map<string, number>>();

  at({ sku, warehouse }: Place): number {
    return this.#units.get(sku)?.get(warehouse) ?? 0;
  }

  add({ sku, warehouse }: Place, units: number): void {
    let places = this.#units.get(sku);
    if (places === undefined) this.#units.set(sku, (places = new Map<string, number>()));
    places.set(warehouse, (places.get(warehouse) ?? 0) + units);
  }

  addLines(lines: BookOrder['lines'], sign: 1 | -1): void {
    for (const line of lines) this.add(line, sign * line.quantity);
  }

  *entries(): Generator<[Place, number]> {
    for (const [sku, places] of this.#units) for (const [warehouse, units] of places) yield [{ sku, warehouse }, units];
  }
}

/** Free to sell: on hand less reserved, so that both ways of keeping stock are judged alike. */
export const freeStock = (
  stock: readonly (Place & { readonly onHand: number; readonly reserved: number })[],
): StockCount => {
  const free = new StockCount();
  for (const one of stock) free.add(one, one.onHand - one.reserved);
  return free;
};
