// Renews as the AWS SDK for JavaScript does.
import { fromSso } from '@aws-sdk/token-providers';
import { setClock } from '../../clockOfTheRun.ts';
import { answer, timed } from './answer.ts';

const provide = fromSso({ profile: process.env['BENCH_PROFILE'] ?? '' });

await answer(async ({ now }) => {
  setClock(now);
  return await timed(async () => {
    const { expiration } = await provide();
    if ((expiration?.getTime() ?? 0) <= now) throw new Error('The token was not renewed.');
  });
});
