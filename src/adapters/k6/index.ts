export { k6LoadGenerator } from './k6-load-generator.ts';
export { liveTail } from './live-tail.ts';
