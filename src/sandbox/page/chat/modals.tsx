/** The modal on top for whoever one is: a real dialog, with what it asks for and the ways out. */
import { useCallback, useRef } from 'react';
import type { View } from '../../web/protocol.js';
import { usePage } from '../data/page-context.js';
import { Dialog } from '../parts/dialog.js';
import { Blocks } from './blocks.js';
import { valuesOf } from './own-block.js';
import type { Pressed } from './pressable.js';

export function Modals() {
  const { snapshot, me } = usePage();
  const view = snapshot.workspace.modals[me.id]?.at(-1);
  return view === undefined ? null : <Modal key={view.id} view={view} />;
}

function Modal({ view }: { readonly view: View }) {
  const { me, send } = usePage();
  const form = useRef<HTMLFormElement>(null);
  const close = (): void => void send({ type: 'close', person: me.id });
  const press = useCallback(
    (pressed: Pressed): void =>
      void send({ type: 'click_in_view', person: me.id, viewId: view.id, ...pressed }),
    [send, me.id, view.id],
  );
  const submit = (event: { preventDefault(): void }): void => {
    event.preventDefault();
    if (form.current !== null) void send({ type: 'submit', person: me.id, values: valuesOf(form.current) });
  };
  const formId = `form-${view.id}`;
  return (
    <Dialog
      title={view.title}
      className="modal"
      close={close}
      foot={
        <>
          <button type="button" className="button" onClick={close}>
            {view.close}
          </button>
          {view.submit === undefined ? null : (
            <button type="submit" form={formId} className="button" data-style="primary">
              {view.submit}
            </button>
          )}
        </>
      }
    >
      <form id={formId} ref={form} onSubmit={submit}>
        <Blocks blocks={view.blocks} text="" press={press} />
      </form>
    </Dialog>
  );
}
