/** How the command line ends. */
export const exits = {
  fine: 0,
  /** An invariant did not hold. */
  violated: 1,
  /** Asked for in a way that cannot be understood, or with a file that cannot be used. */
  usage: 2,
  /** Stopped by Ctrl-C: 128 and the number of the signal, as shells count. */
  interrupted: 130,
} as const;
