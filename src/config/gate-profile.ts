import type { Problem } from '../core/errors.ts';
import type { ParsedConfig } from './config.ts';
import type { OptionReader } from './option-reader.ts';
import type { GateSettings } from './settings.ts';

/** With set-up, ramps and audits these decide within ten minutes (docs/gate-in-ci.md). */
const defaultUsers = 1_000;
const defaultPlateauSeconds = 180;
const defaultUpToSeconds = 360;
/** Eight batches of 15 s: a shorter plateau decides nothing (DESIGN §6). */
const leastPlateauSeconds = 120;

export interface GateProfileInput {
  readonly config: ParsedConfig;
  readonly configFile: string;
  readonly overrides: {
    readonly gate?: boolean | undefined;
    readonly experiment?: string | undefined;
    readonly duration?: string | undefined;
  };
}

/**
 * The gate profile, when it is asked for: what replaces the load's users and duration, and the experiment.
 * @returns null without `--gate`; the problems of the configuration's `gate` either way.
 */
export const readGateProfile = (
  { config, configFile, overrides }: GateProfileInput,
  reader: OptionReader,
): { gate: (GateSettings & { readonly users: number }) | null; problems: readonly Problem[] } => {
  const firstLookSeconds = config.gate?.plateau ?? defaultPlateauSeconds;
  const upToSeconds = config.gate?.upTo ?? Math.max(firstLookSeconds, defaultUpToSeconds);
  const problem = (path: string, message: string, received: number, allowed: string): Problem => ({
    ...{ file: configFile, path, message, allowed },
    received: `${received} s`,
  });
  const problems = [
    ...(firstLookSeconds >= leastPlateauSeconds
      ? []
      : [problem('gate.plateau', 'too short to decide anything', firstLookSeconds, `${leastPlateauSeconds}s or more`)]),
    ...(upToSeconds >= firstLookSeconds
      ? []
      : [problem('gate.upTo', 'shorter than gate.plateau', upToSeconds, `${firstLookSeconds}s or more`)]),
  ];
  if (overrides.gate !== true) return { gate: null, problems };
  if (overrides.experiment !== undefined)
    reader.refuse(
      '--gate',
      'a gate plans no fault, so it takes no experiment',
      overrides.experiment,
      'rehearse --gate, or rehearse with the experiment and without --gate',
    );
  if (overrides.duration !== undefined)
    reader.refuse(
      '--duration',
      'a gate ends when it has decided',
      overrides.duration,
      `gate: { plateau, upTo } in ${configFile}`,
    );
  return { gate: { users: config.gate?.users ?? defaultUsers, firstLookSeconds, upToSeconds }, problems };
};
