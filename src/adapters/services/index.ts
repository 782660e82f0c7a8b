export { plannedServiceCalls, servicesInjector } from './services-injector.ts';
