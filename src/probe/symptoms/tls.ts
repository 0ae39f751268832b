/** TLS: the certificate, by the verifier's own word, and the handshake. */
import { haltSymptom } from '../reading/halt.js';

const RENEWED = 'It works as soon as the listener has the new certificate.';

export const tls = haltSymptom(
  'tls',
  [
    'tls-expired',
    'tls-not-yet-valid',
    'tls-untrusted',
    'tls-self-signed',
    'tls-hostname',
    'tls-handshake',
    'tls-timeout',
  ],
  {
    'tls-expired': {
      text: 'The certificate of % has expired.',
      fix: ['owner', 'Renew the certificate', RENEWED],
    },
    'tls-not-yet-valid': {
      text: 'The certificate of % is not valid yet, or a clock is wrong.',
      fix: ['owner', 'Set the clocks, or wait until the certificate begins', RENEWED],
    },
    'tls-untrusted': {
      text: 'The certificate of % comes from an authority that is not trusted here.',
      fix: [
        'owner',
        'Send the intermediate certificates with it; an authority of your own goes into probe.ca',
        RENEWED,
      ],
    },
    'tls-self-signed': {
      text: 'The certificate of % signed itself.',
      fix: ['owner', 'Take a certificate of a public authority; one of your own goes into probe.ca', RENEWED],
    },
    'tls-hostname': {
      text: 'The certificate is for other names than %.',
      fix: ['owner', 'Use one of the certificate\u2019s names, or a certificate that has this one', RENEWED],
    },
    'tls-handshake': {
      text: 'TLS with % does not come about: the two could not agree, or it is no TLS port.',
      fix: ['owner', 'Check the port and the TLS versions that are offered there', 'Probe again afterwards.'],
    },
    'tls-timeout': {
      text: 'TLS with % began and did not end in time.',
      fix: ['owner', 'Look at what stands between; often the port speaks no TLS', 'Probe again afterwards.'],
    },
  },
  [
    { code: 'tls-expired', sureness: 'likely', pattern: /\bERR_CERT_DATE_INVALID\b|\bCERT_HAS_EXPIRED\b/ },
    {
      code: 'tls-hostname',
      sureness: 'certain',
      pattern: /\bERR_CERT_COMMON_NAME_INVALID\b|\bERR_TLS_CERT_ALTNAME_INVALID\b/,
    },
    { code: 'tls-self-signed', sureness: 'certain', pattern: /\bDEPTH_ZERO_SELF_SIGNED_CERT\b/ },
    {
      code: 'tls-untrusted',
      sureness: 'certain',
      pattern:
        /\bERR_CERT_AUTHORITY_INVALID\b|\bUNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?\b|\bUNABLE_TO_VERIFY_LEAF_SIGNATURE\b/,
    },
  ],
);
