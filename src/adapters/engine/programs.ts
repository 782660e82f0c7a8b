import { fileURLToPath } from 'node:url';

/** File names of the programs that engine/ builds. */
export const programs = {
  k6: 'peakproof-k6',
  toxiproxyServer: 'toxiproxy-server',
  redis: 'peakproof-redis',
} as const;

/** Absolute path of the Go module. */
export const sourceFolder = fileURLToPath(new URL('../../../engine', import.meta.url));

/** Version of the contract between the engine, scenarios/lib and the harness: engine/internal/module. */
export const contractVersion = 5;

export const leastGoVersion = '1.21';
export const leastToxiproxyVersion = '2.12';
