import { awsCli } from '../support/awsCli.ts';
import { describeTool } from './tool.ts';

describeTool({
  name: 'the AWS CLI',
  find: () =>
    Promise.resolve({
      command: [awsCli(), 'configure', 'export-credentials', '--profile', 'dev'],
      waits: false,
    }),
  keepsUnknownFields: false,
});
