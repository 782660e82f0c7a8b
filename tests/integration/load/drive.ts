import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureEngine } from '../../../src/adapters/engine/index.ts';
import { k6LoadGenerator } from '../../../src/adapters/k6/index.ts';
import type { Plan } from '../../../src/core/wire/plan.ts';
import type { RunningLoad } from '../../../src/ports.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
export const scenariosFolder = path.resolve(here, '../../../scenarios');
/** Scenarios of these tests alone. */
export const testScenariosFolder = path.join(here, 'scenarios');
export const referenceAdapter = path.join(scenariosFolder, 'shops', 'reference.ts');
const adapterFile = (name: string): string =>
  path.resolve(here, 'adapters', name.endsWith('.ts') ? name : `${name}.ts`);

export const k6Path = async (): Promise<string> =>
  (await ensureEngine({ onProgress: () => undefined, env: process.env, ...given('PEAKPROOF_K6') })).k6;

const given = (name: string): { k6Path?: string } => {
  const k6 = process.env[name];
  return k6 === undefined ? {} : { k6Path: k6 };
};

export interface Drive {
  readonly runFolder: string;
  readonly load: RunningLoad;
}

/** Starts the plan's load with the engine; T0 is as soon as k6 can be ready. */
export const drive = async (
  plan: Plan,
  baseUrl: string,
  adapter: string,
  scenarios = scenariosFolder,
): Promise<Drive> => driveWith(await k6Path(), plan, baseUrl, adapter, scenarios);

export const driveWith = async (
  k6: string,
  plan: Plan,
  baseUrl: string,
  adapter: string,
  scenarios = scenariosFolder,
): Promise<Drive> => {
  const runFolder = path.join(mkdtempSync(path.join(tmpdir(), 'load-')), plan.runId);
  mkdirSync(runFolder);
  writeFileSync(path.join(runFolder, 'plan.json'), JSON.stringify(plan));
  const generator = k6LoadGenerator({ k6Path: k6, env: process.env, scenariosFolder: scenarios });
  const t0Ms = Date.now() + 3_000;
  try {
    const load = await generator.start({ plan, runFolder, t0Ms, baseUrl, adapterFile: adapterFile(adapter) });
    return { runFolder, load };
  } catch (error) {
    rmSync(path.dirname(runFolder), { recursive: true });
    throw error;
  }
};
