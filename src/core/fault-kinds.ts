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

/** A name that the configuration gives; what it stands for is resolved when the fault is applied. */
const upstreamName = z.string({ error: 'the name of an upstream' }).min(1, { error: 'the name of an upstream' });
/** `host:port`; noted when the fault is applied, for whoever heals it. */
const address = z.string().min(1).optional();
const moved = z.strictObject({ to: upstreamName, toAddress: address, fromAddress: address });

const processCount = whole('processes', 1, 1_000).optional();

/** The attributes that each kind of fault takes. A new kind starts here (docs/adding-a-fault.md). */
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
  /** Drops connections and is down; healing brings the target back at another upstream, where it stays until the run ends. */
  failover: moved,
  /** Sends everything to another upstream while it lasts. */
  reroute: moved,
  /** Kills so many processes of a service (1 without a count); they are missing until somebody starts them, at the latest the healing. */
  kill: z.strictObject({ count: processCount }),
  /** Stops so many processes of a service in the middle of what they do; their connections stay open. */
  pause: z.strictObject({ count: processCount }),
  /** Replaces the processes of a service one by one, by those of another release if one is named; healing brings the old release back. */
  restart: z.strictObject({ release: z.string().min(1).optional() }),
  /** A store that takes no more writes; reads go on. */
  full: z.strictObject({}),
  /** So many times the load of the plan comes on top of it. */
  surge: z.strictObject({
    extraShare: z
      .number({ error: 'times the planned load, above 0, at most 10' })
      .gt(0, { error: 'times the planned load, above 0, at most 10' })
      .max(10, { error: 'times the planned load, above 0, at most 10' }),
    riseSeconds: whole('seconds', 1, 3_600).optional(),
    /** Rank of the one product that the crowd comes for; without it they shop as all do. */
    productRank: whole('rank of a product', 1, 10_000_000).optional(),
  }),
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
