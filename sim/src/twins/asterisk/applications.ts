import { done, given, notFound, said, wordsIn, type Asked, type Reply } from './reply.ts';
import { isHeard, type Core } from './state.ts';

/** Applications, what they are told of, and events that they make themselves. */
export function onApplications(core: Core, { method, path, query, body }: Asked): Reply {
  const [, name, what] = path;
  const apps = [...core.apps.values()].filter(({ listener }) => listener !== null);
  const view = (app: { readonly name: string }) => ({
    name: app.name,
    channel_ids: [...core.channels.values()].filter(({ stasis }) => stasis === app.name).map(({ id }) => id),
    bridge_ids: [],
    endpoint_ids: [],
    device_names: [],
  });
  if (name === undefined) return method === 'GET' ? given(apps.map(view)) : notFound;
  const app = apps.find((one) => one.name === name);
  if (app === undefined) return said(404, 'Application not found');
  if (what === undefined) return method === 'GET' ? given(view(app)) : notFound;
  if (what === 'eventFilter' && method === 'PUT') {
    const allowed = typesIn(body['allowed']);
    app.allowed = allowed.size === 0 ? null : allowed;
    app.disallowed = typesIn(body['disallowed']);
    return given(view(app));
  }
  if (what === 'subscription') {
    const sources = wordsIn(query, 'eventSource').map((source) => sourceNamed(core, source));
    if (sources.length === 0 || sources.includes(undefined)) return said(422, 'Event source does not exist');
    for (const source of sources) {
      if (method === 'POST') source?.subscribed.add(name);
      else source?.subscribed.delete(name);
    }
    return given(view(app));
  }
  return notFound;
}

const typesIn = (list: unknown): ReadonlySet<string> =>
  new Set(
    Array.isArray(list)
      ? (list as readonly ({ readonly type?: unknown } | null)[])
          .map((one) => one?.type)
          .filter((type) => typeof type === 'string')
      : [],
  );

/** Something whose events an application may ask for. Of endpoints the twin tells nothing. */
function sourceNamed(core: Core, source: string): { readonly subscribed: Set<string> } | undefined {
  const [kind = '', name = ''] = source.split(':', 2);
  if (kind === 'channel') return core.channels.get(name);
  if (kind === 'endpoint') return { subscribed: new Set() };
  const bridge = kind === 'bridge' ? core.bridges.get(name) : undefined;
  return bridge?.kind === 'stasis' ? bridge : undefined;
}

export function onEvents(core: Core, { method, path, query }: Asked): Reply {
  const [, kind, name] = path;
  if (method !== 'POST' || kind !== 'user' || name === undefined) return notFound;
  const application = query.get('application') ?? '';
  if (!isHeard(core, application)) return said(404, 'Application not found');
  core.fire('ChannelUserevent', { eventname: name, userevent: {} }, { only: application });
  return done;
}
