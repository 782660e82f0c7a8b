import { isFaultKind, type FaultKind } from './fault-kinds.ts';

/**
 * Where a kind of fault is put in place: as a toxic on a proxy, by switching the proxy itself, by whoever runs the services of the shop, or
 * in the load of the plan.
 */
export type FaultFamily = 'toxic' | 'proxy' | 'service' | 'load';

const families = {
  latency: 'toxic',
  timeout: 'toxic',
  reset_peer: 'toxic',
  bandwidth: 'toxic',
  slicer: 'toxic',
  slow_close: 'toxic',
  limit_data: 'toxic',
  down: 'proxy',
  failover: 'proxy',
  reroute: 'proxy',
  kill: 'service',
  pause: 'service',
  restart: 'service',
  full: 'service',
  surge: 'load',
} as const satisfies Record<FaultKind, FaultFamily>;

type KindOf<Family extends FaultFamily> = {
  [K in FaultKind]: (typeof families)[K] extends Family ? K : never;
}[FaultKind];

export type ToxicKind = KindOf<'toxic'>;
/** Kinds that Toxiproxy does. */
export type WireKind = KindOf<'toxic' | 'proxy'>;
/** Kinds that the shop's own control does (docs/contracts.md). */
type ServiceKind = KindOf<'service'>;

/** Family of a kind; null for one that is not known. */
export const familyOf = (kind: string): FaultFamily | null => (isFaultKind(kind) ? families[kind] : null);

export const isWireKind = (kind: string): kind is WireKind => {
  const family = familyOf(kind);
  return family === 'toxic' || family === 'proxy';
};

export const isServiceKind = (kind: string): kind is ServiceKind => familyOf(kind) === 'service';

/** Only a toxic can spare a share of the connections; every other kind hits all of its target. */
export const takesToxicity = (kind: string): boolean => familyOf(kind) === 'toxic';

/** The place of a fault that a shop's own control puts in place, where those on the wire name their proxy. */
export const servicePlace = (service: string): string => `service:${service}`;
/** The place of a surge: the load of the run itself. */
export const loadPlace = 'load';
