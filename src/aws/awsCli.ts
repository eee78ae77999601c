import which from 'which';

/** The path of the `aws` command, as a terminal would find it; undefined where there is none. */
export async function findAwsCli(): Promise<string | undefined> {
  return (await which('aws', { nothrow: true })) ?? undefined;
}
