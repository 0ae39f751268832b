/** To which question a call is given: told with a clock of its own, no sockets. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WatchedRequest } from '../../../src/sandbox/google/emulator.js';
import type { Update } from '../../../src/sandbox/web/protocol.js';
import { createTracer, type Tracer } from '../../../src/sandbox/web/trace.js';

let told: Update[];
let tracer: Tracer;
beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-03-02T09:00:00Z') });
  told = [];
  tracer = createTracer((update) => told.push(update), Date.now);
});
afterEach(() => {
  tracer.close();
  vi.useRealTimers();
});

const begun = (id: number): WatchedRequest => ({
  id,
  at: new Date().toISOString(),
  method: 'GET',
  path: '/v1/x',
  api: 'iap',
  status: undefined,
  ms: undefined,
});
const done = (id: number, ms = 5): WatchedRequest => ({ ...begun(id), status: 200, ms });
const maya = { person: 'U1', channel: 'C1', what: '/iap why me dashboard', certain: true };
const questions = () =>
  tracer.trace().questions.map(({ what, state, calls, ms }) => ({ what, state, calls, ms }));

describe('the trace', () => {
  it('gives a call to the question that is worked on, and tells when the answer stood', () => {
    tracer.ask(maya);
    tracer.call(begun(1));
    vi.advanceTimersByTime(30);
    tracer.call(done(1));
    tracer.effect({ person: 'U1', channel: 'C1' });
    vi.advanceTimersByTime(1_000);
    expect(questions()).toEqual([{ what: maya.what, state: 'answered', calls: 1, ms: 30 }]);
    expect(tracer.trace().calls).toEqual([
      expect.objectContaining({ question: 'q1', status: 200, ms: 5, api: 'iap' }),
    ]);
  });

  it('shows an answer without a call as that', () => {
    tracer.ask(maya);
    tracer.effect({ person: 'U1' });
    vi.advanceTimersByTime(1_000);
    expect(questions()).toEqual([{ what: maya.what, state: 'answered', calls: 0, ms: 0 }]);
  });

  it('does not take a line of progress for the answer while calls are under way', () => {
    tracer.ask(maya);
    tracer.call(begun(1));
    tracer.effect({ person: 'U1' });
    vi.advanceTimersByTime(5_000);
    expect(questions()[0]?.state).toBe('asking');
    tracer.call(done(1));
    tracer.effect({ person: 'U1' });
    vi.advanceTimersByTime(1_000);
    expect(questions()[0]).toMatchObject({ state: 'answered', ms: 5_000 });
  });

  it('shows a message only when something comes of it', () => {
    tracer.ask({ ...maya, what: 'lunch?', certain: false });
    vi.advanceTimersByTime(120_000);
    expect(told).toEqual([]);
    tracer.ask({ ...maya, what: 'no access to dash', threadTs: '1.1', certain: false });
    tracer.call(begun(1));
    expect(questions()).toEqual([{ what: 'no access to dash', state: 'asking', calls: 1, ms: undefined }]);
  });

  it('waits for no answer for ever where calls led to nothing', () => {
    tracer.ask({ ...maya, what: 'lunch?', certain: false });
    tracer.call(begun(1));
    tracer.call(done(1));
    vi.advanceTimersByTime(10_000);
    expect(questions()).toEqual([{ what: 'lunch?', state: 'answered', calls: 1, ms: undefined }]);
  });

  it('leaves calls that come long after a message to nobody', () => {
    tracer.ask({ ...maya, what: 'lunch?', certain: false });
    vi.advanceTimersByTime(20_000);
    tracer.call(begun(1));
    expect(tracer.trace().calls[0]?.question).toBeUndefined();
    expect(questions()).toEqual([]);
  });

  it('gives calls to what is surely a question before what may be one, and to the newest of several', () => {
    tracer.ask(maya);
    tracer.ask({ ...maya, person: 'U2', what: 'lunch?', certain: false });
    tracer.call(begun(1));
    tracer.ask({ ...maya, person: 'U3', what: '/iap status' });
    tracer.call(begun(2));
    expect(tracer.trace().calls.map(({ question }) => question)).toEqual(['q1', 'q3']);
  });

  it('gives a reply in a thread to whoever began it', () => {
    tracer.ask({ ...maya, what: 'no access to dash', threadTs: '1.1', certain: false });
    tracer.ask({ ...maya, person: 'U2', what: 'nor to wiki', threadTs: '2.2', certain: false });
    tracer.effect({ channel: 'C1', threadTs: '1.1' });
    vi.advanceTimersByTime(1_000);
    expect(questions().map(({ what }) => what)).toEqual(['no access to dash']);
  });

  it('says that the bot hung up when there was no answer', () => {
    tracer.ask(maya);
    tracer.call(begun(1));
    tracer.call({ ...begun(1), ms: 8_000 });
    const [call] = tracer.trace().calls;
    expect(call?.ms).toBe(8_000);
    expect(call).not.toHaveProperty('status');
  });

  it('is empty once it was cleared, whatever ends after that', () => {
    tracer.ask(maya);
    tracer.call(begun(1));
    tracer.clear();
    tracer.call(done(1));
    vi.advanceTimersByTime(120_000);
    expect(tracer.trace()).toMatchObject({ questions: [], calls: [] });
    expect(told.at(-1)).toEqual({ type: 'trace_cleared' });
  });

  it('forgets the oldest calls', () => {
    for (let id = 1; id <= 2_500; id += 1) tracer.call(begun(id));
    expect(tracer.trace().calls).toHaveLength(2_000);
    expect(tracer.trace().calls.at(-1)?.id).toBe('c2500');
  });
});
