import { attributesOf } from '../../../core/fault-kinds.ts';
import type { ProxyState } from '../server.ts';
import { backByHand, movedMeanwhile, moveCall, type FaultMechanism, type FaultPlace } from './mechanism.ts';

const addresses = ({ fault }: FaultPlace) => attributesOf('reroute', fault.attributes);

/** Null when the proxy is enabled and leads to the address. */
export const notLeadingTo = (proxy: ProxyState, address: string | undefined): string | null => {
  if (!proxy.enabled) return `the proxy ${proxy.name} is disabled`;
  if (address === undefined || proxy.upstream === address) return null;
  return `the proxy ${proxy.name} leads to ${proxy.upstream}, not to ${address}`;
};

/**
 * Sends everything to another upstream while it lasts, and back when it is healed. Toxiproxy restarts the proxy for either, so that open
 * connections are dropped twice. What the other upstream answers is its own affair: this is how a provider that refuses (429) is put in
 * the place of one that does not.
 */
export const reroute: FaultMechanism = {
  refusal: (place, proxy) => movedMeanwhile(addresses(place).fromAddress, proxy),
  put: (place) => place.server.moveTo(place.fault.proxy, addresses(place).toAddress),
  take: (place) => place.server.moveTo(place.fault.proxy, addresses(place).fromAddress),
  missing: (place, proxy) => notLeadingTo(proxy, addresses(place).toAddress),
  remaining: (place, proxy) => notLeadingTo(proxy, addresses(place).fromAddress),
  takingMayHang: false,
  calls: (place) => {
    const { to, toAddress, fromAddress } = addresses(place);
    return { put: moveCall(place, toAddress ?? to), take: moveCall(place, fromAddress ?? 'where it led before') };
  },
  byHand: (place) => backByHand(place, addresses(place).fromAddress),
};
