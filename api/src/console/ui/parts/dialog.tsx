import { useEffect, useId, useRef, type ReactNode } from 'react';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly onSubmit?: () => void;
  readonly children: ReactNode;
  /** The buttons, the way out first. */
  readonly foot: ReactNode;
}

/** A modal dialog: the browser's own, which keeps the focus inside, closes on Escape and gives the focus back. */
export const Dialog = ({ title, onClose, onSubmit, children, foot }: DialogProps): ReactNode => {
  const dialog = useRef<HTMLDialogElement>(null);
  const name = useId();
  useEffect(() => {
    const open = dialog.current;
    const before = document.activeElement;
    open?.showModal();
    // The browser would begin with the first that can be used; a dialog may have a better one.
    open?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => {
      open?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={name} onClose={onClose} onCancel={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit?.();
        }}
      >
        <div className="head">
          <h2 id={name}>{title}</h2>
        </div>
        <div className="body">{children}</div>
        <div className="foot">{foot}</div>
      </form>
    </dialog>
  );
};
