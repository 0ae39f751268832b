/** One plan of a server, written in the languages of nginx and of haproxy. */

/** What the server does with every request. */
export type OtherService =
  /** Answers by itself. */
  | { readonly kind: 'status'; readonly status: number; readonly body?: string; readonly location?: string }
  /** Passes on to an HTTP/1.1 app on this computer; nobody need listen there. */
  | { readonly kind: 'http'; readonly port: number }
  /** Passes on to a gRPC service in plain HTTP/2 on this computer. */
  | { readonly kind: 'grpc'; readonly port: number };

export interface OtherPlan {
  readonly service: OtherService;
  /** Protocols offered by ALPN; both when absent. */
  readonly alpn?: 'both' | 'http/1.1';
  /** How long the server waits for the app's next byte, milliseconds; also for the client's. */
  readonly idleMs?: number;
  /** nginx says GOAWAY after this many requests on a connection (`keepalive_requests`). */
  readonly requestsPerConnection?: number;
  /** Header fields on every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly port?: number;
}

function nginxService({ service, idleMs }: OtherPlan): string {
  const wait = (kind: string): string => (idleMs === undefined ? '' : `${kind}_read_timeout ${idleMs}ms;`);
  switch (service.kind) {
    case 'status':
      return `default_type text/html; return ${service.status} ${JSON.stringify(service.location ?? service.body ?? '')};`;
    case 'http':
      return `proxy_pass http://127.0.0.1:${service.port}; proxy_set_header Host $host; proxy_http_version 1.1; ${wait('proxy')}`;
    case 'grpc':
      return `grpc_pass grpc://127.0.0.1:${service.port}; ${wait('grpc')}`;
  }
}

/** `http2` in `listen` is understood by every nginx from 1.9 to now, if with a warning in the newest. */
export function nginxConfig(plan: OtherPlan, port: number, folder: string): string {
  const { alpn = 'both', requestsPerConnection, headers = {} } = plan;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n  ');
  const fields = Object.entries(headers)
    .map(([name, value]) => `add_header ${name} ${JSON.stringify(value)} always;`)
    .join(' ');
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 128; }
http {
  access_log off;
  ${temporary}
  server {
    listen 127.0.0.1:${port} ssl${alpn === 'both' ? ' http2' : ''};
    ssl_certificate ${folder}/cert.pem;
    ssl_certificate_key ${folder}/key.pem;
    ${requestsPerConnection === undefined ? '' : `keepalive_requests ${requestsPerConnection};`}
    location / { ${fields} ${nginxService(plan)} }
  }
}
`;
}

function haproxyService({ service, headers = {} }: OtherPlan): string {
  const fields = Object.entries(headers).map(([name, value]) => `hdr ${name} ${JSON.stringify(value)}`);
  switch (service.kind) {
    case 'status': {
      const { status, body, location } = service;
      if (location !== undefined) return `  http-request redirect location ${location} code ${status}`;
      // haproxy takes no empty string.
      const content = `content-type text/html string ${JSON.stringify(body || ' ')}`;
      return `  http-request return status ${status} ${content} ${fields.join(' ')}`;
    }
    case 'http':
      return `  server app 127.0.0.1:${service.port}`;
    case 'grpc':
      return `  server app 127.0.0.1:${service.port} proto h2`;
  }
}

export function haproxyConfig(plan: OtherPlan, port: number, folder: string): string {
  const { alpn = 'both', idleMs = 60_000 } = plan;
  const protocols = alpn === 'both' ? 'h2,http/1.1' : 'http/1.1';
  return `global
  log stderr format raw local0 warning
defaults
  mode http
  timeout connect 2s
  retries 0
  timeout client ${idleMs}ms
  timeout server ${idleMs}ms
frontend door
  bind 127.0.0.1:${port} ssl crt ${folder}/both.pem alpn ${protocols}
  default_backend app
backend app
${haproxyService(plan)}
`;
}
