import { parseArgs } from 'node:util';

import { defectNames, type Defect, type ShopProfile } from '../src/core/reference-shop.ts';

export interface ShopArguments {
  readonly profile: ShopProfile;
  readonly defects: readonly Defect[];
  /** Folder for data that lives as long as the shop. */
  readonly dataFolder: string;
  /** Control URL of the Toxiproxy to be reached through; null = dependencies are reached directly. */
  readonly toxiproxyUrl: string | null;
  /** Program: `redis-server`, `valkey-server` or the engine's `peakproof-redis`. */
  readonly redis: string;
  /** 0 = any free port. */
  readonly port: number;
}

export class ArgumentProblem extends Error {}

const isDefect = (name: string): name is Defect => (defectNames as readonly string[]).includes(name);

/** Reads the command line. @throws ArgumentProblem saying what is wrong and what is allowed. */
export const readArguments = (argv: readonly string[]): ShopArguments => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      profile: { type: 'string', default: 'modern' },
      data: { type: 'string' },
      toxiproxy: { type: 'string' },
      redis: { type: 'string', default: 'redis-server' },
      port: { type: 'string', default: '0' },
      defect: { type: 'string', multiple: true, default: [] },
    },
  });
  const { profile, data, defect } = values;
  if (profile !== 'modern' && profile !== 'legacy')
    throw new ArgumentProblem(`--profile ${profile}: allowed are modern and legacy`);
  if (data === undefined) throw new ArgumentProblem('--data <folder> is missing: the shop keeps its database there');
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ArgumentProblem(`--port ${values.port}: allowed are 0 (any free port) to 65535`);
  const unknown = defect.filter((name) => !isDefect(name));
  if (unknown.length > 0)
    throw new ArgumentProblem(`--defect ${unknown.join(', ')}: allowed are ${defectNames.join(', ')}`);
  if (profile === 'legacy' && defect.length > 0)
    throw new ArgumentProblem('--defect: defects are planted in --profile modern');
  return {
    profile,
    defects: defect.filter(isDefect),
    dataFolder: data,
    toxiproxyUrl: values.toxiproxy ?? null,
    redis: values.redis,
    port,
  };
};
