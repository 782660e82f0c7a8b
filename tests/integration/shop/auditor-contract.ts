import { describe, expect, it } from 'vitest';
import { NotReadyError } from '../../../src/core/errors.ts';
import { bookSnapshotSchema } from '../../../src/core/wire/audit.ts';
import type { ShopAuditor } from '../../../src/ports.ts';

/** A shop that can be bought from past its storefront, and an auditor of its books. */
export interface AuditedShop {
  readonly auditor: () => ShopAuditor;
  /** The same auditor where nobody answers. */
  readonly unreachable: () => ShopAuditor;
  /** One confirmed and paid order of the SKU `lamp`. @returns its id. */
  readonly buy: (intent: string, quantity: number) => Promise<string>;
  readonly restock: (quantity: number) => Promise<void>;
}

/** What every auditor must do: src/ports.ts as tests. The shop has stock of `lamp` and `mug` in two warehouses. */
export const describeAuditorContract = (name: string, shop: () => AuditedShop): void => {
  describe(`${name} as an auditor`, () => {
    it('gives stock in full, whole and checked', async () => {
      const snapshot = await shop().auditor().snapshot(0);
      expect(bookSnapshotSchema.parse(snapshot)).toEqual(snapshot);
      expect(snapshot.unaudited).toBeUndefined();
      expect(new Set(snapshot.stock.map(({ sku, warehouse }) => `${sku} ${warehouse}`))).toEqual(
        new Set(['lamp east', 'lamp west', 'mug east', 'mug west']),
      );
    });

    it('gives one digest while nothing changes, and another after each change', async () => {
      const { auditor, buy, restock } = shop();
      const digest = async () => (await auditor().snapshot(0)).digest;
      const first = await digest();
      expect(await digest()).toBe(first);
      await buy('digest', 1);
      const second = await digest();
      await restock(1);
      expect(new Set([first, second, await digest()]).size).toBe(3);
    });

    it('gives what came after a sequence, and names whose it is', async () => {
      const { auditor, buy, restock } = shop();
      await buy('before', 1);
      const before = await auditor().snapshot(0);
      const orderId = await buy('after', 2);
      await restock(5);
      const after = await auditor().snapshot(before.sequence);
      expect(after.orders).toMatchObject([
        {
          orderId,
          intent: 'after',
          key: 'after-key',
          status: 'confirmed',
          totalCents: 2_000,
          lines: [{ sku: 'lamp', warehouse: 'east', quantity: 2 }],
        },
      ]);
      expect(after.charges).toMatchObject([{ orderId, capturedCents: 2_000, refundedCents: 0 }]);
      expect(after.movements).toMatchObject([{ sku: 'lamp', warehouse: 'east', kind: 'receipt', quantity: 5 }]);
      expect(after.sequence).toBeGreaterThan(before.sequence);
      const free = ({ stock }: typeof after) =>
        stock.filter(({ sku }) => sku === 'lamp').reduce((sum, one) => sum + one.onHand - one.reserved, 0);
      expect(free(after) - free(before)).toBe(3);
    });

    it('says that it cannot be reached', async () => {
      await expect(shop().unreachable().snapshot(0)).rejects.toThrow(NotReadyError);
    });
  });
};
