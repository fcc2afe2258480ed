export { compile } from './compile.ts';
export { remember } from './remember.ts';
