import type { GateSettings } from '../config/settings.ts';
import type { Plan } from '../core/wire/plan.ts';

/** By how much a gate extends its plateau when nothing is decided (DESIGN §6). */
const extensionSeconds = 60;

/** Where a gate looks, whole seconds from T0: at the end of the shortest plateau, then every minute, and at the end of the longest. */
export const layOutLooks = ({ firstLookSeconds, upToSeconds }: GateSettings, plateauStartSeconds: number): number[] => {
  const extensions = Math.ceil(Math.max(0, upToSeconds - firstLookSeconds) / extensionSeconds);
  return Array.from({ length: extensions + 1 }, (_, index) =>
    Math.floor(plateauStartSeconds + Math.min(upToSeconds, firstLookSeconds + index * extensionSeconds)),
  );
};

/** When the gate may end, for `--dry-run`. */
export const notesOnLooks = ({ timing: { looksAtSeconds } }: Plan): string[] =>
  looksAtSeconds === undefined
    ? []
    : [
        `Gate: looks at ${looksAtSeconds.join(', ')} s, and ends at the first that decides; figures above are for the last.`,
      ];
