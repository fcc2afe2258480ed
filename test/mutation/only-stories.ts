import { registerHooks } from 'node:module';

/**
 * Story files are read without a test runner. `expect` does without one; a test that is no story is passed over, so that the stories of its file
 * are not lost with it.
 */
const real = import.meta.resolve('vitest');
const stub = `data:text/javascript,${encodeURIComponent(`
  export { expect } from ${JSON.stringify(real)};
  const pass = () => undefined;
  export const test = Object.assign(pass, { each: () => pass, for: () => pass });
  export const it = test;
  export const describe = test;
  export const beforeAll = pass;
  export const afterAll = pass;
  export const afterEach = pass;
`)}`;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vitest' && context.parentURL?.startsWith('data:') !== true
      ? { url: stub, format: 'module', shortCircuit: true }
      : next(specifier, context),
});
