/** A real dialog: the browser keeps the focus in it, Escape closes it, and its title names it. */
import { type ReactNode, useEffect, useId, useRef } from 'react';

interface DialogProps {
  readonly title: string;
  readonly className?: string;
  /** Escape, the cross, or a click beside it. */
  readonly close: () => void;
  readonly children: ReactNode;
  /** Below the content, beside nothing else. */
  readonly foot?: ReactNode;
}

export function Dialog({ title, className, close, children, foot }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    const dialog = box.current;
    if (dialog?.open === false) dialog.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    // The keyboard's way out is Escape; the click on the backdrop is for the mouse alone.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <dialog
      ref={box}
      className={`dialog ${className ?? ''}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === box.current) close();
      }}
    >
      <div className="dialog-box">
        <div className="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="dialog-close" aria-label="Close" onClick={close}>
            ×
          </button>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that long content can be scrolled by keyboard */}
        <div className="dialog-body" tabIndex={0}>
          {children}
        </div>
        {foot === undefined ? null : <div className="dialog-foot">{foot}</div>}
      </div>
    </dialog>
  );
}
