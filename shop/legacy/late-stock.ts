import type { PoolClient } from 'pg';
import type { CartLine } from '../web/storefront.ts';

export interface WarehouseLine {
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
}

/** The fullest warehouse for each line by the counters of the last sync; null when they say that a line is sold out. */
export const chooseWarehouses = async (
  client: PoolClient,
  lines: readonly CartLine[],
): Promise<readonly WarehouseLine[] | null> => {
  const counters = await client.query<{ sku: string; warehouse: string; units: number }>(
    'SELECT sku, warehouse, units FROM availability WHERE sku = ANY ($1) ORDER BY units DESC, warehouse',
    [lines.map((line) => line.sku)],
  );
  const chosen: WarehouseLine[] = [];
  for (const { sku, quantity, unitPriceCents } of lines) {
    const counter = counters.rows.find((row) => row.sku === sku && row.units >= quantity);
    if (counter === undefined) return null;
    chosen.push({ sku, warehouse: counter.warehouse, quantity, unitPriceCents });
  }
  return chosen;
};
