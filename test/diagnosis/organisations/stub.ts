/** What the parts of the stubbed Google share: looks that succeed, fail, or are hidden, and names in Google's form. */
import type { CallContext, GroupName, Look, LookProblem } from '../../../src/google/ports.js';
import { type Container, containerName, parseContainer } from '../../../src/names/index.js';
import type { AllowPolicy } from '../../../src/policy/types.js';
import { textOf } from './conditions.js';
import { type Blindness, type Cond, PROJECT, type RawBinding, type RawOrganisation } from './model.js';

export const found = <T>(value: T): Look<T> => ({ ok: true, value });
export const no = (kind: LookProblem['kind']): Look<never> => ({
  ok: false,
  problem: { kind, api: 'iam', resource: 'it', message: `it is ${kind}` },
});

/** One call of Google: answered unless the look is hidden, by method alone or by method and what it is about. */
export type Answer = <T>(
  call: CallContext,
  method: string,
  about: string,
  answer: () => Look<T>,
) => Promise<Look<T>>;

export interface Stub {
  readonly raw: RawOrganisation;
  readonly ask: Answer;
}

export function stubOf(raw: RawOrganisation, blind: Blindness): Stub {
  return {
    raw,
    ask: async (call, method, about, answer) => {
      call.meter.count('iam');
      call.meter.answered?.('iam');
      const refusal = blind[`${method} ${about}`] ?? blind[method];
      return refusal === undefined ? answer() : no(refusal);
    },
  };
}

export const condition = (cond: Cond | undefined) =>
  cond === undefined ? undefined : { expression: textOf(cond), title: undefined, description: undefined };

export function container(name: string): Container {
  const parsed = parseContainer(name);
  if (!parsed) throw new Error(`not a container: ${name}`);
  return parsed;
}

/** The node of a container; the place's project may be asked for by its id. */
export const nodeName = (each: Container): string =>
  containerName(each).replace('projects/acme-prod', PROJECT);

export const policyOf = (bindings: readonly RawBinding[] | undefined): AllowPolicy => ({
  bindings: (bindings ?? []).map((one) => ({ ...one, condition: condition(one.condition) })),
  auditConfigs: [],
  etag: 'BwX',
});

const AT = '_at_';
export const idOf = (address: string): string => address.replace('@', AT);
export const groupName = (address: string): GroupName => `groups/${idOf(address)}` as GroupName;
export const addressOf = (id: string | undefined): string => (id ?? '').replace(AT, '@');
export const groupAddress = (name: string): string => addressOf(name.split('/')[1]);
