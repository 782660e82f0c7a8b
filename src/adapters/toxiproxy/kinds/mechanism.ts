import { curlText, type ApiCall } from '../../../core/api-call.ts';
import type { PlannedFault } from '../../../core/wire/plan.ts';
import type { ProxyState, ToxiproxyServer } from '../server.ts';

/** One fault at its place. */
export interface FaultPlace {
  readonly server: ToxiproxyServer;
  /** Name of the toxic, for kinds that are toxics. */
  readonly toxicName: string;
  readonly fault: PlannedFault;
}

/**
 * How a kind of fault is put in place and taken out. The injector calls, reads back, repeats and gives up; a mechanism does one step
 * and says what it sees.
 */
export interface FaultMechanism {
  /** Why the fault cannot be applied to the proxy as it stands; null when it can. */
  refusal(place: FaultPlace, proxy: ProxyState): string | null;
  put(place: FaultPlace): Promise<void>;
  /** Changes the attributes of a fault that is in place; absent where a kind has none that could be changed. */
  readonly adjust?: (place: FaultPlace) => Promise<void>;
  take(place: FaultPlace): Promise<void>;
  /** What the proxy lacks of the fault; null when it is in place as planned. */
  missing(place: FaultPlace, proxy: ProxyState): string | null;
  /** What the proxy still has of the fault; null when it is healed. */
  remaining(place: FaultPlace, proxy: ProxyState): string | null;
  /** Taking it out can hang while connections are open, so that cutting them may help. */
  readonly takingMayHang: boolean;
  /** The calls that `put` and `take` make. */
  calls(place: FaultPlace): { readonly put: ApiCall; readonly take: ApiCall };
  /** The command with which a person takes it out. */
  byHand(place: FaultPlace): string;
}

type ProxyPlace = Pick<FaultPlace, 'server' | 'fault'>;

/** Switches the proxy on or off. */
export const switchCall = ({ server, fault }: ProxyPlace, enabled: boolean): ApiCall => ({
  method: 'POST',
  url: `${server.url}/proxies/${fault.proxy}`,
  body: { enabled },
});

/** Leads the proxy to an upstream, and switches it on. */
export const moveCall = ({ server, fault }: ProxyPlace, upstream: string): ApiCall => ({
  method: 'POST',
  url: `${server.url}/proxies/${fault.proxy}`,
  body: { upstream, enabled: true },
});

/** Leads the proxy back to where it led before; by that alone, where it is not known where that was, it is switched on. */
export const backByHand = (place: ProxyPlace, fromAddress: string | undefined): string =>
  curlText(fromAddress === undefined ? switchCall(place, true) : moveCall(place, fromAddress));

/** A fault that moves a proxy needs it as it was found when the way back was noted. */
export const movedMeanwhile = (fromAddress: string | undefined, { enabled, upstream }: ProxyState): string | null => {
  if (!enabled) return 'it is disabled already, and not by this fault';
  return fromAddress === undefined || fromAddress === upstream ? null : `it leads to ${upstream} meanwhile`;
};
