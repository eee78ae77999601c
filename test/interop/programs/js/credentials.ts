// Gets role credentials as any program with the AWS SDK for JavaScript does, and says how that went.
import { once } from 'node:events';
import { fromSSO } from '@aws-sdk/credential-provider-sso';

console.log('ready');
await once(process.stdin, 'data');
try {
  const { accessKeyId } = await fromSSO({ profile: 'dev' })();
  console.log(JSON.stringify({ accessKeyId }));
} catch (error) {
  console.log(JSON.stringify({ error: String(error) }));
}
process.exit();
