/** Tells readers of screens what has just been said where they are; nothing of it is seen. */
import { useEffect, useRef, useState } from 'react';
import type { Message } from '../../web/protocol.js';
import { visibleIn } from '../data/conversation.js';
import { nameOf, usePage } from '../data/page-context.js';

export function Announcer() {
  const page = usePage();
  const { snapshot, me, place } = page;
  const [words, setWords] = useState('');
  const told = useRef<{ key: string; texts: Map<string, string> }>(undefined);
  const key = `${me.id} ${place.at}`;
  const visible = visibleIn(snapshot, place.at, me.id);
  useEffect(() => {
    const texts = new Map(visible.map((one) => [one.ts, one.text]));
    const before = told.current;
    told.current = { key, texts };
    // What was there on entering a channel is read by the reader, not to the reader.
    if (before?.key !== key) return;
    const fresh = visible.filter((one) => one.from !== me.id && before.texts.get(one.ts) !== one.text);
    if (fresh.length > 0) setWords(fresh.map((one) => sentence(one, nameOf(page, one.from))).join(' '));
  });
  return (
    <p className="unseen" role="status" aria-live="polite">
      {words}
    </p>
  );
}

function sentence(message: Message, name: string): string {
  const alone = message.onlyFor === undefined ? '' : ', only to you';
  return `${name}${alone}${message.edited ? ', changed' : ''}: ${message.text}`;
}
