export { systemProcesses } from './processes.ts';
export { spawnJanitor, type ArmedJanitor } from './spawn-janitor.ts';
