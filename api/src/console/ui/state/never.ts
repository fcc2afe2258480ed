/** Reached only by a bug: the compiler has proved that nothing is left. */
export const assertNever = (value: never): never => {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
};
