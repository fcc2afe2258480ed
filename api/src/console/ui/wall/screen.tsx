import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AgentGrid } from './agent-grid.tsx';
import { AlertList } from './alert-list.tsx';
import { QueueCard } from './queue-card.tsx';
import { TargetsDialog } from './targets-dialog.tsx';
import { useQueues } from './use-queues.ts';

/** The floor at a glance, readable from across the room: queues against their targets, people by what they do, what is wrong. */
export const WallScreen = (): ReactNode => {
  const { t } = useTranslation();
  const queues = useQueues();
  const [edited, setEdited] = useState<string | null>(null);
  const editing = queues.find(({ id }) => id === edited);
  return (
    <div className="wall">
      <h1 className="unseen">{t('nav.wall')}</h1>
      <section aria-labelledby="wall-queues" className="queues">
        <h2 id="wall-queues">{t('wall.queues')}</h2>
        {queues.length === 0 ? (
          <p className="empty">{t('wall.noQueues')}</p>
        ) : (
          <ul className="cards">
            {queues.map((queue) => (
              <QueueCard key={queue.id} queue={queue} onTargets={() => setEdited(queue.id)} />
            ))}
          </ul>
        )}
      </section>
      <AlertList />
      <AgentGrid />
      {editing === undefined ? null : <TargetsDialog queue={editing} onClose={() => setEdited(null)} />}
    </div>
  );
};
