/** A runbook as a checklist. */
export interface Runbook {
  /** Name of its file without the ending: what ticks are recorded under. */
  readonly name: string;
  readonly title: string;
  readonly steps: readonly string[];
}

const item = /^ {0,3}(?:\d{1,3}[.)]|[-*] \[[ xX]\]) +(.+)$/;
const continuation = /^ {2,}(\S.*)$/;
const heading = /^# +(.+)$/;

/**
 * Reads a runbook's steps: the numbered items and the task items (`- [ ]`) of its Markdown, in their order; a step may go on over indented
 * lines. Other lists explain and are not ticked off.
 */
export const readRunbook = (name: string, markdown: string): Runbook => {
  const steps: string[] = [];
  let title = name;
  let isOpen = false;
  let isCode = false;
  for (const line of markdown.split(/\r?\n/)) {
    if (line.startsWith('```')) isCode = !isCode;
    if (isCode) continue;
    const found = item.exec(line)?.[1];
    const more = continuation.exec(line)?.[1];
    if (title === name) title = heading.exec(line)?.[1]?.trim() ?? title;
    if (found !== undefined) steps.push(found.trim());
    else if (isOpen && more !== undefined) steps.push(`${steps.pop() ?? ''} ${more.trim()}`);
    isOpen = found !== undefined || (isOpen && more !== undefined);
  }
  return { name, title, steps };
};
