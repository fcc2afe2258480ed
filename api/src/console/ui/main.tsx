import './style/tokens.css';
import './style/base.css';
import './style/parts.css';
import './style/frame.css';
import './style/live.css';
import './style/call.css';
import './style/wall.css';
import './style/pages.css';
import './style/simulations.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './frame/app.tsx';
import { startKeys } from './frame/keys.ts';
import { showTips } from './parts/tip.ts';
import { whenLeaving } from './session/leaving.ts';
import { ProblemError } from './service/request.ts';
import { startSession } from './session/session.ts';
import { theme } from './state/settings.ts';
import { startSampling } from './wall/history.ts';
import { startWords } from './words/index.ts';

/** What is refused is refused the next time as well; a service that did not answer, or failed, may do better. */
const mayHelp = (failures: number, error: Error): boolean =>
  failures < 1 && !(error instanceof ProblemError && error.problem.status >= 400 && error.problem.status < 500);

const queries = new QueryClient({
  defaultOptions: { queries: { retry: mayHelp, staleTime: 5_000, refetchOnWindowFocus: false } },
});
whenLeaving(() => queries.clear());

const followTheme = (): void => {
  document.documentElement.dataset['theme'] = theme.get();
};
followTheme();
theme.subscribe(followTheme);

await startWords();
showTips();
startKeys();
startSampling();
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
await startSession();
