// The way to the front door for a program of this process: Node takes no notice of `HTTPS_PROXY`.
import { request } from 'node:http';
import { Agent, type AgentOptions } from 'node:https';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';

/** Rejects when the proxy refuses the host. */
export function openTunnel(proxy: string, host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(proxy);
    request({ hostname, port, method: 'CONNECT', path: `${host}:443` })
      .on('connect', ({ statusCode }, socket) => {
        if (statusCode === 200) resolve(socket);
        else reject(new Error(`The proxy answered ${String(statusCode)}.`));
      })
      .on('error', reject)
      .end();
  });
}

/** How an agent comes to its connections: what VS Code does for its extensions where there is a proxy. */
export function throughTunnel(proxy: string, options: AgentOptions): Agent['createConnection'] {
  return ({ host }, done) => {
    openTunnel(proxy, host ?? '').then(
      (socket) => done?.(null, connect({ socket, servername: host ?? '', ...options })),
      (error: unknown) => done?.(error as Error, undefined as never),
    );
    return undefined;
  };
}

export function tunnelAgent(proxy: string, options: AgentOptions): Agent {
  const agent = new Agent(options);
  agent.createConnection = throughTunnel(proxy, options);
  return agent;
}
