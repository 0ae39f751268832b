/** The manifests and the guide agree with each other and with the program: ports, paths, variables, times, metrics. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config-load.js';
import { FAMILIES, type Family } from '../../src/metrics/families.js';
import { STOP_WITHIN_MS } from '../../src/slack/stop-times.js';
import { filesUnder, ROOT, read } from '../house/files.js';
import { at, type Container, documentsOf, files, objects, workloads } from './manifests.js';

const PORT = 3000;
const NODES_OWN = new Set(['NODE_EXTRA_CA_CERTS', 'REDIS_PASSWORD']);
const environmentCode = read('src/config/environment.ts') + read('src/config/source.ts');
const all = objects();
const bots = workloads().filter(({ pod }) => pod.containers[0].name === 'iap-doctor');
const seconds = (text: string | undefined): number => Number(/^(\d+)s$/.exec(text ?? '')?.[1]);
const variable = (container: Container, name: string) => container.env.find((one) => one.name === name);

describe('every manifest', () => {
  it('is YAML that says what it is', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(all.length).toBeGreaterThan(12);
    for (const { workload } of workloads().map(({ object }) => ({ workload: object })))
      expect(['Service', 'Deployment', 'StatefulSet']).toContain(workload.kind);
  });

  it('of the cluster stands in the kustomization, or is applied by itself, as the guide says', () => {
    const [kustomization] = documentsOf('deploy/kubernetes/kustomization.yaml');
    const listed = at(kustomization, 'resources');
    const there = filesUnder('deploy/kubernetes', /\.yaml$/).map((file) => file.split('/').at(-1) ?? '');
    const apart = there.filter((file) => file.startsWith('monitoring-'));
    expect(listed).toEqual(expect.arrayContaining([expect.any(String)]));
    expect([...(listed as string[]), ...apart, 'kustomization.yaml'].sort()).toEqual(there);
    for (const file of apart) expect(read('docs/deployment.md')).toContain(`deploy/kubernetes/${file}`);
    const names = all.filter(({ file }) => dirname(file) === 'deploy/kubernetes');
    for (const { kind, metadata } of names)
      expect(kind === 'Namespace' ? metadata.name : metadata.namespace).toBe('iap-doctor');
  });

  it('pins its image, and runs nothing as root', () => {
    for (const { object, pod } of workloads()) {
      const [container] = pod.containers;
      expect(container.image).toMatch(/:[0-9]+\.[0-9]+(?:[.-][a-z0-9.]+)?$/);
      if (object.kind === 'Service') continue;
      expect(pod.securityContext?.runAsUser).toBeGreaterThan(0);
      expect(container.securityContext?.allowPrivilegeEscalation).toBe(false);
    }
    expect(read('Dockerfile')).toMatch(/^USER 1000:1000$/m);
    expect(bots.flatMap(({ pod }) => pod.securityContext?.runAsUser ?? [])).toEqual([1000]);
  });

  it('mounts only volumes that it declares, and every one of them', () => {
    for (const { object, pod } of workloads()) {
      const claims = at(object, 'spec', 'volumeClaimTemplates');
      const claimed = Array.isArray(claims) ? claims.map((claim) => at(claim, 'metadata', 'name')) : [];
      const declared = [...pod.volumes.map(({ name }) => name), ...claimed].sort();
      expect(pod.containers[0].volumeMounts.map(({ name }) => name).sort()).toEqual(declared);
    }
  });

  it('selects pods that exist, by ports that they have', () => {
    const pods = workloads()
      .filter(({ object }) => object.kind !== 'Service')
      .map(({ object, pod }) => ({
        labels: JSON.stringify(at(object, 'spec', 'template', 'metadata', 'labels')),
        ports: pod.containers[0].ports.map(({ name }) => name),
      }));
    const fits = (labels: unknown) => pods.find((pod) => pod.labels === JSON.stringify(labels));
    for (const object of all.filter(({ file }) => file.startsWith('deploy/kubernetes'))) {
      const spec = at(object, 'spec');
      if (object.kind === 'Service') {
        const pod = fits(at(spec, 'selector'));
        expect(pod, object.metadata.name).toBeDefined();
        expect(pod?.ports).toContain(at(spec, 'ports', 0, 'targetPort'));
      } else if (object.kind === 'PodMonitoring' || object.kind === 'ServiceMonitor') {
        expect(fits(at(spec, 'selector', 'matchLabels'))?.ports).toContain(at(spec, 'endpoints', 0, 'port'));
        expect(at(spec, 'endpoints', 0, 'path')).toBe('/metrics');
      } else {
        const labels = at(spec, 'selector', 'matchLabels') ?? at(spec, 'podSelector', 'matchLabels');
        if (labels !== undefined)
          expect(fits(labels), `${object.kind} ${object.metadata.name}`).toBeDefined();
      }
    }
  });
});

describe('the bot in every manifest', () => {
  it('is there three times: twice on Cloud Run, once in a cluster', () => {
    expect(bots.map(({ object }) => object.file)).toEqual([
      'deploy/cloud-run-http.yaml',
      'deploy/cloud-run.yaml',
      'deploy/kubernetes/deployment.yaml',
    ]);
  });

  it.each(bots.map((bot) => [bot.object.file, bot] as const))('%s', (_file, { object, pod }) => {
    const [container] = pod.containers;
    const ports = container.ports.map(({ containerPort }) => containerPort);
    expect(ports).toEqual([PORT]);
    for (const { name } of container.env)
      expect(NODES_OWN.has(name) || environmentCode.includes(name), name).toBe(true);
    for (const probe of [container.startupProbe, container.readinessProbe, container.livenessProbe]) {
      if (probe === undefined) continue;
      expect([PORT, 'http']).toContain(probe.httpGet?.port);
    }
    expect(container.startupProbe.httpGet?.path).toBe('/health/ready');
    expect(container.livenessProbe.httpGet?.path).toBe('/health/live');
    // Slack may take half a minute to be reached before the bot gives up.
    expect(container.startupProbe.periodSeconds * container.startupProbe.failureThreshold).toBeGreaterThan(
      40,
    );
    // One way to Slack, not both.
    const ways = ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'].filter((name) => variable(container, name));
    expect(ways).toHaveLength(1);
    for (const name of ['SLACK_BOT_TOKEN', 'REDIS_URL', ...ways])
      expect(variable(container, name)?.valueFrom?.secretKeyRef, name).toBeDefined();
    for (const { name, value } of container.env)
      if (value !== undefined) expect(value, name).not.toMatch(/xox|xapp|:\/\//);
    const config = variable(container, 'IAP_DOCTOR_CONFIG')?.value ?? '';
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toContain(dirname(config));
    const stop = seconds(variable(container, 'STOP_WITHIN')?.value);
    if (object.kind === 'Service') expect(stop).toBeLessThan(10);
    else {
      const pause = Number(container.lifecycle?.preStop.exec.command.at(-1));
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(stop + pause);
      expect(pod.serviceAccountName).toBe(all.find(({ kind }) => kind === 'ServiceAccount')?.metadata.name);
    }
  });

  it('is never scaled to nothing nor throttled on Cloud Run, which sets PORT itself', () => {
    for (const { object, pod } of bots.filter((bot) => bot.object.kind === 'Service')) {
      const notes = at(object, 'spec', 'template', 'metadata', 'annotations');
      expect(Number(at(notes, 'autoscaling.knative.dev/minScale'))).toBeGreaterThan(0);
      expect(at(notes, 'run.googleapis.com/cpu-throttling')).toBe('false');
      expect(JSON.parse(String(at(notes, 'run.googleapis.com/network-interfaces')))).toHaveLength(1);
      expect(variable(pod.containers[0], 'PORT')).toBeUndefined();
      const http = object.file.includes('http');
      expect(variable(pod.containers[0], http ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN')).toBeDefined();
      expect(at(object, 'metadata', 'annotations', 'run.googleapis.com/ingress')).toBe(
        http ? 'all' : 'internal',
      );
    }
  });

  it('is two copies in a cluster, of which one may be taken away at a time', () => {
    const deployment = all.find(({ kind }) => kind === 'Deployment');
    expect(at(deployment, 'spec', 'replicas')).toBe(2);
    expect(at(deployment, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable')).toBe(0);
    const budget = all.find(({ kind }) => kind === 'PodDisruptionBudget');
    expect(at(budget, 'spec', 'minAvailable')).toBe(1);
    expect(variable(bots[2]?.pod.containers[0] ?? missing(), 'PORT')?.value).toBe(String(PORT));
  });

  it('has a configuration that it reads without a mistake', () => {
    const config = all.find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'iap-doctor-config',
    );
    const text = at(config, 'data', 'iap-doctor.yaml');
    expect(typeof text).toBe('string');
    const folder = mkdtempSync(join(tmpdir(), 'iap-doctor-deploy-'));
    try {
      const file = join(folder, 'iap-doctor.yaml');
      writeFileSync(file, String(text));
      const loaded = loadConfig({ file, env: {} });
      expect(loaded.ok ? [] : loaded.mistakes).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the Redis of the cluster', () => {
  it('writes to disk and refuses rather than forgets', () => {
    const config = all.find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'iap-doctor-redis',
    );
    const lines = String(at(config, 'data', 'redis.conf')).split('\n');
    for (const line of ['appendonly yes', 'maxmemory-policy noeviction', 'dir /data'])
      expect(lines).toContain(line);
    const redis = workloads().find(({ object }) => object.kind === 'StatefulSet');
    expect(redis?.pod.containers[0].volumeMounts.map(({ mountPath }) => mountPath)).toContain('/data');
  });

  it('is spoken to by the bot alone, and speaks to nobody', () => {
    const policy = all.find(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'iap-doctor-redis',
    );
    expect(at(policy, 'spec', 'egress')).toEqual([]);
    expect(at(policy, 'spec', 'ingress', 0, 'from')).toEqual([
      { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'iap-doctor' } } },
    ]);
  });
});

describe('the image', () => {
  const text = read('Dockerfile');
  it('is for production, takes no development packages along, and lets node hear signals', () => {
    expect(text).toMatch(/^ENV NODE_ENV=production$/m);
    expect(text).toMatch(/^RUN npm prune --omit=dev$/m);
    expect(text).toMatch(/^CMD \["node", "dist\/src\/cli\.js", "start"\]$/m);
    expect(text).toMatch(new RegExp(`^EXPOSE ${PORT}$`, 'm'));
  });
});

/** What a name of a metric in a text stands for; throws when there is no such metric, label or value. */
function checkExpression(expression: string): void {
  for (const [whole, name = '', , labels = ''] of expression.matchAll(
    /\biap_doctor_([a-z_]+)(\{([^}]*)\})?/g,
  )) {
    const found = Object.entries(FAMILIES as Readonly<Record<string, Family>>).find(([family, { kind }]) =>
      kind === 'histogram' ? name.replace(/_(?:bucket|sum|count)$/, '') === family : name === family,
    );
    expect(found, whole).toBeDefined();
    for (const [, label = '', , value = ''] of labels.matchAll(/([a-z_]+)(=~|!=|=)"([^"]*)"/g)) {
      const domain = found?.[1].labels[label];
      expect(domain, `${whole}: ${label}`).toBeDefined();
      if (Array.isArray(domain)) for (const one of value.split('|')) expect(domain, whole).toContain(one);
    }
  }
}

