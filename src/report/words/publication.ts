import type { RunEvent } from '../../core/wire/events.ts';
import { counted } from './format.ts';

type PublishEvent = Extract<RunEvent, { type: 'publish' }>;

/** Where the figures of a run went. */
export interface PublicationText {
  /** What was published where, or what was not and why. */
  readonly text: string;
  readonly dashboard: { readonly name: string; readonly url: string | null } | null;
}

/** What became of publishing, for people; null where it was not asked for. */
export const publicationText = (events: readonly RunEvent[]): PublicationText | null => {
  const said = events.filter((event): event is PublishEvent => event.type === 'publish');
  const last = said.at(-1);
  if (last === undefined) return null;
  const { points = 0, lost = 0, to = 'CloudWatch', detail } = last;
  const parts = [
    last.state === 'ended' ? `${counted(points, 'point')} published to ${to}` : `not published to ${to}`,
    ...(lost > 0 ? [`${counted(lost, 'point')} lost`] : []),
    ...(detail === undefined ? [] : [detail]),
  ];
  return { text: parts.join('; '), dashboard: last.dashboard ?? null };
};
