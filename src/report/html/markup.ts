/** Text that is HTML already. Only this module makes it, so that whatever else is put into a page is escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Part = Markup | string | number | null | false | readonly Part[];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Escapes for element content and for quoted attribute values. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const written = (part: Part): string => {
  if (part instanceof Markup) return part.text;
  if (part === null || part === false) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part.map(written).join('');
};

/** Tagged template for HTML: every value put in is escaped, except Markup; null and false vanish; lists are joined. */
export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(strings.reduce((text, piece, index) => text + written(parts[index - 1] ?? null) + piece));

/** JSON as the content of a `<script>` element: nothing in it can end the element or start a comment. */
export const jsonForScript = (value: unknown): Markup =>
  new Markup(
    JSON.stringify(value).replace(
      /[<>&\u2028\u2029]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );

/** Script or style text of our own for inlining. Throws where it would end its element early. */
export const trustedText = (text: string, element: 'script' | 'style'): Markup => {
  if (text.toLowerCase().includes(`</${element}`)) throw new Error(`an inlined ${element} contains its own end tag`);
  return new Markup(text);
};

/** Text with commands in backquotes, as our own sentences have them, to HTML with `<code>`. */
export const withCode = (text: string): Markup =>
  new Markup(
    text
      .split('`')
      .map((piece, index) => (index % 2 === 1 ? `<code>${escapeHtml(piece)}</code>` : escapeHtml(piece)))
      .join(''),
  );
