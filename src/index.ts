export { defineConfig } from './config/config.ts';
export type { UserConfig } from './config/config.ts';
export { defineExperiment } from './config/experiment.ts';
export type { Experiment } from './config/experiment.ts';
