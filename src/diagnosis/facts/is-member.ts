/** Whether a person is in a group, asked outside any question: for deciding who is an administrator of the bot. */
import type { Google } from '../../google/ports.js';
import type { Email } from '../../names/index.js';
import { Engine, type EngineOptions } from '../engine.js';
import { looksOf } from './looks.js';
import { membershipFacts } from './membership.js';

export interface MembershipSource extends Omit<EngineOptions, 'fresh'> {
  readonly google: Google;
}

/** Nested groups included; undefined when it could not be looked up. */
export async function isMemberOf(
  source: MembershipSource,
  person: Email,
  group: Email,
): Promise<boolean | undefined> {
  const engine = new Engine({ ...source, fresh: false });
  const at = new Date(source.clock.now()).toISOString();
  const facts = membershipFacts(
    looksOf(source.google),
    { email: person, customerId: undefined, at },
    undefined,
  );
  const answer = await engine.scope().get(facts.of(group, 'grant'));
  return answer.in === 'unknown' ? undefined : answer.in === 'yes';
}
