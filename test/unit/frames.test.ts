// Texts that stand within others: together they are to read as one, in the languages that put them otherwise.
import { expect, test } from 'vitest';
import { readTexts } from '../../scripts/l10n/files.ts';

/** A text, and what stands in it. */
type Nested = string | readonly Nested[];

const spoken = ['until {0}', '14:05'] as const;
const roughly = ['until about {0}', '14:05'] as const;
const written = ['{0} left', '42'] as const;
const renews = 'Access token: {0}, refreshes by itself.';
const refreshable = 'Access token: {0}, can be refreshed without a browser.';
const last = 'Access token: {0}. It cannot be refreshed: sign in again by then.';
const set = 'Sign-in: {0} (you have set {1}).';

const sentences: readonly (readonly [nested: Nested, ja: string, zh: string])[] = [
  [
    [renews, written],
    'アクセス トークン: あと 42、自動的に更新されます。',
    '访问令牌: 还有 42，会自动刷新。',
  ],
  [
    [renews, spoken],
    'アクセス トークン: 14:05 まで、自動的に更新されます。',
    '访问令牌: 至 14:05，会自动刷新。',
  ],
  [
    [refreshable, written],
    'アクセス トークン: あと 42、ブラウザーを使わずに更新できます。',
    '访问令牌: 还有 42，可在不使用浏览器的情况下刷新。',
  ],
  [
    [refreshable, spoken],
    'アクセス トークン: 14:05 まで、ブラウザーを使わずに更新できます。',
    '访问令牌: 至 14:05，可在不使用浏览器的情况下刷新。',
  ],
  [
    [last, spoken],
    'アクセス トークン: 14:05 まで。更新できないため、それまでにもう一度サインインしてください。',
    '访问令牌: 至 14:05。它无法刷新: 请在此之前重新登录。',
  ],
  [
    [last, ['{0}, until {1}', '42', '14:05']],
    'アクセス トークン: あと 42 (14:05 まで)。更新できないため、それまでにもう一度サインインしてください。',
    '访问令牌: 还有 42，至 14:05。它无法刷新: 请在此之前重新登录。',
  ],
  [
    [set, ['about {0} left', '5'], '8'],
    'サインイン: あと約 5 (設定値: 8)。',
    '登录: 还有约 5 (您设置的是 8)。',
  ],
  [
    [set, roughly, '8'],
    'サインイン: 14:05 頃まで (設定値: 8)。',
    '登录: 至约 14:05 (您设置的是 8)。',
  ],
  [['signed in {0}', spoken], 'サインイン済み、14:05 まで', '已登录，至 14:05'],
  [['ready to refresh {0}', roughly], '更新可能、14:05 頃まで', '可刷新，至约 14:05'],
];

test.each(['ja', 'zh-cn'])('texts within texts read as one: %s', (language) => {
  const bundle = readTexts(`l10n/bundle.l10n.${language}.json`);
  const said = (nested: Nested): string => {
    if (typeof nested === 'string') return nested;
    const [text = '', ...values] = nested.map(said);
    return (bundle.get(text) ?? text).replace(
      /\{(\d)\}/g,
      (_, index: string) => values[Number(index)] ?? '',
    );
  };
  const read = sentences.map(([nested]) => said(nested));
  expect(read).toEqual(sentences.map(([, ja, zh]) => (language === 'ja' ? ja : zh)));
});
