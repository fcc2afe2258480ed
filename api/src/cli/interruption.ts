/** Whether somebody has pressed Ctrl-C. The first time is noted, so that work can be rounded off; the second ends the process at once. */
export interface Interruption {
  readonly isAsked: boolean;
  /** Lets Ctrl-C end the process again. */
  forget(): void;
}

export function watchForInterruption(): Interruption {
  let isAsked = false;
  const note = (): void => {
    isAsked = true;
    process.off('SIGINT', note);
  };
  process.on('SIGINT', note);
  return {
    get isAsked() {
      return isAsked;
    },
    forget: () => {
      process.off('SIGINT', note);
    },
  };
}
