import { delimiter, join } from 'node:path';
import { run } from '../../scripts/provision/run.ts';
import { builtProgram } from './builtProgram.ts';
import { describeTool } from './tool.ts';

const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

describeTool({
  name: 'the AWS SDK for Java',
  async find() {
    const built = await builtProgram({
      name: 'java',
      tools: [
        ['java', '-version'],
        ['javac', '-version'],
        ['mvn', '--version'],
      ],
      declared: {
        tool: 'javac',
        file: 'pom.xml',
        version: /<maven\.compiler\.release>([\d.]+)</,
      },
      unreachable: /(Could not|Failure to) transfer /,
      build: (_, options) => run('mvn', ['-B', '-q', 'compile', copyDependencies], options),
    });
    if ('missing' in built) return built;
    const target = join(built.folder, 'target');
    const classPath = [join(target, 'classes'), join(target, 'dependency', '*')].join(delimiter);
    return { command: ['java', '-cp', classPath, 'Credentials'], waits: true };
  },
  keepsUnknownFields: false,
});
