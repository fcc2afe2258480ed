import type { Me } from '../service/client.ts';
import { createStore } from '../state/store.ts';

/** `asking` until the service has said who it is; null while nobody is signed in. */
export const me = createStore<Me | null | 'asking'>('asking');

/** Whether somebody was signed in, and is not any more without having signed out. */
export const hasExpired = createStore(false);

export const myself = (): Me | null => {
  const who = me.get();
  return who === 'asking' ? null : who;
};

/** Whether whoever is signed in may do that. */
export const mayI = (permission: Me['permissions'][number]): boolean =>
  myself()?.permissions.includes(permission) === true;

/** Agents are told nothing of who supervises. */
export const seesSupervisors = (): boolean => myself()?.role !== 'agent' && mayI('agents.read');
