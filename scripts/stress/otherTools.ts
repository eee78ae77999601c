// The tools that share the file and know no lock.
import type { AwsHome } from '../../test/support/awsHome.ts';
import { startAwsFrontDoor } from '../../test/support/identityCenter/awsFrontDoor.ts';
import type { IdentityCenter } from '../../test/support/identityCenter/identityCenter.ts';
import { pythonWith } from '../../test/support/python.ts';
import { type Participant, startParticipant } from './participant.ts';
import { bundleProgram, pythonProgram } from './programs.ts';

/** How the JavaScript tool is told from our windows, which use the same SDK. */
export const jsSdkApp = 'stress-js-sdk';

export interface OtherTools {
  readonly participants: readonly Participant[];
  readonly stop: () => Promise<void>;
}

export async function startOtherTools(
  home: AwsHome,
  identityCenter: IdentityCenter,
): Promise<OtherTools> {
  // An older botocore knows no endpoint variables.
  const frontDoor = await startAwsFrontDoor(identityCenter, { directory: home.path });
  const environment = {
    PATH: process.env['PATH'],
    HOME: home.path,
    ...identityCenter.environment,
    ...frontDoor.environment,
    AWS_SDK_UA_APP_ID: jsSdkApp,
  };
  const jsSdk = await bundleProgram('jsSdk', home.path);
  const participants = [
    startParticipant('botocore', [pythonWith('botocore'), pythonProgram], environment),
    startParticipant('JS SDK', [process.execPath, jsSdk], environment),
  ];
  return {
    participants,
    async stop() {
      await Promise.all(participants.map((each) => each.stop()));
      await frontDoor.close();
    },
  };
}
