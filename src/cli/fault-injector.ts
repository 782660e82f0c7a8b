import { servicesInjector } from '../adapters/services/index.ts';
import { toxiproxyInjector } from '../adapters/toxiproxy/index.ts';
import type { FaultInjector } from '../ports.ts';
import { faultPlaces } from '../run/fault-places.ts';

export interface FaultPlacesAt {
  /** Empty where there is no Toxiproxy. */
  readonly toxiproxyUrl: string;
  readonly upstreams?: Readonly<Record<string, string>>;
  readonly servicesUrl?: string | null | undefined;
}

/** The injector of every kind of fault, for the places that there are. */
export const faultInjectorAt = ({ toxiproxyUrl, upstreams = {}, servicesUrl }: FaultPlacesAt): FaultInjector =>
  faultPlaces({
    wire: toxiproxyUrl === '' ? null : toxiproxyInjector({ url: toxiproxyUrl, upstreams }),
    services: servicesUrl === null || servicesUrl === undefined ? null : servicesInjector({ url: servicesUrl }),
  });
