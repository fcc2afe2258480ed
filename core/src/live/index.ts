export type { LiveAgent, LiveCall, LiveSeat, UnderWay } from './call.ts';
export type { LiveFigures, QueueFigures } from './figures.ts';
export { createLiveList } from './list.ts';
export type { LiveList, LiveListSnapshot } from './list.ts';
export type { InOrder, LivePlace, LiveSort } from './order.ts';
