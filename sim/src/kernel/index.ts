export { createPoissonArrivals, expectedArrivals, type Arrivals, type RateProfile } from './arrivals.ts';
export { createCalendar, MAX_PENDING, type Calendar, type EventHandle, type Schedulable } from './calendar.ts';
export { createClock, type VirtualClock } from './clock.ts';
export { distributionProblems, distributionSchema, LONGEST_MS, type Distribution } from './distributions.ts';
export { exp, gamma, ln, power } from './math.ts';
export { exactly, pathText, problemsOf, sharesAddUp, type Problem } from './problems.ts';
export { createStreams, type RandomStream, type RandomStreams } from './random.ts';
export { createSampler, type Sampler } from './samplers.ts';
export { createSimulation, type RunBounds, type RunEnd, type Simulation } from './simulation.ts';
