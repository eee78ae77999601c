// Text from files on its way into Markdown.
import { withoutDirections } from '../words/plain.ts';

/** Makes text plain: no markup, no link, no icon, no line break. Blanks stay blanks, so that lines wrap. */
export function escapeMarkdown(text: string): string {
  return withoutDirections(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]()<>#+\-.!|~&:@$]/g, '\\$&');
}

/** A link for an https address that is one in every reading; plain text for anything else. */
export function linkTo(address: string): string {
  return /^https:\/\/[\w.-]+(\/[\w.\-/#]*)?$/.test(address)
    ? `[${escapeMarkdown(address)}](${address})`
    : escapeMarkdown(address);
}
