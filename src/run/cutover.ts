import { concludeCutover } from '../core/cutover/conclude-cutover.ts';
import { judgeSide, judgeStage } from '../core/cutover/judge-stage.ts';
import { CleanupFailedError } from '../core/errors.ts';
import type { CutoverFile, CutoverSide, CutoverStage, ReadDifference } from '../core/wire/cutover.ts';
import type { Verdict } from '../core/wire/verdict.ts';

/** Which shoppers a run drives: the slots from `firstSlot` on, so that each shopper stays with its system. */
export interface SideRequest {
  readonly system: 'old' | 'next';
  readonly virtualUsers: number;
  readonly firstSlot: number;
  /** In the name of the run: `10`, `50`, `100`, `back-out`. */
  readonly label: string;
}

export interface SideRun {
  readonly verdict: Verdict;
  readonly failure: Error | null;
}

export interface CutoverParts {
  readonly id: string;
  readonly startedAt: string;
  readonly setting: CutoverFile['setting'];
  /** Asks both systems the same reads; null where none are known. */
  readonly compareReads: () => Promise<CutoverFile['reads']>;
  /** Differences are told, and sessions moved all the same. */
  readonly allowsDifferences: boolean;
  readonly drive: (side: SideRequest) => Promise<SideRun>;
  /** Moves the share of a real router. Rejects when it could not. */
  readonly onStage: (share: number) => Promise<void>;
  /** Takes every session back to the old system. Rejects when it could not. */
  readonly onBackOut: (because: string) => Promise<void>;
  readonly write: (file: CutoverFile) => void;
  readonly say: (text: string) => void;
  readonly onReads: (differences: readonly ReadDifference[]) => void;
  readonly onJudged: (stage: CutoverStage) => void;
  readonly signal: AbortSignal;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Shoppers of each system at a share: whole persons, at least one at the new system. */
const split = (virtualUsers: number, share: number): { readonly next: number; readonly old: number } => {
  const next = Math.min(virtualUsers, Math.max(1, Math.round(virtualUsers * share)));
  return { next, old: virtualUsers - next };
};

const percentLabel = (share: number): string => String(Math.round(share * 100));

/**
 * Rehearses a cutover.
 *
 * 1. Both systems answer the same reads alike, or no session is moved. 2. For each share: the router's hook, then both systems side by side
 * with their shares of the shoppers, each judged like any run. 3. The next share only when the new system passed, or had too few shoppers to say and broke nothing; the last must
 * pass. 4. Else back out: the
 * hook, then all shoppers at the old system, to see that it carries them again. 5. Write down what is known after each stage.
 *
 * The hook of the back-out is called after a failed stage, an error and a signal alike, once the first stage's has been.
 *
 * @throws what went wrong in a run or a hook, after backing out; CleanupFailedError when the back-out's hook failed.
 */
export const cutover = async (parts: CutoverParts): Promise<CutoverFile> => {
  const { setting, signal } = parts;
  const known: {
    reads: CutoverFile['reads'];
    stages: CutoverStage[];
    backOut: CutoverFile['backOut'];
    finished: boolean;
  } = { reads: null, stages: [], backOut: null, finished: false };
  const fileNow = (): CutoverFile => {
    const { id, startedAt } = parts;
    const now = { ...known, stages: [...known.stages], setting };
    return { schemaVersion: 1, id, startedAt, ...now, ...concludeCutover(now) };
  };
  const written = (): CutoverFile => {
    const file = fileNow();
    parts.write(file);
    return file;
  };
  const judged = async (request: SideRequest): Promise<CutoverSide> => {
    const { verdict, failure } = await parts.drive(request);
    if (failure !== null) throw failure;
    return judgeSide(verdict, request.virtualUsers);
  };

  const runStage = async (share: number): Promise<CutoverStage> => {
    const users = split(setting.virtualUsers, share);
    const label = percentLabel(share);
    const [next, old] = await Promise.allSettled([
      judged({ system: 'next', virtualUsers: users.next, firstSlot: 0, label }),
      users.old === 0 ? null : judged({ system: 'old', virtualUsers: users.old, firstSlot: users.next, label }),
    ]);
    if (next.status === 'rejected') throw asError(next.reason);
    if (old.status === 'rejected') throw asError(old.reason);
    return judgeStage(share, old.value, next.value, share === setting.shares.at(-1));
  };

  const takeBack = async (because: string): Promise<void> => {
    known.backOut = { because, side: null };
    parts.say(`Backing out: ${because}`);
    await parts.onBackOut(because).catch((cause: unknown) => {
      throw new CleanupFailedError(
        `The hook of the back-out failed, and sessions may still go to ${setting.next}: ${asError(cause).message}`,
        'Set the router back by hand, then see why onBackOut failed.',
        { cause },
      );
    });
  };

  parts.say('Asking both systems the same reads');
  known.reads = await parts.compareReads();
  parts.onReads(known.reads?.differences ?? []);
  if ((known.reads?.differences.length ?? 0) > 0 && !parts.allowsDifferences) {
    known.finished = true;
    return written();
  }
  let moved = false;
  const isInterrupted = (): boolean => signal.aborted;
  try {
    for (const share of setting.shares) {
      if (isInterrupted()) break;
      parts.say(`${percentLabel(share)} % of the sessions at ${setting.next}`);
      moved = true;
      await parts.onStage(share);
      const stage = await runStage(share);
      if (isInterrupted()) break;
      known.stages.push(stage);
      parts.onJudged(stage);
      written();
      if (!stage.goesOn) break;
    }
    known.finished = !isInterrupted();
    const last = known.stages.at(-1);
    if (moved && (isInterrupted() || last?.goesOn !== true)) {
      await takeBack(isInterrupted() ? 'the cutover was interrupted' : (last?.why ?? 'no stage came about'));
      if (!isInterrupted())
        known.backOut = {
          because: last?.why ?? '',
          side: await judged({
            system: 'old',
            virtualUsers: setting.virtualUsers,
            firstSlot: 0,
            label: 'back-out',
          }),
        };
    }
  } catch (error) {
    if (moved && known.backOut === null) await takeBack(asError(error).message).finally(written);
    written();
    throw error;
  }
  return written();
};
