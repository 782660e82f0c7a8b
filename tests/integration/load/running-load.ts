import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach } from 'vitest';
import { referencePlan } from '../../../src/adapters/k6/testing/reference-plan.ts';
import { drive, type Drive } from './drive.ts';
import { startRecordingServer, type Disturbance, type RecordingServer } from './recording-server.ts';

const servers: RecordingServer[] = [];
const drives: Drive[] = [];

afterEach(async () => {
  await Promise.all(drives.map(({ load }) => load.kill()));
  await Promise.all(servers.map((server) => server.close()));
  await Promise.all(drives.map(({ runFolder }) => rm(path.dirname(runFolder), { recursive: true })));
  servers.length = drives.length = 0;
});

/** A server that is closed after the test. */
export const serve = async (disturb?: Disturbance): Promise<RecordingServer> => {
  const server = await startRecordingServer(disturb);
  servers.push(server);
  return server;
};

/** A load that is ended, and its evidence removed, after the test. */
export const start = async (
  wanted: Parameters<typeof referencePlan>[0],
  {
    adapter = 'recorded',
    disturb,
    scenariosFolder,
  }: { adapter?: string; disturb?: Disturbance; scenariosFolder?: string } = {},
) => {
  const server = await serve(disturb);
  const run = await drive(referencePlan(wanted), server.baseUrl, adapter, scenariosFolder);
  drives.push(run);
  return { server, run };
};

/** Resolves when it has come to pass. @throws after half a minute. */
export const waitFor = async (what: () => boolean): Promise<void> => {
  const endMs = Date.now() + 30_000;
  while (!what()) {
    if (Date.now() > endMs) throw new Error('It did not come to pass in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
