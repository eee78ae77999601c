// The same service where AWS tools expect AWS: TLS under AWS's host names, behind a proxy. For
// tools that cannot be pointed elsewhere, and to see which hosts a tool really asks for.
import { writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { parseAwsHost } from './awsHosts.ts';
import { createCertificateAuthority } from './certificates.ts';
import type { IdentityCenter } from './identityCenter.ts';

export interface AwsFrontDoor {
  /** Points any AWS tool here, however old. `NO_PROXY` is cleared, as it could name AWS. */
  readonly environment: Readonly<Record<string, string>>;
  /** The address of the proxy. */
  readonly url: string;
  readonly certificateAuthorityFile: string;
  /** Host names asked for, in order; all others are refused. */
  readonly hosts: readonly string[];
  readonly refusedHosts: readonly string[];
  close(): Promise<void>;
}

export async function startAwsFrontDoor(
  identityCenter: Pick<IdentityCenter, 'handle'>,
  { directory, port = 0 }: { readonly directory: string; readonly port?: number },
): Promise<AwsFrontDoor> {
  const authority = await createCertificateAuthority();
  const certificateAuthorityFile = join(directory, 'ca.pem');
  await writeFile(certificateAuthorityFile, authority.certificate);

  const tls = createHttpsServer(
    {
      SNICallback(host, done) {
        authority.contextFor(host).then(
          (context) => done(null, context),
          (error: unknown) => done(error as Error),
        );
      },
    },
    identityCenter.handle,
  );
  tls.on('tlsClientError', (_error, socket) => socket.destroy());

  const hosts: string[] = [];
  const refusedHosts: string[] = [];
  const open = new Set<Duplex>();
  const proxy = createHttpServer((_request, response) => {
    response.writeHead(403).end('This proxy only opens tunnels.');
  });
  proxy.on('connect', (request, socket, head) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    const target = request.url ?? '';
    const host = target.replace(/:443$/, '');
    if (parseAwsHost(host) === undefined) {
      refusedHosts.push(target);
      socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    hosts.push(host);
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    tls.emit('connection', socket);
  });
  await new Promise<void>((resolve, reject) => {
    proxy.once('error', reject);
    proxy.listen(port, '127.0.0.1', resolve);
  });

  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return {
    url,
    certificateAuthorityFile,
    hosts,
    refusedHosts,
    // Python and curl prefer the lower-case names, which a machine may have set for itself.
    environment: {
      HTTPS_PROXY: url,
      https_proxy: url,
      AWS_CA_BUNDLE: certificateAuthorityFile,
      NO_PROXY: '',
      no_proxy: '',
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
      });
    },
  };
}
