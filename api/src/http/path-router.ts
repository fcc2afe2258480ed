import type { Result, Router } from 'hono/router';
import { RegExpRouter } from 'hono/router/reg-exp-router';

/**
 * Finds routes by one regular expression, and those whose path is fixed by that path alone.
 *
 * Hono's fastest router takes no fixed path where another has a parameter (`/flows/validate` beside `/flows/{id}/activate`), and would leave all
 * of them to one that takes ten times as long. So fixed paths have a router of their own; what stands at a wildcard is in both.
 */
export class PathRouter<T> implements Router<T> {
  readonly name = 'PathRouter';
  readonly #fixed = new RegExpRouter<T>();
  readonly #patterns = new RegExpRouter<T>();
  /** The methods of each fixed path. */
  readonly #methods = new Map<string, Set<string>>();

  add(method: string, path: string, handler: T): void {
    const [hasParameter, isWildcard] = [path.includes(':'), path.includes('*')];
    if (hasParameter || isWildcard) this.#patterns.add(method, path, handler);
    if (hasParameter) return;
    this.#fixed.add(method, path, handler);
    if (!isWildcard) this.#methods.set(path, (this.#methods.get(path) ?? new Set<string>()).add(method));
  }

  match(method: string, path: string): Result<T> {
    const isFixed = this.#methods.get(path)?.has(method) === true;
    return (isFixed ? this.#fixed : this.#patterns).match(method, path);
  }
}
