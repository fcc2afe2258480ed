import type { ReactNode } from 'react';
import { go, pathOf, type Screen } from './location.ts';

interface LinkProps {
  readonly to: Screen;
  readonly className?: string;
  readonly tabIndex?: number;
  readonly current?: boolean;
  readonly children: ReactNode;
}

/** A real link, which a plain click follows without loading the page anew. */
export const Link = ({ to, className, tabIndex, current, children }: LinkProps): ReactNode => (
  <a
    href={pathOf(to)}
    className={className}
    tabIndex={tabIndex}
    aria-current={current === true ? 'page' : undefined}
    onClick={(event) => {
      if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      go(to);
    }}
  >
    {children}
  </a>
);
