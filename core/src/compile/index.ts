export { compile, programsOf, run, type Programs } from './compile.ts';
export { NotCompilable, type Obstacle } from './not-compilable.ts';
export { ACT, BRANCH, GOTO } from './program.ts';
export { remember } from './remember.ts';
