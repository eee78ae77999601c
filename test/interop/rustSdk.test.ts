import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../scripts/provision/run.ts';
import { builtProgram } from './builtProgram.ts';
import { describeTool } from './tool.ts';

describeTool({
  name: 'the AWS SDK for Rust',
  async find() {
    const built = await builtProgram({
      name: 'rust',
      tools: [
        ['cargo', '--version'],
        ['rustc', '--version'],
      ],
      declared: { tool: 'rustc', file: 'Cargo.toml', version: /^rust-version = "([\d.]+)"$/m },
      unreachable: /failed to download from/,
      async build(folder, options) {
        await run('cargo', ['install', '--path', '.', '--debug', '--root', '.'], options);
        // Hundreds of megabytes that nobody needs again.
        await rm(join(folder, 'target'), { recursive: true, force: true });
      },
    });
    if ('missing' in built) return built;
    return { command: [join(built.folder, 'bin', 'credentials')], waits: true };
  },
  keepsUnknownFields: false,
});
