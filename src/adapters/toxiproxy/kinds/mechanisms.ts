import type { WireKind } from '../../../core/fault-family.ts';
import { bandwidth } from './bandwidth.ts';
import { down } from './down.ts';
import { failover } from './failover.ts';
import { latency } from './latency.ts';
import { limitData } from './limit-data.ts';
import type { FaultMechanism } from './mechanism.ts';
import { reroute } from './reroute.ts';
import { resetPeer } from './reset-peer.ts';
import { slicer } from './slicer.ts';
import { slowClose } from './slow-close.ts';
import { timeout } from './timeout.ts';

/** The mechanism of every kind that goes over the wire. */
export const mechanisms: Readonly<Record<WireKind, FaultMechanism>> = {
  latency,
  down,
  failover,
  reroute,
  timeout,
  reset_peer: resetPeer,
  bandwidth,
  slicer,
  slow_close: slowClose,
  limit_data: limitData,
};
