/** A queue of Palm's model (M/M/n+M, "Erlang A"): times in milliseconds. */
export interface Station {
  readonly callsPerSecond: number;
  readonly meanServiceMs: number;
  readonly meanPatienceMs: number;
  readonly agents: number;
}

export interface Waiting {
  /** The share of the callers that do not get an agent at once. */
  readonly waits: number;
  /** The share of all callers that give up. */
  readonly abandons: number;
  /** Of all callers, served or not, those who do not wait included. */
  readonly meanWaitMs: number;
}

/**
 * Erlang A from its birth-and-death chain. With k callers there the next comes at rate λ, and one leaves at rate min(k, n)μ + max(k − n, 0)θ;
 * so π(k + 1) = π(k) λ ÷ d(k + 1). Summed from the likeliest state to both sides, so that no term is above 1 and none is lost
 * (Palm 1957; Mandelbaum and Zeltyn, "Service engineering in action: the Palm/Erlang-A queue", 2007).
 */
export const erlangA = ({ callsPerSecond, meanServiceMs, meanPatienceMs, agents }: Station): Waiting => {
  const arrive = callsPerSecond / 1000;
  const leave = (callers: number): number =>
    Math.min(callers, agents) / meanServiceMs + Math.max(callers - agents, 0) / meanPatienceMs;
  let likeliest = 0;
  while (leave(likeliest + 1) <= arrive) likeliest += 1;

  let all = 0;
  let waiting = 0;
  let queue = 0;
  const add = (callers: number, weight: number): void => {
    all += weight;
    if (callers < agents) return;
    waiting += weight;
    queue += (callers - agents) * weight;
  };
  for (let callers = likeliest, weight = 1; weight > negligible; callers += 1) {
    add(callers, weight);
    weight *= arrive / leave(callers + 1);
  }
  for (let callers = likeliest, weight = 1; callers > 0 && weight > negligible; callers -= 1) {
    weight *= leave(callers) / arrive;
    add(callers - 1, weight);
  }
  const meanWaitMs = queue / all / arrive;
  return { waits: waiting / all, abandons: meanWaitMs / meanPatienceMs, meanWaitMs };
};

const negligible = 1e-18;
