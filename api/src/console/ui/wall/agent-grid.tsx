import type { AgentState } from '@legwork/core';
import { useCallback, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '../frame/link.tsx';
import { agentTones } from '../parts/badge.tsx';
import { Stopwatch } from '../parts/running.tsx';
import { agents } from '../service/live.ts';
import type { Agent } from '../service/client.ts';
import { numberText } from '../words/number.ts';

/** The states, what matters most first. */
const states: readonly AgentState[] = ['talking', 'reserved', 'available', 'wrapUp', 'away', 'offline'];

/** Everybody by what they do now: a colour, a letter and a word for it, and since when. */
export const AgentGrid = (): ReactNode => {
  const { t, i18n } = useTranslation();
  useSyncExternalStore(
    agents.onAny,
    useCallback(() => agents.version, []),
  );
  const all = [...agents.all()].sort((a, b) => a.name.localeCompare(b.name, 'vi'));
  const groups = states
    .map((state) => ({ state, people: all.filter((agent) => agent.state === state) }))
    .filter(({ people }) => people.length > 0);
  return (
    <section className="panel agent-grid" aria-labelledby="wall-agents">
      <header>
        <h2 id="wall-agents">{t('wall.agents')}</h2>
        <span className="dim number">{t('wall.people', { count: all.length })}</span>
        <nav className="states" aria-label={t('wall.states')}>
          {groups.map(({ state, people }) => (
            <a key={state} href={`#agents-${state}`} className={`tone-${agentTones[state]}`}>
              {t(`agent.${state}`)} <span className="number">{numberText(i18n.language, people.length)}</span>
            </a>
          ))}
        </nav>
      </header>
      {all.length === 0 ? <p className="empty">{t('wall.noAgents')}</p> : null}
      {groups.map(({ state, people }) => (
        <div key={state} id={`agents-${state}`} className="agent-group">
          <h3 className={`tone-${agentTones[state]}`}>
            {t(`agent.${state}`)} <span className="number">{people.length}</span>
          </h3>
          {state === 'offline' ? (
            <p className="dim offline">{people.map(({ name }) => name).join(', ')}</p>
          ) : (
            <ul>
              {people.map((agent) => (
                <AgentTile key={agent.id} agent={agent} />
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  );
};

const AgentTile = ({ agent }: { readonly agent: Agent }): ReactNode => {
  const { t } = useTranslation();
  const { state, call, since } = agent;
  const inside = (
    <>
      <span className={`letter boxed tone-${agentTones[state]}`} aria-hidden>
        {t(`agentLetter.${state}`)}
      </span>
      <span className="clip">{agent.name}</span>
      {since === null ? null : <Stopwatch ms={0} since={since} />}
    </>
  );
  return (
    <li data-tip={agent.reason ?? t(`agent.${state}`)}>
      {call === null ? (
        <span className="agent-tile">{inside}</span>
      ) : (
        <Link to={{ name: 'call', call }} className="agent-tile">
          {inside}
        </Link>
      )}
    </li>
  );
};
