/** What a condition lacks when it can be neither true nor false for us. */
import type { ConditionResult, RequestContext } from './results.js';
import type { Missing } from './types.js';

/**
 * Names the attributes the verdict hangs on. Where one of them is missing only because access levels or tags could not
 * be read, that look's own problem is named, since granting the right to look would cure it.
 */
export function conditionMissing(result: ConditionResult, context: RequestContext): Missing {
  const names = result.missing.map((need) => need.attribute);
  const needs = [...new Set(result.missing.map((need) => need.needs))].join('; ');
  const wantsLevel = names.some((name) => {
    const level = /^access level (.+)$/.exec(name)?.[1];
    return level !== undefined && !context.levels.has(level);
  });
  if (wantsLevel && !context.levelsComplete.known) return context.levelsComplete.why;
  const wantsTag = names.some((name) => name.startsWith('tag'));
  if (wantsTag && !context.tags.known) return context.tags.why;
  return {
    code: 'condition-needs-context',
    what: `A condition depends on ${names.length === 0 ? 'something' : names.join(' and ')} that could not be seen.`,
    needs: needs === '' ? 'one visit whose log entry can be read' : needs,
    subject: names.join(', '),
  };
}
