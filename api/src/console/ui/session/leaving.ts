const all: (() => void)[] = [];

/** Somebody leaves: what they were shown is forgotten, for another may sign in at the same desk. */
export const whenLeaving = (forget: () => void): void => {
  all.push(forget);
};

export const forgetEverything = (): void => {
  for (const forget of all) forget();
};
