import { fileURLToPath } from 'node:url';
import { pythonWith } from '../support/python.ts';
import { describeTool } from './tool.ts';

const program = fileURLToPath(new URL('programs/boto3/credentials.py', import.meta.url));

describeTool({
  name: 'boto3',
  find() {
    try {
      return Promise.resolve({ command: [pythonWith('boto3'), program], waits: true });
    } catch (error) {
      return Promise.resolve({ missing: (error as Error).message });
    }
  },
  keepsUnknownFields: false,
});
