// What the status bar shows, of one session and of many.
import { deepStrictEqual } from 'node:assert';
import { hourMs, minuteMs } from '../../src/core/durations.ts';
import { deriveOverview } from '../../src/core/overview.ts';
import { statusBarFace } from '../../src/views/statusBarFace.ts';
import {
  type Entry,
  absent,
  fileOf,
  now,
  sessionNamed,
  snapshotOf,
  tokenWith,
} from '../support/overviewBuilder.ts';

const lastToken = (ms: number): Entry => ({
  file: tokenWith({ expiresAt: now + ms, hasRefreshFields: false }),
});
const entries: Readonly<Record<string, Entry>> = {
  corp: { file: tokenWith({ expiresAt: now + hourMs }) },
  partner: lastToken(9 * minuteMs),
  archive: lastToken(0),
  staging: { file: absent },
  lab: lastToken(5 * hourMs),
  damaged: { file: fileOf('[]') },
};

const faceOf = (names: readonly string[], busy: readonly string[] = []) => {
  const rows = names.map((name) => ({ ...entries[name], session: sessionNamed(name) }));
  const overview = deriveOverview(snapshotOf(rows), now);
  const ids = new Set(busy.map((name) => sessionNamed(name).id));
  return statusBarFace(overview, { show: 'all', pinnedSession: '' }, ids);
};

describe('the status bar', () => {
  const rows: readonly (readonly [names: readonly string[], text: string])[] = [
    [['corp'], '$(check) corp'],
    [['partner'], '$(history) partner \u20079m'],
    [['archive'], '$(sign-in) archive sign-in needed'],
    [
      ['corp', 'partner', 'archive'],
      '$(check) corp  $(history) partner \u20079m  $(sign-in) archive sign-in needed',
    ],
    // Of more than three the icons say it, but of who needs somebody most.
    [
      ['partner', 'archive', 'staging', 'lab'],
      '$(sign-in) archive sign-in needed  $(history) partner \u20079m  $(check) lab 5h 00m  $(circle-slash) staging',
    ],
    [
      ['staging', 'corp', 'partner', 'archive', 'lab', 'damaged'],
      '$(sign-in) archive sign-in needed  $(warning) damaged  $(history) partner \u20079m  $(check) lab 5h 00m  +2',
    ],
  ];
  for (const [names, text] of rows) {
    it(`shows ${names.join(', ')}`, () => deepStrictEqual(faceOf(names)?.text, text));
  }

  it('tells a voice in words what its icons say', () => {
    deepStrictEqual(
      faceOf(['corp', 'archive', 'staging', 'damaged'], ['corp'])?.label,
      'AWS SSO, corp: signed in, busy, archive: sign-in needed, staging: signed out, damaged: token unreadable',
    );
  });

  it('shows who is busy', () => {
    deepStrictEqual(faceOf(['corp'], ['corp'])?.text, '$(loading~spin) corp');
  });

  it('has the colour of who needs a person most, and nothing to say of nobody', () => {
    const colours = [['corp'], ['partner'], ['corp', 'archive'], ['damaged'], ['staging']].map(
      (names) => faceOf(names)?.background,
    );
    deepStrictEqual(colours, [undefined, 'warning', 'error', 'warning', undefined]);
    deepStrictEqual(faceOf([]), undefined);
  });
});
