export { toxiproxyInjector } from './injector.ts';
