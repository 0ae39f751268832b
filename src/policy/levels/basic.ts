/** Basic access levels: conditions made of fields. */
import { subjectMember } from '../../names/index.js';
import type { LevelCondition } from '../types.js';
import {
  decided,
  type LevelFacts,
  type LookUpLevel,
  type Part,
  shortName,
  unseen,
  withoutDevice,
} from './facts.js';
import { inSubnetworks } from './ip.js';

/**
 * One condition: the AND of its fields, or with `negate` the NAND, which one unmet field satisfies.
 * Source: Access Context Manager v1, `Condition`.
 */
export function evaluateLevelCondition(
  condition: LevelCondition,
  facts: LevelFacts,
  lookUp: LookUpLevel,
): Part {
  const parts = fieldsOf(condition, facts, lookUp);
  const all = allOf(parts);
  return condition.negate ? negated(all, parts) : all;
}

/** All have to hold; the first that does not speaks for the rest. */
export function allOf(parts: readonly Part[]): Part {
  const broken = parts.some((part) => part.broken);
  const speaker =
    parts.find((part) => part.truth === 'false') ??
    parts.find((part) => part.truth === 'error') ??
    parts.find((part) => part.truth === 'unknown');
  if (!speaker) return { ...decided(true, 'other', joined(parts)), broken };
  return { ...speaker, missing: gaps(speaker, parts), broken };
}

/** One has to hold; the first that nearly does speaks for the rest. */
export function oneOf(parts: readonly Part[]): Part {
  const speaker =
    parts.find((part) => part.truth === 'true') ??
    parts.find((part) => part.truth === 'unknown') ??
    parts.find((part) => part.truth === 'false') ??
    parts.find((part) => part.truth === 'error');
  if (!speaker) return decided(false, 'other', 'the level has no conditions');
  const broken = speaker.truth !== 'true' && parts.some((part) => part.broken);
  return { ...speaker, missing: gaps(speaker, parts), broken };
}

function gaps(speaker: Part, parts: readonly Part[]): readonly string[] {
  if (speaker.truth !== 'unknown') return [];
  return [...new Set(parts.flatMap((part) => (part.truth === 'unknown' ? part.missing : [])))];
}

function joined(parts: readonly Part[]): string {
  return parts.map((part) => part.detail).join(', ') || 'nothing is required';
}

/** The opposite. Whether a missing device record counts as met under `negate` Google does not say. */
function negated(part: Part, parts: readonly Part[]): Part {
  switch (part.truth) {
    case 'true':
      return {
        ...part,
        truth: 'false',
        about: parts[0]?.about ?? 'other',
        detail: `it must not be that ${part.detail}`,
      };
    case 'false':
      return { ...part, truth: 'true' };
    case 'unknown':
      return part;
    case 'error':
      return part.broken ? part : { ...unseen(part.about, 'how Google treats a device it has no record of') };
  }
}

function fieldsOf(condition: LevelCondition, facts: LevelFacts, lookUp: LookUpLevel): readonly Part[] {
  const parts: Part[] = [];
  if (condition.ipSubnetworks.length > 0) parts.push(addressPart(condition.ipSubnetworks, facts));
  if (hasDemands(condition.devicePolicy)) parts.push(devicePart(facts));
  for (const name of condition.requiredAccessLevels) parts.push(requiredPart(name, lookUp));
  if (condition.members.length > 0) parts.push(memberPart(condition.members, facts));
  if (condition.regions.length > 0) parts.push(regionPart(condition.regions, facts));
  if (condition.hasVpcSources) parts.push(unseen('other', 'the VPC network the request comes from'));
  return parts;
}

function addressPart(subnetworks: readonly string[], facts: LevelFacts): Part {
  if (facts.ip === undefined) return unseen('ip', 'the address the request comes from (--ip)');
  const inside = inSubnetworks(facts.ip, subnetworks);
  if (inside === undefined) return unseen('ip', `whether ${facts.ip} is in the level's subnetworks`);
  return decided(inside, 'ip', `address ${facts.ip} is ${inside ? '' : 'not '}in ${listed(subnetworks)}`);
}

function listed(subnetworks: readonly string[]): string {
  const more = subnetworks.length - 3;
  return subnetworks.slice(0, 3).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Unset fields of a device policy are ignored, so an empty one demands nothing. */
function hasDemands(policy: LevelCondition['devicePolicy']): boolean {
  return Object.values(policy ?? {}).some((value) =>
    Array.isArray(value) ? value.length > 0 : Boolean(value),
  );
}

function devicePart(facts: LevelFacts): Part {
  if (!withoutDevice(facts)) return unseen('device', "the state of the person's device");
  const detail = 'IAP saw no record of the device, so it very likely has no Endpoint Verification';
  return { ...decided(false, 'device', detail), truth: 'error' };
}

function requiredPart(name: string, lookUp: LookUpLevel): Part {
  const level = lookUp(name);
  if (!level) {
    const detail = `it requires level ${shortName(name)}, which does not exist`;
    return { truth: 'error', about: 'other', detail, missing: [], broken: true };
  }
  const { truth, failed, missing, broken } = level;
  const detail = `level ${shortName(name)}: ${level.detail}`;
  return { truth, about: failed ?? 'other', detail, missing, broken };
}

function memberPart(members: readonly string[], facts: LevelFacts): Part {
  const own = subjectMember(facts.subject).toLowerCase();
  const named = members.some((member) => member.trim().toLowerCase() === own);
  return decided(
    named,
    'other',
    named ? 'the level names the account' : 'the level names other accounts only',
  );
}

function regionPart(regions: readonly string[], facts: LevelFacts): Part {
  const { region } = facts;
  if (region === undefined) return unseen('other', 'the country the request comes from');
  const inside = regions.some((code) => code.toUpperCase() === region.toUpperCase());
  return decided(inside, 'other', `region ${region} is ${inside ? '' : 'not '}among ${regions.join(', ')}`);
}
