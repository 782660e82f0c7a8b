import { createHash } from 'node:crypto';
import { z } from 'zod';
import { NotReadyError } from '../../core/errors.ts';
import type { AuditPart, BookSnapshot } from '../../core/wire/audit.ts';

/** Databases give large numbers as text, and whole ones with decimals. */
const figure = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/, 'a number')
    .transform(Number),
]);
const whole = figure.pipe(z.number().int());
const name = z.union([z.string().min(1), z.number().transform(String)]);
const optionalName = z.union([z.null(), name]).default(null);
/** A shop with one place for its stock need not name it. */
const warehouse = name.default('all');

const lineSchema = z.object({ sku: name, warehouse, quantity: whole.pipe(z.number().positive()) });
const orderSchema = z.object({
  orderId: name,
  intent: optionalName,
  key: optionalName,
  status: z.enum(['confirmed', 'pending', 'cancelled']),
  totalCents: whole,
  sequence: whole,
  cancelledSequence: z.union([z.null(), whole]).default(null),
  atMs: figure.default(0),
  lines: z.array(lineSchema).default([]),
});
const orderLineSchema = lineSchema.extend({ orderId: name });
const chargeSchema = z.object({
  chargeId: name,
  orderId: optionalName,
  intent: optionalName,
  key: optionalName,
  capturedCents: whole,
  refundedCents: whole.default(0),
  atMs: figure.default(0),
});
const stockSchema = z.object({ sku: name, warehouse, onHand: whole, reserved: whole.default(0) });
const movementSchema = z.object({
  sku: name,
  warehouse,
  kind: z.enum(['receipt', 'return', 'correction']),
  quantity: whole,
  sequence: whole,
});

/** Rows of one part of the books; or why there are none to judge by. */
export type PartRows = readonly unknown[] | { readonly unaudited: string };

/** What a shop's own tables, or its own API, gave. */
export interface BookRows {
  readonly orders: PartRows;
  /** Lines of the orders, where orders do not carry them. */
  readonly orderLines: readonly unknown[];
  readonly charges: PartRows;
  readonly stock: PartRows;
  readonly movements: PartRows;
  /** Position in commit order that the shop names itself; 0 where it names none. */
  readonly sequence: number;
}

const mostIssues = 5;

/**
 * Makes a book snapshot of a shop's own rows. Numbers may come as text; unknown columns are passed over.
 * @param source where the rows are from, for messages. @throws NotReadyError naming part, row and column of what does not fit.
 */
export const assembleSnapshot = (source: string, rows: BookRows, nowMs: number): BookSnapshot => {
  const unaudited: { part: AuditPart; why: string }[] = [];
  const read = <T>(part: AuditPart | 'orderLines', given: PartRows, schema: z.ZodType<T>): T[] => {
    if ('unaudited' in given) {
      if (part !== 'orderLines') unaudited.push({ part, why: given.unaudited });
      return [];
    }
    return given.map((row, index) => parseRow(source, part, index, row, schema));
  };
  const linesByOrder = new Map<string, z.output<typeof lineSchema>[]>();
  for (const { orderId, ...line } of read('orderLines', rows.orderLines, orderLineSchema))
    linesByOrder.set(orderId, [...(linesByOrder.get(orderId) ?? []), line]);
  const orders = read('orders', rows.orders, orderSchema).map((order) => ({
    ...order,
    lines: [...order.lines, ...(linesByOrder.get(order.orderId) ?? [])],
  }));
  const charges = read('charges', rows.charges, chargeSchema);
  const stock = read('stock', rows.stock, stockSchema);
  const movements = read('movements', rows.movements, movementSchema);
  noteMissingNames('orderKeys', orders, unaudited);
  noteMissingNames('chargeKeys', charges, unaudited);
  const sequence = [
    ...orders.map((order) => Math.max(order.sequence, order.cancelledSequence ?? 0)),
    ...movements.map((one) => one.sequence),
  ].reduce((highest, one) => Math.max(highest, one), rows.sequence);
  const digest = digestOf([stock, orders, charges, movements]);
  const snapshot = { atMs: nowMs, digest, sequence: Math.max(0, sequence), stock, orders, charges, movements };
  return unaudited.length === 0 ? snapshot : { ...snapshot, unaudited };
};

/** Without regard to the order of rows, which a database does not promise. */
const digestOf = (parts: readonly (readonly unknown[])[]): string => {
  const canonical = parts.map((rows) => rows.map((row) => JSON.stringify(row)).sort());
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex');
};

const parseRow = <T>(source: string, part: string, index: number, row: unknown, schema: z.ZodType<T>): T => {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, mostIssues)
    .map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`);
  throw new NotReadyError(
    `${source}: row ${index + 1} of ${part} does not fit: ${issues.join('; ')}`,
    'docs/auditing-your-shop.md lists the columns of each part; rename or convert them in the configuration.',
  );
};

/** Books whose orders carry neither intent nor key cannot say which is whose. */
const noteMissingNames = (
  part: 'orderKeys' | 'chargeKeys',
  rows: readonly { readonly intent: string | null; readonly key: string | null }[],
  unaudited: { part: AuditPart; why: string }[],
): void => {
  if (rows.length > 0 && rows.every(({ intent, key }) => intent === null && key === null))
    unaudited.push({ part, why: 'no row carries an intent or a key' });
};
