import { createStore } from '../state/store.ts';

/** Whether somebody has pressed anything on this page: before that a browser plays nothing. */
export const pressed = createStore(navigator.userActivation.hasBeenActive);

const hear = (): void => {
  pressed.set(true);
  document.removeEventListener('pointerdown', hear);
  document.removeEventListener('keydown', hear);
};
document.addEventListener('pointerdown', hear);
document.addEventListener('keydown', hear);
