// What can go wrong with a sign-in that the browser brings back.
import { startUrl } from '../signInStage.ts';
import {
  type Row,
  authorize,
  comeBackWith,
  config,
  error,
  failing,
  kind,
  person,
  redeem,
  register,
  rejected,
  spoil,
} from './arranging.ts';

export const byBrowser: Readonly<Record<string, Row>> = {
  'a start URL that does not exist': {
    arrange: config((text) => text.replace(startUrl, 'https://nobody.awsapps.com/start')),
    outcome: rejected('startUrl'),
    calls: ['RegisterClient', 'AuthorizePage'],
  },
  'a start URL that cannot be registered': {
    arrange: spoil({ kind: 'error', error: 'invalid_request' }),
    outcome: rejected('startUrl'),
    calls: ['RegisterClient invalid_request'],
  },
  denied: {
    arrange: (stage) => person(stage.deny)(stage),
    outcome: kind('denied'),
    calls: authorize,
  },
  'nobody comes back': {
    arrange: (stage) => {
      person(() => undefined)(stage);
      return { context: { browserTimeLimitMs: 50 } };
    },
    outcome: kind('timedOut'),
    calls: register,
  },
  'another state': {
    arrange: comeBackWith((callback) => callback.set('state', 'another')),
    outcome: kind('wrongAnswer'),
    calls: register,
  },
  'a code of nobody': {
    arrange: comeBackWith(() => undefined),
    outcome: kind('wrongAnswer'),
    calls: [...register, `${redeem} invalid_grant`],
  },
  'an error that is none': {
    arrange: error('<b>'),
    outcome: kind('wrongAnswer'),
    calls: register,
  },
  'an error that is not known': {
    arrange: error('no_idea'),
    outcome: failing('otherError'),
    calls: register,
  },
  'an error of the service': {
    arrange: error('server_error'),
    outcome: failing('serviceError'),
    calls: register,
  },
  'an error of the scopes': {
    arrange: error('invalid_scope'),
    outcome: rejected('scopes'),
    calls: register,
  },
  'the answer to the code is lost': {
    arrange: spoil({ kind: 'drop', afterServing: true, operation: 'CreateToken' }),
    outcome: failing('unreachable'),
    calls: [...authorize, redeem],
  },
  'the answer to the code has no token': {
    arrange: spoil({ kind: 'missingField', field: 'accessToken', operation: 'CreateToken' }),
    outcome: failing('notTheService'),
    calls: [...authorize, redeem],
  },
  'a token of nobody knows what lifetime': {
    arrange: spoil({ kind: 'missingField', field: 'expiresIn', operation: 'CreateToken' }),
    outcome: failing('notTheService'),
    calls: [...authorize, redeem],
  },
  'left while the browser is open': {
    arrange: (stage) => {
      const leaving = new AbortController();
      person(() => leaving.abort())(stage);
      return { signal: leaving.signal };
    },
    outcome: kind('cancelled'),
    calls: register,
  },
  'a display that fails': {
    arrange: () => ({ display: { isLoopbackReachable: () => Promise.reject(new Error('no')) } }),
    outcome: failing('otherError'),
    calls: [],
  },
};
