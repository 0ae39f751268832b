/** The exit codes scripts rely on (`contract.md` §1). */
import type { Answer } from './render/answer.js';

/** 0 allowed, through or answered, 1 denied, blocked or failing, 2 usage or configuration, 3 cannot tell, 4 internal error. */
export function exitCodeOf(answer: Answer): 0 | 1 | 2 | 3 | 4 {
  switch (answer.kind) {
    case 'why':
      switch (answer.report.verdict) {
        case 'allowed':
          return 0;
        case 'denied':
          return 1;
        case 'unknown':
          return 3;
      }
      break;
    case 'probe':
      switch (answer.report.verdict) {
        case 'through':
        case 'guarded':
          return 0;
        case 'blocked':
        case 'failing':
        case 'exposed':
          return 1;
        case 'unknown':
          // A target that may not be probed is a mistake of the question, not of the network (ruling 22).
          return answer.report.cause?.code === 'target-refused' ? 2 : 3;
      }
      break;
    case 'who':
    case 'changes':
    case 'snapshot':
      return answer.report.read ? 0 : 3;
    case 'drift':
      return { same: 0, differs: 1, unknown: 3 }[answer.report.verdict] as 0 | 1 | 3;
    case 'expect':
      return { met: 0, broken: 1, open: 3 }[answer.report.outcome] as 0 | 1 | 3;
    case 'status':
      switch (answer.report.overall) {
        case 'works':
          return 0;
        case 'missing':
          return 1;
        case 'unknown':
          // Not everything came to an end; only when nothing did can nothing be told.
          return answer.report.capabilities.some(({ state, tried }) => state === 'works' && tried.length > 0)
            ? 1
            : 3;
      }
      break;
    case 'help':
      return 0;
    case 'mistake':
      return 2;
    case 'failure':
      return 4;
  }
}
