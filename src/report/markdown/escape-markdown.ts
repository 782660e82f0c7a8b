import { plainText } from '../words/plain-text.ts';

/**
 * Text that Markdown shows as it is: no emphasis, link, HTML, table cell or mention comes out of it. A zero-width joiner
 * behind `@` keeps a shop's data from calling people on a pull request.
 */
export const escapeMarkdown = (text: string): string =>
  plainText(text)
    .replace(/[\\`*_[\]|~#<>&!]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : `\\${sign}`))
    .replace(/@/g, '@\u200d')
    .replace(/(https?):\/\//gi, '$1:\u200d//');

/** A code span; backquotes inside would end it and are taken out. */
export const codeSpan = (text: string): string => `\`${plainText(text).replaceAll('`', "'").replaceAll('|', '¦')}\``;

/** One row of a table, every cell escaped. */
export const tableRow = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
