import { z } from 'zod';
import { curveShapes } from '../core/curve-shapes.ts';
import { auditorSchema } from './auditor-schema.ts';
import {
  adoptedMetricSchema,
  alarmsToWatchSchema,
  cloudWatchPlaceSchema,
  publishSchema,
  telemetryMetricSchema,
} from './cloud-watch-config.ts';
import { cutoverConfigSchema } from './cutover.ts';
import { durationSchema } from './duration-schema.ts';
import { mostUsers, sessionsPerSecondRange } from './load-range.ts';
import { resourcesConfigSchema } from './resources.ts';
import { scenarioNames } from './scenarios.ts';
import { stopWhenSchema } from './stop-conditions.ts';

const loopbackOrHost = z.string().min(1);

/** What a person may write in `k6.config.ts`; everything is optional, without `baseUrl` the reference shop is used. */
export const userConfigSchema = z.strictObject({
  /** The shop adapter: what each step does, and its content checks. Relative to the configuration file. */
  shop: z.string().optional(),
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Path of a page that a healthy shop answers with a status below 400: asked before anything begins, and measured as the floor. Default `/`. */
  frontPage: z.string().regex(/^\//, 'a path that begins with /').optional(),
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
      thinkTime: z.strictObject({ median: durationSchema, sigma: z.number().min(0).max(3).optional() }).optional(),
      patience: durationSchema.optional(),
      workers: z.number().int().min(1).max(64).optional(),
    })
    .optional(),
  /** What `rehearse --gate` runs, instead of the load's users and plateau. */
  gate: z
    .strictObject({
      users: z.number().int().min(1).max(mostUsers).optional(),
      /** Steady time before the first look; at least two minutes. */
      plateau: durationSchema.optional(),
      /** Where nothing is decided, a minute is added at a time, up to this. */
      upTo: durationSchema.optional(),
    })
    .optional(),
  toxiproxy: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }),
      /** Target as experiments name it → proxy as Toxiproxy names it. */
      targets: z.record(z.string(), z.string()),
      /** Where a fail-over may lead a target: name → `host:port`. */
      upstreams: z.record(z.string(), z.string().regex(/^.+:\d+$/, 'host:port')).optional(),
    })
    .optional(),
  /** Control of the shop's services, for faults on its processes (docs/contracts.md). */
  services: z.strictObject({ url: z.url({ protocol: /^https?$/ }) }).optional(),
  /** How far faults may go at most; what goes beyond is refused before anything is touched. */
  blast: z
    .strictObject({
      targets: z.array(z.string()).optional(),
      /** Share of the connections of a target that a fault may hit. */
      share: z.number().gt(0).max(1).optional(),
      longestLife: durationSchema.optional(),
    })
    .optional(),
  /** Name of an experiment in `chaos/`, or a path; null for a run without faults. */
  experiment: z.string().nullable().optional(),
  /** The shop's own books; without it the invariants are inconclusive. */
  auditor: auditorSchema.optional(),
  /** What the shop uses: memory, connections and the like, for `soak` and `capacity`. */
  resources: resourcesConfigSchema.optional(),
  /** The new system, and how the router is moved, for `cutover`. */
  cutover: cutoverConfigSchema.optional(),
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
        /** Alarms that the team already has, as budgets. */
        adopt: z.array(adoptedMetricSchema).optional(),
      }),
    ])
    .optional(),
  /** Region and endpoint of CloudWatch for alarms, publishing and telemetry, and for budgets that name none of their own. */
  cloudWatch: cloudWatchPlaceSchema.optional(),
  /** The operators' alarms: time to detect and stop conditions come from them. */
  alarmsToWatch: alarmsToWatchSchema.optional(),
  /** Publish the run's figures to CloudWatch, live and at its end. */
  publish: publishSchema.optional(),
  /** Metrics of the shop that the report shows beside the load. */
  telemetry: z.array(telemetryMetricSchema).max(50).optional(),
  /** The run stops, and heals at once, when one of these conditions has held for its time. */
  stopWhen: stopWhenSchema.optional(),
  seed: z.number().int().nonnegative().optional(),
  /** Folder of the reports, relative to the configuration file. */
  reports: z.string().optional(),
});

export type UserConfig = z.input<typeof userConfigSchema>;
export type ParsedConfig = z.output<typeof userConfigSchema>;

/** Gives a configuration its type: `export default defineConfig({ … })`. Checked when it is loaded, not here. */
export const defineConfig = (config: UserConfig): UserConfig => config;
