import { fileURLToPath } from 'node:url';
import { describeTool } from './tool.ts';

const program = fileURLToPath(new URL('programs/js/credentials.ts', import.meta.url));

describeTool({
  name: 'the AWS SDK for JavaScript',
  find: () =>
    Promise.resolve({ command: [process.execPath, '--import', 'tsx', program], waits: true }),
  keepsUnknownFields: true,
});
