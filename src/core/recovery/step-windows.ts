import { describeDefinition, type GoodDefinition } from '../share/good-definition.ts';
import type { SecondCounts } from '../timeline/step-series.ts';
import type { StepWindow } from './windows.ts';

/** One step's windows over the run, with the definition of good that they were judged by. */
export interface StepWindows {
  readonly step: string;
  readonly definition: GoodDefinition;
  readonly counts: SecondCounts;
  readonly windows: readonly StepWindow[];
}

/** Seconds of the windows in a given state, clipped to `fromSeconds` … `toSeconds`. */
export const secondsInState = (
  windows: readonly StepWindow[],
  state: StepWindow['state'],
  fromSeconds: number,
  toSeconds: number,
): number =>
  windows
    .filter((window) => window.state === state)
    .reduce(
      (sum, window) =>
        sum + Math.max(0, Math.min(window.toSeconds, toSeconds) - Math.max(window.fromSeconds, fromSeconds)),
      0,
    );

/** The definition of good as a clause that can end a reason. */
export const definitionClause = ({ definition }: StepWindows): string => ` (${describeDefinition(definition)})`;
