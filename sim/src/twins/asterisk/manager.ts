import { hangUp, moveAway, ringOut, run, runApplication } from './lives.ts';
import { managerEvent } from './manager-events.ts';
import { channelNamed, type Channel, type Core, type Told } from './state.ts';
import { durationIn, MOST_HELD } from '../outside.ts';

/** The other end of a connection to the manager interface. */
export interface ManagerWire {
  write(text: string): void;
  close(): void;
}

/** Whoever has connected to it. */
export interface ManagerClient {
  receive(text: string): void;
  /** They have gone. */
  closed(): void;
}

/** One connection to the manager interface: text in, text out. */
export function manage(
  core: Core,
  { user, password }: { readonly user: string; readonly password: string },
  wire: ManagerWire,
): ManagerClient {
  let rest = '';
  let isIn = false;
  const watch = (told: Told): void => {
    const event = managerEvent(told);
    if (event !== null) packet(event);
  };
  wire.write('Asterisk Call Manager/11.0.0\r\n');

  function reply(
    id: string | undefined,
    response: 'Success' | 'Error' | 'Goodbye',
    fields: Readonly<Record<string, string>>,
  ): void {
    packet({ Response: response, ...(id === undefined ? {} : { ActionID: id }), ...fields });
  }
  function packet(fields: Readonly<Record<string, string>>): void {
    wire.write(
      `${Object.entries(fields)
        .map(([key, value]) => `${key}: ${value}\r\n`)
        .join('')}\r\n`,
    );
  }

  function act(fields: ReadonlyMap<string, string>): void {
    const id = fields.get('actionid');
    const action = fields.get('action')?.toLowerCase() ?? '';
    if (action === 'login') {
      isIn = fields.get('username') === user && fields.get('secret') === password;
      reply(id, isIn ? 'Success' : 'Error', { Message: isIn ? 'Authentication accepted' : 'Authentication failed' });
      if (!isIn) wire.close();
      else if (fields.get('events') !== 'off') {
        core.watchers.add(watch);
        packet({ Event: 'FullyBooted', Privilege: 'system,all', Status: 'Fully Booted' });
      }
      return;
    }
    if (!isIn) {
      reply(id, 'Error', { Message: 'Permission denied' });
      return;
    }
    switch (action) {
      case 'ping':
        reply(id, 'Success', { Ping: 'Pong', Timestamp: String(core.time.now() / 1000) });
        return;
      case 'logoff':
        reply(id, 'Goodbye', { Message: 'Thanks for all the fish.' });
        wire.close();
        return;
      case 'hangup': {
        const channel = channelNamed(core, fields.get('channel') ?? '');
        reply(id, channel === undefined ? 'Error' : 'Success', {
          Message: channel === undefined ? 'No such channel' : 'Channel Hungup',
        });
        if (channel !== undefined) hangUp(core, channel, Number(fields.get('cause') ?? 16));
        return;
      }
      case 'originate':
        originateFor(id, fields);
        return;
      case 'redirect':
        redirect(id, fields);
        return;
      case 'showdialplan':
        showDialplan(id, fields);
        return;
      case 'coreshowchannels':
        reply(id, 'Success', { EventList: 'start', Message: 'Channels will follow' });
        for (const { id: unique, name, state } of core.channels.values())
          packet({
            Event: 'CoreShowChannel',
            ...(id === undefined ? {} : { ActionID: id }),
            Channel: name,
            ChannelStateDesc: state,
            Uniqueid: unique,
          });
        packet({ Event: 'CoreShowChannelsComplete', EventList: 'Complete', ListItems: String(core.channels.size) });
        return;
      default:
        reply(id, 'Error', { Message: 'Invalid/unknown command' });
    }
  }

  /** One extension of a context: the twin knows no list of them. */
  function showDialplan(id: string | undefined, fields: ReadonlyMap<string, string>): void {
    const [context, exten] = [fields.get('context') ?? '', fields.get('extension') ?? ''];
    const found = core.extension(exten, context);
    if (found === undefined) {
      reply(id, 'Error', { Message: `Did not find extension ${exten}@${context}` });
      return;
    }
    const same = id === undefined ? {} : { ActionID: id };
    const data = found.app === 'Stasis' ? [found.application, ...(found.args ?? [])].join(',') : found.endpoint;
    const priority = { Priority: '1', Application: found.app, AppData: data, Registrar: 'pbx_config' };
    reply(id, 'Success', { EventList: 'start', Message: 'DialPlan list will follow' });
    packet({ Event: 'ListDialplan', ...same, Context: context, Extension: exten, ...priority });
    const counts = { ListItems: '1', ListExtensions: '1', ListPriorities: '1', ListContexts: '1' };
    packet({ Event: 'ShowDialPlanComplete', ...same, EventList: 'Complete', ...counts });
  }

  /** Somebody is rung, and whoever answers runs an extension or an application. */
  function originateFor(id: string | undefined, fields: ReadonlyMap<string, string>): void {
    const field = (name: string): string => fields.get(name) ?? '';
    const isAsync = field('async').toLowerCase() === 'true';
    const [application, data] = [field('application'), field('data')];
    const [exten, context] = [field('exten'), field('context')];
    const say = (hasWorked: boolean, channel: Channel | null): void => {
      const outcome = { Response: hasWorked ? 'Success' : 'Failure', Reason: hasWorked ? '4' : '0' };
      if (!isAsync && hasWorked) reply(id, 'Success', { Message: 'Originate successfully queued' });
      else if (!isAsync) reply(id, 'Error', { Message: 'Originate failed' });
      else
        packet({
          Event: 'OriginateResponse',
          ...(id === undefined ? {} : { ActionID: id }),
          ...outcome,
          Channel: channel?.name ?? field('channel'),
          Context: context,
          Exten: exten,
          Application: application,
          Data: data,
          Uniqueid: channel?.id ?? '<null>',
        });
    };
    if (field('channel') === '' || (application === '' && exten === '')) {
      reply(id, 'Error', { Message: field('channel') === '' ? 'Channel not specified' : 'Extension not specified' });
      return;
    }
    if (isAsync) reply(id, 'Success', { Message: 'Originate successfully queued' });
    const channel = ringOut(core, {
      endpoint: field('channel'),
      id: fields.get('channelid'),
      callerId: field('callerid'),
      timeoutMs: durationIn(fields.get('timeout'), 1, 30_000),
      answered(one) {
        core.watchers.delete(seesEnd);
        say(true, one);
        if (application === '') run(core, one, core.extension(exten, context));
        else runApplication(core, one, application, data);
      },
    });
    const seesEnd = (told: Told): void => {
      if (told.type !== 'ChannelDestroyed' || told.channel !== channel) return;
      core.watchers.delete(seesEnd);
      say(false, channel);
    };
    if (channel === null) say(false, null);
    else core.watchers.add(seesEnd);
  }

  /** Says that it has worked before it is known where the channels go: into an extension that is missing, they die. */
  function redirect(id: string | undefined, fields: ReadonlyMap<string, string>): void {
    const pairs = [
      ['channel', 'exten', 'context'],
      ['extrachannel', 'extraexten', 'extracontext'],
    ] as const;
    const moved = pairs.flatMap(([channel, exten, context]) => {
      const found = channelNamed(core, fields.get(channel) ?? '');
      const to = [
        fields.get(exten) ?? fields.get('exten') ?? '',
        fields.get(context) ?? fields.get('context') ?? '',
      ] as const;
      return found === undefined ? [] : [{ found, to }];
    });
    if (moved.length === 0) {
      reply(id, 'Error', { Message: 'Channel does not exist' });
      return;
    }
    reply(id, 'Success', { Message: 'Redirect successful' });
    for (const { found, to } of moved) moveAway(core, found, ...to, moved.length === 1);
  }

  return {
    closed: () => void core.watchers.delete(watch),
    receive(text) {
      const packets = (rest + text).split('\r\n\r\n');
      rest = packets.pop() ?? '';
      if (rest.length > MOST_HELD) {
        rest = '';
        wire.close();
      }
      for (const one of packets) {
        const lines = one.split('\r\n').map((line) => /^([^:]+):\s?(.*)$/.exec(line));
        act(new Map(lines.flatMap((line) => (line === null ? [] : [[line[1]?.toLowerCase() ?? '', line[2] ?? '']]))));
      }
    },
  };
}
