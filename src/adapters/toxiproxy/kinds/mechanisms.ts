import type { FaultKind } from '../../../core/fault-kinds.ts';
import { bandwidth } from './bandwidth.ts';
import { down } from './down.ts';
import { latency } from './latency.ts';
import { limitData } from './limit-data.ts';
import type { FaultMechanism } from './mechanism.ts';
import { resetPeer } from './reset-peer.ts';
import { slicer } from './slicer.ts';
import { slowClose } from './slow-close.ts';
import { timeout } from './timeout.ts';

/** The mechanism of every kind in the catalogue of src/core/fault-kinds.ts. */
export const mechanisms: Readonly<Record<FaultKind, FaultMechanism>> = {
  latency,
  down,
  timeout,
  reset_peer: resetPeer,
  bandwidth,
  slicer,
  slow_close: slowClose,
  limit_data: limitData,
};
