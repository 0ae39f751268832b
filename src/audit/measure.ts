/** What the metrics learn of a question: that it was asked, what came of it, and how long its parts took. */
import { NONE } from '../metrics/families.js';
import type { Metrics } from '../metrics/ports.js';
import type { Answer } from '../render/answer.js';
import type { AuditRecord } from './record.js';

/** Counts one question by its record; the answer tells how long its parts took. */
export function measure(metrics: Metrics, record: AuditRecord, answer: Answer | undefined): void {
  const { verb, surface, origin, verdict, code, refused, ms } = record;
  metrics.count('questions_total', { verb, surface, origin });
  metrics.count('verdicts_total', { verb, verdict, code: code ?? NONE });
  if (refused !== null) metrics.count('refusals_total', { why: refused });
  metrics.time('question_duration_seconds', { verb }, ms / 1_000);
  const stage = (name: string, took: number): void =>
    metrics.time('stage_duration_seconds', { verb, stage: name }, took / 1_000);
  if (answer === undefined) return;
  switch (answer.kind) {
    case 'why':
    case 'who':
    case 'changes':
    case 'status':
      stage('facts', answer.report.cost.ms);
      return;
    case 'probe':
      for (const { stage: name, ms: took } of answer.report.stages) stage(name, took);
      return;
    case 'snapshot':
    case 'drift':
    case 'expect':
    case 'help':
    case 'mistake':
    case 'failure':
      return;
  }
}