describe('the alerts', () => {
  const [alerts] = documentsOf('deploy/alerts.yaml');
  const rules = at(alerts, 'groups', 0, 'rules');

  it('ask for metrics that exist, with values that they have', () => {
    if (!Array.isArray(rules)) throw new Error('no rules');
    expect(rules.length).toBeGreaterThan(7);
    for (const rule of rules) {
      const expression = String(at(rule, 'expr'));
      expect(expression).toContain('iap_doctor_');
      checkExpression(expression);
      expect(at(rule, 'annotations', 'summary')).toEqual(expect.any(String));
      expect(['page', 'ticket']).toContain(at(rule, 'labels', 'severity'));
    }
    expect(new Set(rules.map((rule) => at(rule, 'alert'))).size).toBe(rules.length);
  });
});

describe('the guide', () => {
  const guide = read('docs/deployment.md');

  it('has a row for every metric, with its labels, and none for others', () => {
    const rows = [...guide.matchAll(/^\| `iap_doctor_([a-z_]+)` \| ([^|]*)\|/gm)];
    expect(rows.map(([, name]) => name).sort()).toEqual(Object.keys(FAMILIES).sort());
    for (const [, name = '', labels = ''] of rows) {
      const named = [...labels.matchAll(/`([a-z]+)`/g)].map((match) => match[1]);
      expect(named, name).toEqual(
        Object.keys((FAMILIES as Readonly<Record<string, Family>>)[name]?.labels ?? {}),
      );
    }
    for (const [, block = ''] of guide.matchAll(/```promql\n([\s\S]*?)```/g)) checkExpression(block);
  });

  it('creates every secret that a manifest takes', () => {
    const made = new Set([
      ...[...guide.matchAll(/for name in ([a-z -]+); do/g)].flatMap((match) =>
        (match[1] ?? '').split(' ').map((name) => `iap-doctor-${name}`),
      ),
      ...[...guide.matchAll(/create secret generic ([a-z-]+)/g)].map((match) => match[1] ?? ''),
      ...[...guide.matchAll(/`(iap-doctor-slack-[a-z-]+)`/g)].map((match) => match[1] ?? ''),
    ]);
    for (const { pod } of workloads()) {
      const taken = [
        ...pod.containers[0].env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef.name ?? []),
        ...pod.volumes.flatMap((volume) => at(volume, 'secret', 'secretName') ?? []),
      ];
      for (const name of taken) expect(made, String(name)).toContain(name);
    }
  });

  it('names files that are there, and the time the bot takes to stop', () => {
    for (const [, file = ''] of guide.matchAll(/`(deploy\/[^`]+)`/g))
      if (!file.endsWith('/')) expect(() => readFileSync(join(ROOT, file)), file).not.toThrow();
    expect(guide).toContain(`(${STOP_WITHIN_MS / 1_000} s unless set)`);
  });
});

function missing(): never {
  throw new Error('not there');
}
