import type { CloudWatchAccess } from '../adapters/cloudwatch/cloud-watch.ts';
import type { CliContext } from './context.ts';

/** How to reach CloudWatch as the configuration says it, else as the environment does. */
export const cloudWatchAccess = (
  { env }: CliContext,
  { region, endpoint }: { readonly region: string | null; readonly endpoint: string | null },
): CloudWatchAccess => ({
  region: region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? null,
  endpoint,
});
