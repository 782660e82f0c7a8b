export { processorTimes } from './processor-time.ts';
export { systemProcesses } from './processes.ts';
export { spawnJanitor, type ArmedJanitor } from './spawn-janitor.ts';
