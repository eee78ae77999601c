import { join } from 'node:path';
import { run } from '../../scripts/provision/run.ts';
import { builtProgram } from './builtProgram.ts';
import { describeTool } from './tool.ts';

describeTool({
  name: 'the AWS SDK for Go',
  async find() {
    const built = await builtProgram({
      name: 'go',
      tools: [['go', 'version']],
      declared: { tool: 'go', file: 'go.mod', version: /^go ([\d.]+)$/m },
      unreachable: /: Get "https?:[^"]+": /,
      build: (_, options) => run('go', ['build', '-o', 'credentials', '.'], options),
    });
    if ('missing' in built) return built;
    return { command: [join(built.folder, 'credentials')], waits: true };
  },
  keepsUnknownFields: true,
});
