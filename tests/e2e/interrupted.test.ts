import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli, startCli, type CliRun } from '../support/cli.ts';
import { eventually, isAlive, processesNaming } from '../support/processes.ts';

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const rehearseIntoTheFault = async (): Promise<{ run: CliRun; folder: string; runFolder: string }> => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-interrupted-'));
  folders.push(folder);
  // Fewer users may send too few attempts before the fault to show a steady state: then it is never put in place.
  const run = startCli(['rehearse', '--users', '300', '--duration', '70s', '--out', folder]);
  const ourFolder = (): string => path.join(folder, readdirSync(folder)[0] ?? 'none');
  await eventually(
    'the fault is applied',
    async () => {
      if (run.child.exitCode !== null) throw new Error(`ended before the fault:\n${(await run.ended).stderr}`);
      const events = path.join(ourFolder(), 'events.ndjson');
      return existsSync(events) && readFileSync(events, 'utf8').includes('"state":"applied"');
    },
    150_000,
  );
  return { run, folder, runFolder: ourFolder() };
};

const healedBy = (runFolder: string): string | undefined =>
  /"state":"healed","by":"(\w+)"/.exec(readFileSync(path.join(runFolder, 'events.ndjson'), 'utf8'))?.[1];

const expectInconclusiveGate = async (runFolder: string, codes: readonly number[]): Promise<void> => {
  const { code, stdout } = await runCli(['gate', runFolder]);
  expect(codes).toContain(code);
  expect(stdout.toLowerCase()).toContain('inconclusive');
};

describe('a rehearsal that is cut in the middle of the fault', () => {
  // Side by side: they wait more than they work.
  it.concurrent.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s heals at once, leaves no process, and exits with %i', async (signal, exitCode) => {
    const { run, folder, runFolder } = await rehearseIntoTheFault();
    const ours = processesNaming(folder);
    expect(ours.length).toBeGreaterThan(2);
    run.child.kill(signal);
    const { code, stderr } = await run.ended;
    expect({ code, stderr }).toMatchObject({ code: exitCode });
    expect(healedBy(runFolder)).toBe('interrupt');
    await eventually('every process has ended', () => !ours.some(isAlive), 20_000);
    await expectInconclusiveGate(runFolder, [exitCode]);
  });

  it.concurrent('kill -9: the janitor heals after the lease and ends what is left', async () => {
    const { run, folder, runFolder } = await rehearseIntoTheFault();
    const ours = processesNaming(folder);
    run.child.kill('SIGKILL');
    await run.ended;
    await eventually('the janitor has healed', () => healedBy(runFolder) === 'janitor', 60_000);
    await eventually('every process has ended', () => !ours.some(isAlive), 60_000);
    expect(existsSync(path.join(runFolder, 'lease.json'))).toBe(false);
    await expectInconclusiveGate(runFolder, [2]);
  });
});
