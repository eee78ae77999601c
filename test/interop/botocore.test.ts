import { fileURLToPath } from 'node:url';
import { pythonWith } from '../support/python.ts';
import { describeTool } from './tool.ts';

const program = fileURLToPath(new URL('programs/botocore/credentials.py', import.meta.url));

describeTool({
  name: 'botocore',
  find: () => Promise.resolve({ command: [pythonWith('botocore'), program], waits: true }),
  keepsUnknownFields: false,
});
