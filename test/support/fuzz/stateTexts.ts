// The file that windows share, as an older or newer version, a torn disk or a stranger may leave it.
import fc from 'fast-check';
import { huge, mutated, oddPiece, oddText } from './texts.ts';

const now = Date.parse('2026-01-15T12:00:00Z');

/** Stands for a number that JSON can write and JavaScript cannot hold. */
const tooLarge = 'too large a number';

const oddNumber: fc.Arbitrary<number | string> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: now - 1e10, max: now + 1e10 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      0,
      -1,
      -0,
      0.5,
      1e300,
      -1e300,
      8.64e15,
      8.64e15 + 2,
      2 ** 53,
      tooLarge,
    ),
  },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
);
const odd = fc.oneof(oddText, oddNumber, fc.constantFrom(null, true, [], {}, ''));
const mostly = (usual: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 15, arbitrary: usual }, { weight: 1, arbitrary: odd });
const some = (model: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> =>
  fc.record(model, { requiredKeys: Object.keys(model).slice(0, -2), noNullPrototype: true });

const id = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('session:my-sso', 'url:https://a.awsapps.com/start') },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '') },
  { weight: 1, arbitrary: oddText },
);
const byId = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  mostly(fc.dictionary(id, mostly(value), { maxKeys: 3, noNullPrototype: true }));

const failure = fc.constantFrom(
  { kind: 'refused', code: 'invalid_grant' },
  { kind: 'failing', code: 'notWritten' },
  { kind: 'failing', code: 'unreachable' },
  { kind: 'failing', code: 'of a later version' },
);
export const fingerprint = '0123456789abcdef';
const subject = fc.constantFrom(
  `${fingerprint} us-east-1 https://my-sso-portal.awsapps.com/start `,
  'of another file',
);
const renewal = some({
  attemptedAt: mostly(oddNumber),
  by: mostly(fc.constantFrom('person', 'timer')),
  failures: mostly(fc.oneof(fc.nat({ max: 40 }), oddNumber)),
  subject: mostly(subject),
  issuedAt: mostly(oddNumber),
  failure: mostly(failure),
  sentAt: mostly(oddNumber),
});
const event = some({
  at: mostly(oddNumber),
  kind: mostly(fc.constantFrom('signIn', 'renewal', 'renewal', 'refused', 'signOut')),
  token: mostly(fc.oneof(fc.constant(fingerprint), oddText)),
  expiresAt: mostly(oddNumber),
  isLast: mostly(fc.constant(true)),
  after: mostly(fc.oneof(fc.constant(0), oddNumber)),
});
const history = some({
  events: mostly(fc.array(event, { maxLength: 12 })),
  registrationExpiresAt: mostly(oddNumber),
});
const registration = some({
  until: mostly(oddNumber),
  purpose: mostly(
    fc.constant({ flow: 'browser', region: 'us-east-1', startUrl: 'https://a', scopes: ['a'] }),
  ),
});

const snooze = some({ until: mostly(oddNumber), about: mostly(oddText), more: odd });

const state = fc.record(
  {
    version: fc.constantFrom(1, 1, 1, 1, 1, 1, 2, '1', null),
    renewals: byId(renewal),
    clock: mostly(some({ aheadMs: mostly(oddNumber), seenAt: mostly(oddNumber) })),
    said: byId(oddNumber),
    registrations: byId(registration),
    history: byId(history),
    snoozes: byId(fc.oneof(oddNumber, fc.constant(null), snooze)),
    muted: byId(fc.boolean()),
    unknown: odd,
  },
  { requiredKeys: ['version'], noNullPrototype: true },
);
const printed = state.map((value) => JSON.stringify(value).replaceAll(`"${tooLarge}"`, '1e999'));

/** As many events as fit into 64 kB, so that whatever is done for each of them shows. */
const long = fc
  .array(event, { minLength: 3, maxLength: 6 })
  .map((events) => Array.from({ length: 400 / events.length }, () => events).flat())
  .map((events) => JSON.stringify({ version: 1, history: { 'session:my-sso': { events } } }))
  .map((text) => text.replaceAll(`"${tooLarge}"`, '1e999').slice(0, 64 * 1024));

export const stateText = fc.oneof(
  { weight: 12, arbitrary: printed },
  { weight: 4, arbitrary: mutated(printed) },
  { weight: 1, arbitrary: long },
  {
    weight: 1,
    arbitrary: fc.oneof(
      oddText,
      fc.json(),
      huge(fc.oneof(oddPiece, fc.constantFrom('[', '{"a":'))),
    ),
  },
);
