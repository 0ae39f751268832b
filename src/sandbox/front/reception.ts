/** Receives every request at the door: whose it is, what IAP says, and who answers in the end. */
import { isIP } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Apps } from './apps/index.js';
import type { Exchange } from './exchange.js';
import type { Forwarder } from './forward.js';
import { decideRequest, type Gate } from './iap.js';
import { codePage, iapLine } from './iap-words.js';
import { ingressNotFound } from './other-words.js';
import { placeOf } from './places.js';
import { type FrontRequest, KEPT_REQUESTS, type Outcome, recordOf } from './records.js';
import type { HostSwitches } from './switches.js';

export interface ReceptionOptions {
  readonly gate: Gate;
  readonly switchesOf: (host: string) => HostSwitches;
  readonly apps: Apps;
  readonly forwarder: Forwarder;
}

export interface Reception {
  /** `host` is the name of the connection; the request may name another one. */
  readonly serve: (exchange: Exchange, host: string) => void;
  readonly requests: readonly FrontRequest[];
}

/** Where Google publishes the keys of assertions. */
const KEY_HOST = 'www.gstatic.com';
const isGrpc = (exchange: Exchange): boolean =>
  String(exchange.headers['content-type'] ?? '').startsWith('application/grpc');

/** Replies of the gRPC demo that no well-behaved server gives. */
function disguised(exchange: Exchange, switches: HostSwitches): Exchange {
  if (!isGrpc(exchange)) return exchange;
  if (switches.grpc === 'no-trailers')
    return { ...exchange, relay: (head, body) => exchange.relay(head, body, Promise.resolve({})) };
  return exchange;
}

export function createReception({ gate, switchesOf, apps, forwarder }: ReceptionOptions): Reception {
  const requests: FrontRequest[] = [];
  const nobody: Outcome = { status: undefined, answeredBy: 'none', email: undefined, passed: [] };

  const keyPage = (exchange: Exchange): Outcome => {
    const { jwks, pems } = gate.signer.keys;
    const body = exchange.target.endsWith('-jwk') ? jwks : pems;
    const headers = { 'content-type': 'application/json' };
    exchange.answer({ status: 200, headers, body: JSON.stringify(body) });
    return { ...nobody, status: 200, answeredBy: 'backend' };
  };

  const welcome = async (exchange: Exchange, switches: HostSwitches): Promise<Outcome> => {
    const { host } = exchange;
    if (host === KEY_HOST) return keyPage(exchange);
    if (switches.latency > 0) await wait(switches.latency);
    if (switches.reply === 'silent') return nobody;
    if (isIP(host) !== 0) {
      exchange.answer(codePage(52, 400));
      return { ...nobody, status: 400, answeredBy: 'iap' };
    }
    const place = placeOf(gate.world, host, exchange.target.split('?')[0] ?? '/');
    if (!place) {
      exchange.answer(ingressNotFound);
      return { ...nobody, status: 404, answeredBy: 'load-balancer' };
    }
    if (switches.iapLatency > 0) await wait(switches.iapLatency);
    const decision = await decideRequest(gate, exchange, place, switches);
    const email = decision.caller?.email;
    if (decision.kind === 'answer') {
      exchange.answer(decision.answer);
      return { ...nobody, status: decision.answer.status, answeredBy: decision.by, email };
    }
    const passed = Object.keys(decision.headers);
    if (switches.grpc === 'not-grpc' && isGrpc(exchange)) {
      exchange.answer(iapLine(200, '<!doctype html><title>Orders</title>', {}));
      return { status: 200, answeredBy: 'backend', email, passed };
    }
    const app = await apps.at(host);
    const { status, reached } = await forwarder.forward(disguised(exchange, switches), decision.headers, app);
    return { status, answeredBy: reached ? 'backend' : 'load-balancer', email, passed };
  };

  return {
    requests,
    serve(exchange, host) {
      const at = gate.world.clock.now();
      welcome(exchange, switchesOf(host))
        .catch((error: unknown): Outcome => {
          // A mistake of the door itself must be visible to whoever tests with it.
          exchange.answer(iapLine(500, `The front door itself failed: ${String(error)}`, {}));
          return { ...nobody, status: 500 };
        })
        .then((outcome) => {
          requests.push(recordOf(exchange, at, outcome));
          if (requests.length > KEPT_REQUESTS) requests.shift();
        })
        .catch(() => undefined);
    },
  };
}
