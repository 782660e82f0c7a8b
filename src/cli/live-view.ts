import { createLogUpdate } from 'log-update';
import type { Writable } from 'node:stream';
import { type FollowedRun, renderLive, renderLiveLine } from '../report/index.ts';
import type { Tick } from '../run/watcher.ts';

/** Something that draws a run which is followed. */
export interface LiveScreen {
  /** The state has moved on. */
  show(run: FollowedRun): void;
}

export interface LiveView {
  /** The run is driving: new figures. */
  tick(tick: Tick): void;
  /** The run does something else: one line, kept on the screen. */
  stage(text: string): void;
  /** Leaves the last picture where it is. */
  close(): void;
}

export interface LiveFooter {
  line(): string;
  /** Called with what draws the picture anew, for changes between two ticks; without an argument when there is nothing to draw. */
  onRedraw(redraw?: () => void): void;
}

export interface LiveViewSetting {
  readonly run: FollowedRun;
  /** Where progress goes: standard error. */
  readonly stream: Writable;
  readonly isTty: boolean;
  readonly colour: boolean;
  readonly width: number;
  /** A line under the picture on a terminal, e.g. the keys of a game day. */
  readonly footer?: LiveFooter;
  /** Shown the same state, e.g. the live page. */
  readonly screens?: readonly LiveScreen[];
}

/** Without a terminal, a line this often. */
const lineEverySeconds = 10;

/**
 * Shows a run while it goes on: a picture that redraws itself on a terminal, a line every 10 s elsewhere. The figures are those of the
 * timeline, so that what is shown live is what is judged later.
 */
export const openLiveView = ({
  run,
  stream,
  isTty,
  colour,
  width,
  footer,
  screens = [],
}: LiveViewSetting): LiveView => {
  const redraw = createLogUpdate(stream as NodeJS.WritableStream);
  let lastLineAt = -Infinity;
  const showOthers = (): void => screens.forEach((screen) => screen.show(run));
  const draw = (): void => {
    const line = footer === undefined ? '' : `\n\n${footer.line()}`;
    redraw(`${renderLive(run.frame(), { colour, width })}${line}`);
  };
  if (isTty) footer?.onRedraw(draw);
  return {
    tick: (tick) => {
      run.tick(tick);
      if (isTty) draw();
      else if (tick.offsetSeconds - lastLineAt >= lineEverySeconds) {
        stream.write(`${renderLiveLine(run.frame())}\n`);
        lastLineAt = tick.offsetSeconds;
      }
      showOthers();
    },
    stage: (text) => {
      run.stage(text);
      if (isTty) redraw.clear();
      stream.write(`${text}\n`);
      showOthers();
    },
    close: () => {
      if (!isTty) return;
      footer?.onRedraw();
      redraw.done();
    },
  };
};
