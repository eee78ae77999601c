// What can go wrong with a sign-in by a code that a person enters.
import { startUrl } from '../signInStage.ts';
import {
  type Row,
  config,
  failing,
  kind,
  leaveDuring,
  person,
  poll,
  rejected,
  spoil,
  startDevice,
} from './arranging.ts';

export const byCode: Readonly<Record<string, Row>> = {
  'a start URL that does not exist': {
    arrange: config((text) => text.replace(startUrl, 'https://nobody.awsapps.com/start')),
    outcome: rejected('startUrl'),
    calls: ['RegisterClient', 'StartDeviceAuthorization invalid_request'],
  },
  'an invalid registration': {
    arrange: spoil({ kind: 'error', error: 'invalid_request' }),
    outcome: rejected('other'),
    calls: ['RegisterClient invalid_request'],
  },
  'a key that cannot be used': {
    arrange: spoil({
      kind: 'error',
      operation: 'StartDeviceAuthorization',
      error: 'invalid_request',
      reason: 'KMS_DisabledException',
    }),
    outcome: rejected('other'),
    calls: ['RegisterClient', 'StartDeviceAuthorization invalid_request'],
  },
  'no device code': {
    arrange: spoil({
      kind: 'missingField',
      operation: 'StartDeviceAuthorization',
      field: 'deviceCode',
    }),
    outcome: failing('notTheService'),
    calls: startDevice,
  },
  ...Object.fromEntries(
    ['javascript:alert(1)', 'http://example.com/device', ''].map((value) => [
      `a page at ${value}`,
      {
        arrange: spoil({
          kind: 'setField',
          operation: 'StartDeviceAuthorization',
          field: 'verificationUri',
          value,
        }),
        outcome: failing('notTheService'),
        calls: startDevice,
      },
    ]),
  ),
  'left while a code is asked for': {
    arrange: leaveDuring('StartDeviceAuthorization'),
    outcome: kind('cancelled'),
    calls: startDevice,
  },
  denied: {
    arrange: (stage) => person(stage.deny)(stage),
    outcome: kind('denied'),
    calls: [...startDevice, `${poll} access_denied`],
  },
  'nobody enters it': {
    arrange: (stage) => {
      stage.center.settings.deviceCodeSeconds = 12;
      person(() => undefined)(stage);
      return undefined;
    },
    outcome: kind('timedOut'),
    calls: [
      ...startDevice,
      `${poll} authorization_pending`,
      `${poll} authorization_pending`,
      `${poll} authorization_pending`,
      `${poll} expired_token`,
    ],
  },
  'the answer is lost': {
    arrange: spoil({ kind: 'drop', afterServing: true, operation: 'CreateToken' }),
    outcome: failing('unreachable'),
    calls: [...startDevice, poll, `${poll} invalid_grant`],
  },
  'the answer breaks off': {
    arrange: spoil({ kind: 'dropMidBody', operation: 'CreateToken' }),
    outcome: failing('unreachable'),
    calls: [...startDevice, poll, `${poll} invalid_grant`],
  },
  'no network until the end of the code': {
    arrange: (stage) => {
      stage.center.settings.deviceCodeSeconds = 12;
      spoil({ kind: 'drop', operation: 'CreateToken', times: Infinity })(stage);
      return undefined;
    },
    outcome: failing('unreachable'),
    calls: [...startDevice, poll, poll, poll],
  },
};
