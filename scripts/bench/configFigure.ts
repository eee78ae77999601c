// 10,000 profiles in 200 sessions: read by us, by the AWS SDK for JavaScript and by botocore, in turns.
import { createAwsHome } from '../../test/support/awsHome.ts';
import { pythonWith } from '../../test/support/python.ts';
import type { Figure } from './result.ts';
import { configText } from './sampleConfig.ts';
import { median, spreadOf } from './statistics.ts';
import { bundleWorker, startWorker, workerSource } from './worker.ts';

const names = ['ours', 'jsSdk', 'botocore'] as const;

export const configFigure: Figure = async ({ quick, progress }) => {
  const home = await createAwsHome();
  const { PATH } = process.env;
  const env = { PATH, HOME: home.path };
  const workers = {
    ours: startWorker([process.execPath, await bundleWorker('configOurs', home.path)], env),
    // Not bundled: as it is installed.
    jsSdk: startWorker([process.execPath, '--import', 'tsx', workerSource('configJsSdk')], env),
    botocore: startWorker([pythonWith('botocore'), workerSource('configBotocore', 'py')], env),
  };
  const samples = { ours: [] as number[], jsSdk: [] as number[], botocore: [] as number[] };
  try {
    await home.writeConfig(configText(200, 10_000));
    const rounds = quick ? 5 : 15;
    for (let round = 0; round < rounds; round += 1) {
      for (const name of names) samples[name].push(await workers[name].ask({}));
      progress(`${round + 1} of ${rounds} rounds`);
    }
  } finally {
    await Promise.all(names.map((name) => workers[name].stop()));
    await home.remove();
  }
  return {
    result: {
      config10kMs: {
        ours: median(samples.ours),
        jsSdk: median(samples.jsSdk),
        botocore: median(samples.botocore),
      },
    },
    spread: Object.fromEntries(names.map((name) => [`config10k ${name}`, spreadOf(samples[name])])),
  };
};
