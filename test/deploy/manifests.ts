/** Reads the manifests in `deploy/` as the plain objects they are, and finds things in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { filesUnder, ROOT } from '../house/files.js';

const name = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
const labels = z.record(z.string(), z.string());
const envVar = z.strictObject({
  name: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  value: z.string().optional(),
  valueFrom: z.strictObject({ secretKeyRef: z.strictObject({ name, key: z.string() }) }).optional(),
});
const port = z.union([z.number().int(), z.string()]);
const probe = z.strictObject({
  httpGet: z.strictObject({ path: z.string(), port }).optional(),
  tcpSocket: z.strictObject({ port }).optional(),
  periodSeconds: z.number().int().positive(),
  timeoutSeconds: z.number().int().positive().optional(),
  failureThreshold: z.number().int().positive(),
});
const hardened = z.strictObject({
  allowPrivilegeEscalation: z.literal(false),
  readOnlyRootFilesystem: z.literal(true),
  capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
});
const containerShape = z.strictObject({
  name,
  image: z.string(),
  command: z.array(z.string()).optional(),
  ports: z.array(z.strictObject({ name, containerPort: z.number().int() })),
  env: z.array(envVar),
  resources: z.strictObject({ requests: labels.optional(), limits: labels }),
  securityContext: hardened.optional(),
  startupProbe: probe,
  readinessProbe: probe.optional(),
  livenessProbe: probe,
  lifecycle: z
    .strictObject({
      preStop: z.strictObject({ exec: z.strictObject({ command: z.array(z.string()) }) }),
    })
    .optional(),
  volumeMounts: z.array(
    z.strictObject({ name, mountPath: z.string().startsWith('/'), readOnly: z.boolean().optional() }),
  ),
});
const volume = z.looseObject({ name });

/** The part of a pod that both platforms have. */
export const podShape = z.looseObject({
  serviceAccountName: z.string().optional(),
  terminationGracePeriodSeconds: z.number().int().optional(),
  securityContext: z
    .looseObject({ runAsNonRoot: z.literal(true), runAsUser: z.number().int().positive() })
    .optional(),
  containers: z.tuple([containerShape]),
  volumes: z.array(volume),
});
export type Pod = z.infer<typeof podShape>;
export type Container = z.infer<typeof containerShape>;

const objectShape = z.looseObject({
  apiVersion: z.string().min(2),
  kind: z.string().regex(/^[A-Z][A-Za-z]+$/),
  metadata: z.looseObject({ name, namespace: name.optional(), labels: labels.optional() }),
});
export type ManifestObject = z.infer<typeof objectShape> & { readonly file: string };

export const files = filesUnder('deploy', /\.ya?ml$/);

/** Every document of a file; throws where it is no YAML, or holds a key twice. */
export function documentsOf(file: string): unknown[] {
  const documents = parseAllDocuments(readFileSync(join(ROOT, file), 'utf8'), { uniqueKeys: true });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const [error] = [...document.errors, ...document.warnings];
    if (error) throw new Error(`${file}: ${error.message}`);
    return document.toJS() as unknown;
  });
}

/** The objects of a cluster or of Cloud Run. */
export function objects(): ManifestObject[] {
  return files
    .filter((file) => !/kustomization|alerts/.test(file))
    .flatMap((file) => documentsOf(file).map((value) => ({ ...objectShape.parse(value), file })));
}

/** What stands at a path of keys; undefined where there is nothing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let found = value;
  for (const key of path)
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  return found;
}

/** Every workload with its pod. */
export function workloads(): { readonly object: ManifestObject; readonly pod: Pod }[] {
  return objects().flatMap((object) => {
    const spec = at(object, 'spec', 'template', 'spec');
    return spec === undefined ? [] : [{ object, pod: podShape.parse(spec) }];
  });
}
