import { z } from 'zod';
import { durationSchema } from './duration-schema.ts';

/** Bounds of an audit; a large shop raises them. */
const bounds = {
  /** For one query or one page. */
  timeout: durationSchema.default(30),
  /** Of one part of the books. */
  mostRows: z.number().int().positive().default(500_000),
  /** Rows this far before a sequence are read too: ids, or milliseconds, whatever the sequence counts. */
  sequenceSlack: z.number().int().nonnegative().default(10_000),
};

/** How long the books may take to come to rest: the client time-out is over then, what queues hold is not. */
const rest = {
  /** Waited after the load before the first look. */
  settle: durationSchema.default(3),
  /** Not at rest after this: inconclusive. */
  restWithin: durationSchema.default(45),
};

const url = z.url({ protocol: /^https?$/ });
const environmentName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable, not its value');
const query = z.string().min(1).optional();
const jsonPart = z.strictObject({ url, select: z.string().min(1), next: z.string().min(1).optional() });

/** Where the shop's own books are, and how they are read (docs/auditing-your-shop.md). */
export const auditorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('http'), url, timeout: bounds.timeout, ...rest }),
  z.strictObject({
    kind: z.literal('sql'),
    /** Environment variable that holds `postgresql://…`; the configuration itself holds no password. */
    connectionFrom: environmentName,
    queries: z.strictObject({
      orders: query,
      orderLines: query,
      charges: query,
      stock: query,
      movements: z.union([z.literal('none'), z.string().min(1)]).optional(),
      sequence: query,
    }),
    ...bounds,
    ...rest,
  }),
  z.strictObject({
    kind: z.literal('json'),
    /** Header → environment variable that holds its value. */
    headersFrom: z.record(z.string(), environmentName).default({}),
    parts: z.strictObject({
      orders: jsonPart.optional(),
      charges: jsonPart.optional(),
      stock: jsonPart.optional(),
      movements: z.union([z.literal('none'), jsonPart]).optional(),
      sequence: jsonPart.optional(),
    }),
    ...bounds,
    ...rest,
  }),
]);
/** Durations in seconds. */
export type AuditorSettings = z.output<typeof auditorSchema>;

/** Every address that an auditor goes to, by its place in the configuration. That of a database is known with its environment alone. */
export const addressesOf = (auditor: AuditorSettings | null, place = 'auditor'): [string, string][] => {
  if (auditor === null || auditor.kind === 'sql') return [];
  if (auditor.kind === 'http') return [[`${place}.url`, auditor.url]];
  return Object.entries(auditor.parts).flatMap(([name, part]): [string, string][] =>
    part === undefined || part === 'none' ? [] : [[`${place}.parts.${name}.url`, part.url]],
  );
};
