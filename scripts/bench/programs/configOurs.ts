// Reads the config as the extension does: from the disk to sessions with their profiles.
import { awsPaths } from '../../../src/aws/paths.ts';
import { readConfig } from '../../../src/aws/readSnapshot.ts';
import { answer, timed } from './answer.ts';

const paths = awsPaths(process.env, process.platform);

await answer(() => timed(() => readConfig(paths, false)));
