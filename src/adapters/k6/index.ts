export { k6LoadGenerator, type K6Options } from './k6-load-generator.ts';
export { liveTail } from './live-tail.ts';
