import type { Notice } from '../../src/core/notices.ts';

/** The session, the kind, and the threshold in minutes where there is one. */
export function noticeOutline({ kind, key, status }: Notice): string {
  const [, minutes = ''] = /^endsSoon .*? (\d{1,5})(?: after \d+)?$/.exec(key) ?? [];
  return `${status.session.name} ${kind} ${minutes}`.trim();
}
