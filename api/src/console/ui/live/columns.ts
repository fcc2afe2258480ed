import type { SortColumn } from './filter.ts';

/** The columns, in their order; those that can be sorted by name their key. */
export const columns = [
  { name: 'state', sort: 'state' },
  { name: 'inState', sort: 'inState', end: true },
  { name: 'customer', sort: 'customer' },
  { name: 'hotline', sort: 'hotline' },
  { name: 'queue', sort: 'queue' },
  { name: 'agent', sort: 'agent' },
  { name: 'wait', sort: 'wait', end: true },
  { name: 'talk', sort: 'talk', end: true },
  { name: 'hold', sort: 'hold', end: true },
  { name: 'recording' },
  { name: 'supervisors' },
  { name: 'underWay' },
  { name: 'sure', sort: 'sure', end: true },
  { name: 'actions' },
] as const satisfies readonly { readonly name: string; readonly sort?: SortColumn; readonly end?: true }[];
