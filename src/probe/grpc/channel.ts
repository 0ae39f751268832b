/** A grpc-js channel for a probe: to one address, one request per call, silent, and closed for certain. */
import { Client, Metadata, setLogger } from '@grpc/grpc-js';
import { version } from '../../version.js';
import { assertCleared } from '../guard/cleared.js';
import { EndpointCredentials } from './credentials.js';
import type { GrpcCredential, GrpcEndpoint } from './options.js';

// GRPC_TRACE and GRPC_VERBOSITY would print metadata, credentials among it.
setLogger({});

/** What gRPC clients take as the longest message unless told otherwise. */
export const LONGEST_MESSAGE = 4 * 1024 * 1024;

export interface GrpcChannel {
  readonly client: Client;
  readonly close: () => void;
}

/** Opens nothing yet: grpc-js connects with the first call. */
export function openChannel(endpoint: GrpcEndpoint): GrpcChannel {
  const { cleared, peer } = endpoint;
  assertCleared(cleared);
  if (!cleared.addresses.some(({ address, port }) => address === peer.address && port === peer.port))
    throw new Error('a gRPC channel was asked for to an address the guard has not seen');
  const secured = new EndpointCredentials(endpoint);
  const target = peer.address.includes(':')
    ? `ipv6:[${peer.address}]:${peer.port}`
    : `ipv4:${peer.address}:${peer.port}`;
  const client = new Client(target, secured, {
    'grpc.default_authority': cleared.authority,
    'grpc.primary_user_agent': `iap-doctor/${version()}`,
    'grpc.service_config_disable_resolution': 1,
    'grpc.enable_retries': 0,
    'grpc.enable_http_proxy': 0,
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_channelz': 0,
    'grpc.max_receive_message_length': LONGEST_MESSAGE,
    'grpc.max_send_message_length': LONGEST_MESSAGE,
  });
  return {
    client,
    close: () => {
      client.close();
      secured.close();
    },
  };
}

/** Metadata with the credential; undefined when its text cannot travel in a header (a line break inside). */
export function metadataWith(credential: GrpcCredential | undefined): Metadata | undefined {
  const metadata = new Metadata();
  if (credential === undefined) return metadata;
  // grpc-js would throw with the value in the message.
  if (!/^[\x20-\x7E]*$/.test(credential.value)) return undefined;
  metadata.set(credential.header, credential.value);
  return metadata;
}
