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
  take(place: FaultPlace): Promise<void>;
  /** What the proxy lacks of the fault; null when it is in place as planned. */
  missing(place: FaultPlace, proxy: ProxyState): string | null;
  /** What the proxy still has of the fault; null when it is healed. */
  remaining(place: FaultPlace, proxy: ProxyState): string | null;
  /** Taking it out can hang while connections are open, so that cutting them may help. */
  readonly takingMayHang: boolean;
  /** The command with which a person takes it out. */
  byHand(place: FaultPlace): string;
}
