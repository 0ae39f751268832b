/** The live trace: for every question the calls to Google behind its answer, drawn over the time it took. */
import { useState } from 'react';
import type { GoogleCall, Question } from '../../web/protocol.js';
import { clockTime } from '../data/conversation.js';
import { nameOf, usePage, useSetting } from '../data/page-context.js';
import { type Bar, barsOf, shortPath, shortTime } from '../data/waterfall.js';

export function Calls() {
  const { snapshot, send } = usePage();
  const { note, questions, calls } = snapshot.trace;
  const newest = questions.toReversed();
  const nobodys = calls.filter((one) => one.question === undefined);
  return (
    <div className="calls">
      <div className="panel-bar">
        <p className="panel-note">{note}</p>
        <button
          type="button"
          disabled={questions.length + calls.length === 0}
          onClick={() => void send({ type: 'clear_trace' })}
        >
          Clear
        </button>
      </div>
      {newest.length === 0 ? (
        <p className="panel-empty">
          Ask something, and every call to Google behind the answer is drawn here.
        </p>
      ) : null}
      {newest.map((one, i) => (
        <QuestionView key={one.id} question={one} calls={calls} first={i === 0} />
      ))}
      {nobodys.length === 0 ? null : (
        <details className="question">
          <summary>
            <span className="question-what">In the background</span>
            <span className="question-sum">{nobodys.length} calls</span>
          </summary>
          <ol className="bars">
            {nobodys.map((call) => (
              <Row key={call.id} bar={{ call, from: 0, length: 0 }} />
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

interface QuestionProps {
  readonly question: Question;
  readonly calls: readonly GoogleCall[];
  readonly first: boolean;
}

function QuestionView({ question, calls, first }: QuestionProps) {
  const setting = useSetting();
  // The newest is open until somebody decides otherwise.
  const [chosen, setChosen] = useState<boolean>();
  const open = chosen ?? first;
  const bars = open ? barsOf(question, calls) : [];
  const count = Math.max(question.calls, bars.length);
  const sum = question.state === 'asking' ? 'asking…' : shortTime(question.ms ?? 0);
  return (
    <details
      className="question"
      open={open}
      onToggle={(event) => {
        if (event.currentTarget.open !== open) setChosen(event.currentTarget.open);
      }}
    >
      <summary>
        <span className="question-what">{question.what}</span>
        <span className="question-sum">
          {count === 1 ? '1 call' : `${count} calls`} · {sum}
        </span>
        <span className="question-who">
          {nameOf(setting, question.person)}, {clockTime(Date.parse(question.at))}
        </span>
      </summary>
      {!open ? null : bars.length === 0 ? (
        <p className="panel-note">
          {question.state === 'asking'
            ? 'Nothing has been asked of Google yet.'
            : 'No call while this was handled: it was known already, or nothing had to be looked up. What the bot looks at later by itself stands below, in the background.'}
        </p>
      ) : (
        <ol className="bars">
          {bars.map((bar) => (
            <Row key={bar.call.id} bar={bar} />
          ))}
        </ol>
      )}
    </details>
  );
}

function Row({ bar }: { readonly bar: Bar }) {
  const { call, from, length } = bar;
  const { status, ms } = call;
  const left = status === undefined && ms !== undefined;
  const state = status === undefined ? (left ? 'ill' : 'open') : status < 400 ? 'well' : 'ill';
  return (
    <li className="bar-row" data-state={state}>
      <span className="bar-api">{call.api}</span>
      <code title={`${call.method} ${call.path}`}>
        {call.method === 'GET' ? '' : `${call.method} `}
        {shortPath(call.path)}
      </code>
      <span className="bar-status">
        {left ? 'hung up' : (status ?? '…')}
        {ms === undefined ? '' : ` · ${shortTime(ms)}`}
      </span>
      {length === 0 ? null : (
        <svg className="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
          <rect x={from * 100} y="0" width={length * 100} height="4" rx="1" />
        </svg>
      )}
    </li>
  );
}
