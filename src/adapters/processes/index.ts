export { systemProcesses } from './processes.ts';
export { spawnJanitor } from './spawn-janitor.ts';
