/** The plan of the house: which part may know which, and which package may be used where. */

/** A part: its name, the files that belong to it, and the parts it may import. */
export interface Part {
  readonly name: string;
  readonly files: RegExp;
  readonly mayImport: readonly string[];
}

const BASE = ['names', 'policy', 'config', 'errors', 'basics'];
const PORTS = ['google/ports', 'store/ports'];

/** From the ground up. The first part whose pattern fits a file owns it. */
export const PARTS: readonly Part[] = [
  { name: 'names', files: /^src\/names\//, mayImport: [] },
  { name: 'basics', files: /^src\/(?:reference|version)\.ts$/, mayImport: [] },
  { name: 'metrics/ports', files: /^src\/metrics\/(?:ports|families)\.ts$/, mayImport: [] },
  { name: 'policy', files: /^src\/policy\//, mayImport: ['names'] },
  { name: 'config', files: /^src\/config(?:-load)?\.ts$|^src\/config\//, mayImport: ['names'] },
  { name: 'errors', files: /^src\/errors\.ts$/, mayImport: ['names', 'config'] },
  { name: 'fixes', files: /^src\/fixes\//, mayImport: ['names', 'policy'] },
  {
    name: 'google/ports',
    files: /^src\/google\/(?:ports(?:\.ts$|[-/])|permissions\.ts$)/,
    mayImport: ['names', 'policy'],
  },
  {
    name: 'store/ports',
    files: /^src\/store\/(?:ports(?:-[a-z]+)?|lifetimes)\.ts$/,
    mayImport: ['google/ports'],
  },
  {
    name: 'google',
    files: /^src\/google\//,
    mayImport: ['names', 'policy', 'google/ports', 'metrics/ports'],
  },
  { name: 'log', files: /^src\/log(?:-scrub)?\.ts$/, mayImport: ['google'] },
  { name: 'metrics', files: /^src\/metrics\//, mayImport: ['metrics/ports'] },
  { name: 'store', files: /^src\/store\//, mayImport: ['names', ...PORTS, 'metrics/ports'] },
  { name: 'changes', files: /^src\/changes\//, mayImport: [...BASE, ...PORTS, 'fixes'] },
  { name: 'probe', files: /^src\/probe\//, mayImport: [...BASE, ...PORTS, 'fixes'] },
  {
    name: 'diagnosis',
    files: /^src\/diagnosis\//,
    mayImport: [...BASE, ...PORTS, 'fixes', 'changes', 'probe'],
  },
  { name: 'case', files: /^src\/case\//, mayImport: [...BASE, ...PORTS, 'log', 'diagnosis'] },
  {
    name: 'snapshot',
    files: /^src\/snapshot\//,
    mayImport: [...BASE, ...PORTS, 'fixes', 'changes', 'diagnosis'],
  },
  {
    name: 'expect',
    files: /^src\/expect\//,
    mayImport: [...BASE, ...PORTS, 'fixes', 'changes', 'diagnosis', 'case', 'snapshot'],
  },
  {
    name: 'render',
    files: /^src\/render\//,
    mayImport: [...BASE, 'fixes', 'diagnosis', 'changes', 'probe', 'snapshot', 'expect'],
  },
  {
    name: 'audit',
    files: /^src\/audit\//,
    mayImport: [...BASE, ...PORTS, 'metrics/ports', 'log', 'render', 'diagnosis', 'probe'],
  },
  { name: 'app', files: /^src\/app\.ts$/, mayImport: [...BASE, ...PORTS, 'diagnosis', 'render'] },
  {
    name: 'slack',
    files: /^src\/slack\//,
    mayImport: [
      ...BASE,
      ...PORTS,
      'metrics/ports',
      'fixes',
      'log',
      'app',
      'render',
      'diagnosis',
      'changes',
      'probe',
    ],
  },
  {
    name: 'commands',
    files: /^commands\//,
    mayImport: [
      ...BASE,
      ...PORTS,
      'fixes',
      'log',
      'app',
      'case',
      'render',
      'diagnosis',
      'changes',
      'probe',
      'snapshot',
      'expect',
      'slack',
    ],
  },
  {
    name: 'assembly',
    files: /^src\/(?:assemble|operations)\.ts$/,
    mayImport: [
      ...BASE,
      ...PORTS,
      'metrics/ports',
      'metrics',
      'log',
      'app',
      'audit',
      'diagnosis',
      'google',
      'store',
    ],
  },
  {
    name: 'terminal',
    files: /^src\/(?:cli-[a-z-]+|exit-code|progress)\.ts$/,
    mayImport: [...BASE, 'app', 'render', 'commands'],
  },
];

/** The sandbox's page runs in a browser: all it shares with the rest is how the two speak. */
const PAGE: readonly Part[] = [
  { name: 'page/protocol', files: /^src\/sandbox\/web\/protocol(?:-[a-z]+)?\.ts$/, mayImport: [] },
  { name: 'page', files: /^src\/sandbox\/page\//, mayImport: ['page/protocol'] },
];

const EVERYTHING = PARTS.map((part) => part.name);

/** The roots put everything together. The sandbox runs the real bot, so it stands above it; only `cli` may start it. */
export const ROOTS: readonly Part[] = [
  ...PAGE,
  { name: 'main', files: /^src\/main\.ts$/, mayImport: EVERYTHING },
  { name: 'sandbox', files: /^src\/sandbox\//, mayImport: [...EVERYTHING, 'main', 'page/protocol'] },
  { name: 'cli', files: /^src\/cli\.ts$/, mayImport: [...EVERYTHING, 'main', 'sandbox'] },
];

/** Every package of the product and the parts that may import it. A package that is not here may be used nowhere. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  '@bufbuild/cel': ['policy'],
  '@bufbuild/cel-spec': ['policy'],
  '@bufbuild/protobuf': ['policy', 'probe'],
  '@grpc/grpc-js': ['probe', 'sandbox'],
  '@grpc/proto-loader': ['probe', 'sandbox'],
  '@grpc/reflection': ['probe', 'sandbox'],
  '@peculiar/x509': ['sandbox'],
  '@slack/bolt': ['slack', 'main'],
  '@slack/logger': ['slack'],
  '@slack/types': ['render', 'slack'],
  '@slack/web-api': ['slack'],
  bullmq: ['store'],
  commander: ['cli'],
  'grpc-health-check': ['probe', 'sandbox'],
  'fast-xml-builder': ['expect'],
  googleapis: ['google'],
  'google-auth-library': ['google'],
  ioredis: ['store'],
  'ipaddr.js': ['policy', 'probe'],
  jose: ['probe', 'google', 'sandbox'],
  'lru-cache': ['store', 'google'],
  pino: ['log'],
  'prom-client': ['metrics'],
  react: ['page'],
  'react-dom': ['page'],
  'reflect-metadata': ['sandbox'],
  'slack-blocks-to-jsx': ['page'],
  undici: ['google', 'sandbox'],
  ws: ['sandbox'],
  yaml: ['config', 'commands', 'expect', 'sandbox', 'snapshot'],
  zod: [
    'audit',
    'case',
    'config',
    'google',
    'store',
    'changes',
    'diagnosis',
    'probe',
    'snapshot',
    'expect',
    'render',
    'slack',
    'commands',
    'sandbox',
  ],
};

/** Parts that decide and never look: no file, no socket, no clock of their own. */
export const PURE: readonly string[] = ['names', 'policy', 'fixes', 'render'];
/** Of Node's own modules only these do nothing but compute. */
export const HARMLESS: readonly string[] = [
  'node:util',
  'node:url',
  'node:path',
  'node:crypto',
  'node:buffer',
];
