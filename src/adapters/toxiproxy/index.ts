export { plannedCalls, toxiproxyInjector } from './injector.ts';
export { proxyWay } from './proxy-way.ts';
