/** HTML that may be put into a page as it is. */
export class Html {
  constructor(readonly text: string) {}
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const needsEscape = /[&<>"']/;

const escape = (text: string): string =>
  needsEscape.test(text) ? text.replace(/[&<>"']/g, (character) => escapes[character] ?? character) : text;

type Value = Html | string | number | readonly Html[];

const render = (value: Value): string => {
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escape(value);
  if (typeof value === 'number') return String(value);
  return value.map((part) => part.text).join('');
};

const withoutIndentation = new WeakMap<TemplateStringsArray, readonly string[]>();

/** A template's own text without the indentation that it has in the source. */
const textOf = (parts: TemplateStringsArray): readonly string[] => {
  let text = withoutIndentation.get(parts);
  if (text === undefined) {
    text = parts.map((part) => part.replace(/\n\s+/g, '\n'));
    withoutIndentation.set(parts, text);
  }
  return text;
};

/** A template whose values are escaped unless they are HTML already. */
export const html = (parts: TemplateStringsArray, ...values: Value[]): Html => {
  const own = textOf(parts);
  let text = own[0] ?? '';
  for (const [index, value] of values.entries()) text += render(value) + (own[index + 1] ?? '');
  return new Html(text);
};

export const formatPrice = (cents: number): string => `$${(cents / 100).toFixed(2)}`;
