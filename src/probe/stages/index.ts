/** The stages of the transport, in the order in which a probe meets them. */

export { alpnStage, OFFERED } from './alpn.js';
export { dnsStage } from './dns.js';
export { guardStage } from './guard.js';
export { http2Stage } from './http2.js';
export { requestStage } from './request.js';
export { tcpStage } from './tcp.js';
export { tlsStage } from './tls.js';
