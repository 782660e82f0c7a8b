import { z } from 'zod';

/** A whole number with a unit; the message of every failure says what is allowed. */
const whole = (unit: string, least: number, most: number) => {
  const error = `${unit}, a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};

const dayMs = 86_400_000;
const milliseconds = (least: number) => whole('milliseconds', least, dayMs);

/** Which half of a connection is hit: what the shop sends (`upstream`) or what it gets back (`downstream`, the default). */
const stream = z.enum(['upstream', 'downstream'], { error: "'upstream' or 'downstream'" }).optional();

/** The attributes that each kind of fault takes. A new kind starts here; src/adapters/toxiproxy/kinds puts it in place. */
export const faultAttributes = {
  /** Delays everything by latencyMs ± jitterMs. */
  latency: z
    .strictObject({ latencyMs: milliseconds(1), jitterMs: milliseconds(0).optional(), stream })
    .refine(({ latencyMs, jitterMs }) => (jitterMs ?? 0) <= latencyMs, {
      path: ['jitterMs'],
      error: 'at most latencyMs: delays below zero are cut off, and the mean would not be latencyMs',
    }),
  /** Refuses connections and drops those that are open. */
  down: z.strictObject({}),
  /** Lets nothing through, and closes the connection after timeoutMs; 0 keeps it open until the fault is healed. */
  timeout: z.strictObject({ timeoutMs: milliseconds(0), stream }),
  /** Resets connections that are opened from now on, after timeoutMs. */
  reset_peer: z.strictObject({ timeoutMs: milliseconds(0), stream }),
  /** Limits each connection to rateKBps kilobytes a second. */
  bandwidth: z.strictObject({ rateKBps: whole('kilobytes a second', 1, 10_000_000), stream }),
  /** Cuts data into pieces of averageSizeBytes ± sizeVariationBytes, delayUs microseconds apart. */
  slicer: z
    .strictObject({
      averageSizeBytes: whole('bytes', 1, 1_000_000),
      sizeVariationBytes: whole('bytes', 0, 1_000_000).optional(),
      delayUs: whole('microseconds', 0, 60_000_000).optional(),
      stream,
    })
    .refine(({ averageSizeBytes, sizeVariationBytes }) => (sizeVariationBytes ?? 0) < averageSizeBytes, {
      path: ['sizeVariationBytes'],
      error: 'less than averageSizeBytes: a piece has at least one byte',
    }),
  /** Keeps connections from closing for delayMs. */
  slow_close: z.strictObject({ delayMs: milliseconds(1), stream }),
  /** Closes each connection when it has carried that many bytes. */
  limit_data: z.strictObject({ bytes: whole('bytes', 1, Number.MAX_SAFE_INTEGER), stream }),
} as const;

export type FaultKind = keyof typeof faultAttributes;
export type FaultAttributes<K extends FaultKind> = z.output<(typeof faultAttributes)[K]>;

/** Every kind of fault there is. */
export const faultKinds = Object.keys(faultAttributes) as FaultKind[];

export const isFaultKind = (kind: string): kind is FaultKind => Object.hasOwn(faultAttributes, kind);

const attributeNames = (kind: FaultKind): string => Object.keys(faultAttributes[kind].shape).join(', ') || 'none';

/**
 * What is wrong with the attributes of a fault; empty when nothing is. Toxiproxy itself answers 200 to a misspelt attribute and
 * takes 0 in its place.
 */
export const validateFaultAttributes = (
  kind: string,
  attributes: Readonly<Record<string, unknown>>,
): readonly string[] => {
  if (!isFaultKind(kind)) return [`unknown kind ${JSON.stringify(kind)}; allowed: ${faultKinds.join(', ')}`];
  const parsed = faultAttributes[kind].safeParse(attributes);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `unknown attribute ${key}; ${kind} takes: ${attributeNames(kind)}`);
    const name = issue.path.join('.');
    const received = attributes[name];
    return [`${name}: ${issue.message}; received: ${received === undefined ? 'nothing' : JSON.stringify(received)}`];
  });
};

/** The attributes of a fault that was validated, typed by its kind. @throws Error when they were not valid. */
export const attributesOf = <K extends FaultKind>(kind: K, attributes: Readonly<Record<string, unknown>>) =>
  faultAttributes[kind].parse(attributes) as FaultAttributes<K>;
