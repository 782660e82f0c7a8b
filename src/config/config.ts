import { z } from 'zod';
import { curveShapes } from '../core/curve-shapes.ts';
import { durationSchema } from './duration-schema.ts';
import { mostUsers, sessionsPerSecondRange } from './load-range.ts';
import { scenarioNames } from './scenarios.ts';

const loopbackOrHost = z.string().min(1);

/** What a person may write in `k6.config.ts`; everything is optional, without `baseUrl` the reference shop is used. */
export const userConfigSchema = z.strictObject({
  /** The shop adapter: what each step does, and its content checks. Relative to the configuration file. */
  shop: z.string().optional(),
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Hosts that load and faults may go to, beside loopback. */
  allowedHosts: z.array(loopbackOrHost).optional(),
  /** What shoppers do. */
  scenario: z.enum(scenarioNames).optional(),
  load: z
    .strictObject({
      /** Closed model: so many are there at the peak. */
      users: z.number().int().min(1).max(mostUsers).optional(),
      /** Open model, instead: so many sessions arrive a second at the peak, whatever the shop does. */
      sessionsPerSecond: z.number().min(sessionsPerSecondRange.least).max(sessionsPerSecondRange.most).optional(),
      curve: z.enum(curveShapes).optional(),
      plateau: durationSchema.optional(),
      connections: z.enum(['perUser', 'shared']).optional(),
      thinkTime: z.strictObject({ median: durationSchema, sigma: z.number().min(0).max(3) }).optional(),
      patience: durationSchema.optional(),
      workers: z.number().int().min(1).max(64).optional(),
    })
    .optional(),
  toxiproxy: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      /** Target as experiments name it → proxy as Toxiproxy names it. */
      targets: z.record(z.string(), z.string()),
    })
    .optional(),
  /** Name of an experiment in `chaos/`, or a path; null for a run without faults. */
  experiment: z.string().nullable().optional(),
  auditor: z.strictObject({ kind: z.literal('http'), url: z.url({ protocol: /^https?$/ }) }).optional(),
  budgets: z
    .discriminatedUnion('from', [
      z.strictObject({ from: z.literal('default') }),
      z.strictObject({ from: z.literal('file'), path: z.string() }),
      z.strictObject({
        from: z.literal('cloudwatch'),
        app: z.string(),
        environment: z.string(),
        region: z.string().optional(),
        endpoint: z.url().optional(),
      }),
    ])
    .optional(),
  /** The run stops, and heals, when this share of steps stays bad for this long. */
  stopWhen: z.strictObject({ badShareAbove: z.number().gt(0).max(1), for: durationSchema }).optional(),
  seed: z.number().int().nonnegative().optional(),
  /** Folder of the reports, relative to the configuration file. */
  reports: z.string().optional(),
});

export type UserConfig = z.input<typeof userConfigSchema>;
export type ParsedConfig = z.output<typeof userConfigSchema>;

/** Gives a configuration its type: `export default defineConfig({ … })`. Checked when it is loaded, not here. */
export const defineConfig = (config: UserConfig): UserConfig => config;
