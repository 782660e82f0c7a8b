import type { Blast } from '../config/blast-rules.ts';
import { loadInput } from '../config/load.ts';
import { BadInputError } from '../core/errors.ts';
import { evidenceVersion } from '../core/wire/plan.ts';
import type { CliContext } from './context.ts';

/**
 * How far the configuration lets faults go, with targets under the names that their proxies have too; without a configuration, no bound.
 * @throws BadInputError with every problem of the configuration.
 */
export const configuredBlast = async (context: CliContext, config: string | undefined): Promise<Blast> => {
  const { input, problems } = await loadInput({
    configPath: config,
    overrides: { withExperiment: false },
    cwd: context.cwd,
    packageRoot: context.packageRoot,
    freshSeed: 0,
    // Budgets are nothing to a fault by hand.
    readCloudWatch: () => Promise.resolve({ schemaVersion: evidenceVersion, source: { kind: 'default' }, budgets: [] }),
  });
  if (problems.length > 0) throw new BadInputError(problems);
  const { blast, shop } = input.settings;
  if (blast.targets === null || shop.kind !== 'external') return blast;
  return { ...blast, targets: blast.targets.flatMap((target) => [target, shop.targets[target] ?? target]) };
};
