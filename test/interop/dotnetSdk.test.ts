import which from 'which';
import { describeTool } from './tool.ts';

describeTool({
  name: 'the AWS SDK for .NET',
  find: () =>
    Promise.resolve({
      missing:
        which.sync('dotnet', { nothrow: true }) === null
          ? 'dotnet is not installed'
          : 'dotnet is installed, but its small program has yet to be written',
    }),
  keepsUnknownFields: false,
});
