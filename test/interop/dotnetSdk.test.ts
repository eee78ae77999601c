import which from 'which';
import { describeTool } from './tool.ts';

// Installing dotnet alone would not do: whoever has it is told what there is to write.
const toBeWritten =
  'its small program, programs/dotnet beside those of the others, is not written yet';
const hasDotnet = which.sync('dotnet', { nothrow: true }) !== null;

describeTool({
  name: 'the AWS SDK for .NET',
  find: () =>
    Promise.resolve({
      missing: hasDotnet ? toBeWritten : `dotnet is not installed, and ${toBeWritten}`,
    }),
  keepsUnknownFields: false,
});
