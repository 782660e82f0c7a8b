/*
 * Profiles the engine while it drives 15,000 users with a connection each, and writes engine/cmd/peakproof-k6/default.pgo, by which
 * the Go compiler optimises it (https://go.dev/doc/pgo): npm run profile, a minute and a half. Worth doing again when the engine's
 * request path or the VU runtime has changed much; a profile that lags behind costs speed, never correctness.
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Bench } from './benchmark.ts';
import { drive } from './rig/drive.ts';
import { watchInterruption } from './rig/interruption.ts';
import { thisMachine } from './rig/machine.ts';
import { planOf } from './rig/plan.ts';
import { benchPrograms } from './rig/programs.ts';

const profileFile = fileURLToPath(new URL('../engine/cmd/peakproof-k6/default.pgo', import.meta.url));
const profilesAt = '127.0.0.1:16565';
const load = { users: 15_000, rampSeconds: 30, holdSeconds: 30, meanThinkSeconds: 5, connections: 'perUser' } as const;
/** Most of the ramp and of the hold, as both are of a run. */
const profileSeconds = 50;
const startUpMs = 60_000;

const say = (text: string): void => console.error(text);

/** Tries until k6 serves its profiles. */
const takeProfile = async (): Promise<Buffer> => {
  const until = performance.now() + startUpMs;
  for (;;) {
    try {
      const response = await fetch(`http://${profilesAt}/debug/pprof/profile?seconds=${profileSeconds}`);
      if (!response.ok) throw new Error(`no profile: ${response.status} ${await response.text()}`);
      return Buffer.from(await response.arrayBuffer());
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(200);
    }
  }
};

/** The profile without the path that the program has on this machine: as many dashes in its place. */
const withoutPath = (written: Buffer, program: string): Buffer => {
  const profile = gunzipSync(written);
  const { byteLength } = Buffer.from(program);
  for (let at = profile.indexOf(program); at !== -1; at = profile.indexOf(program))
    profile.fill('-', at, at + byteLength);
  return gzipSync(profile);
};

const programs = benchPrograms(process.env, say);
const machine = thisMachine();
const { onInterrupt, exitCode } = watchInterruption(say);
const bench: Bench = { quick: false, machine, programs, say, onInterrupt };
const plan = planOf(load, machine);
try {
  const program = await programs.k6();
  say(`${load.users} users for ${load.rampSeconds + load.holdSeconds} s`);
  const driven = drive(bench, { plan, program: 'runtime', output: 'timeline', delayMs: 5, profilesAt });
  const [profile] = await Promise.all([takeProfile(), driven]);
  writeFileSync(profileFile, withoutPath(profile, program));
  say(`written: ${profileFile}`);
} catch (error) {
  if (exitCode() === null) throw error; // what was interrupted has been told already
} finally {
  programs.remove();
}
process.exit(exitCode() ?? 0); // k6 may still be asked for a profile
