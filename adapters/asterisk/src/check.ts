import { randomUUID } from 'node:crypto';
import { fieldsOf, listIn, textIn } from './codec/event.ts';
import { requests } from './codec/request.ts';
import { createEchoes } from './connection/echo.ts';
import { openHttp, type AriHttp } from './connection/http.ts';
import { performAction } from './connection/manager.ts';
import { openSocket } from './connection/socket.ts';
import { OptionsFault, settle, type AsteriskOptions, type Settled } from './options.ts';

/** One thing that was looked at, and what to do where it is not fine. */
export interface Finding {
  readonly what: string;
  readonly isFine: boolean;
  readonly advice: string;
}

/** Looks at everything that Legwork needs of an Asterisk, in order; stops where nothing more can be seen. Changes nothing, and disturbs nobody who is connected. */
export async function checkAsterisk(options: AsteriskOptions): Promise<readonly Finding[]> {
  let settled: Settled;
  try {
    settled = settle(options);
  } catch (error) {
    if (!(error instanceof OptionsFault)) throw error;
    return [{ what: 'the options', isFine: false, advice: error.message }];
  }
  const http = openHttp({ url: settled.url, user: settled.user, password: settled.password, ca: settled.ca });
  try {
    const door = await lookAtDoor(http, settled);
    if (!door.isFine) return [door];
    return [
      door,
      await lookAtRights(http, settled),
      ...(await lookAtModules(http)),
      await lookAtEvents(http, settled),
      ...(await lookAtManager(settled)),
    ];
  } finally {
    http.close();
  }
}

async function lookAtDoor(http: AriHttp, { url }: Settled): Promise<Finding> {
  const { status, fault } = await http.send(requests.info());
  const what = 'ARI answers';
  switch (status) {
    case 200:
      return { what, isFine: true, advice: '' };
    case 0:
      return finding(
        what,
        fault ??
          `nobody answers at ${url.host}: is Asterisk running, and enabled = yes in http.conf with that address and port?`,
      );
    case 401:
      return finding(what, 'the user or the password is wrong: they are in ari.conf');
    case 404:
      return finding(what, `there is no ARI below ${url.pathname}: is enabled = yes in ari.conf, and res_ari loaded?`);
    default:
      return finding(what, `it answers with ${status}`);
  }
}

/** An application that nobody has cannot be called: whoever may not write is turned away before that is noticed. */
async function lookAtRights(http: AriHttp, { application }: Settled): Promise<Finding> {
  const { status } = await http.send(requests.echo(`${application}_check_rights`, 'check'));
  const advice = status === 403 ? 'the user may only read: read_only = no in ari.conf' : '';
  return { what: 'the user may do things', isFine: advice === '', advice };
}

const modules: Readonly<Record<string, string>> = {
  app_stasis: 'it gives callers to Legwork',
  res_stasis_answer: 'it answers',
  res_stasis_playback: 'it plays prompts',
  res_stasis_recording: 'it records',
  res_stasis_snoop: 'supervisors listen and whisper through it',
  res_musiconhold: 'it plays music on hold',
  bridge_simple: 'it lets two talk',
  bridge_softmix: 'it lets three and more talk',
};

async function lookAtModules(http: AriHttp): Promise<readonly Finding[]> {
  const { status, body } = await http.send(requests.modules());
  if (status !== 200) return [finding('the modules', 'which modules are loaded cannot be seen: load res_ari_asterisk')];
  const running = new Set(
    listIn(body)
      .map(fieldsOf)
      .filter((one) => one['status'] === 'Running')
      .map((one) => textIn(one['name'])),
  );
  return Object.entries(modules).map(([name, why]) => {
    const isFine = running.has(`${name}.so`);
    return { what: `${name} is loaded`, isFine, advice: isFine ? '' : `${why}: load = ${name}.so in modules.conf` };
  });
}

/** Under a name of its own, so that a Legwork that is at work keeps its events. */
async function lookAtEvents(http: AriHttp, settled: Settled): Promise<Finding> {
  const what = 'events come over the WebSocket';
  // One of its own: of two who look at once, the one would be told what the other waits for.
  const application = `${settled.application}_check_${randomUUID().slice(0, 8)}`;
  const echoes = createEchoes(application, (request) => http.send(request));
  try {
    const socket = await openSocket({
      ...settled,
      application,
      onEvent: (event) => event.type === 'ChannelUserevent' && echoes.hear(event.name),
      onLost: () => undefined,
    });
    const isFine = await echoes.comeBack();
    socket.close();
    return { what, isFine, advice: isFine ? '' : 'it opens, and nothing comes: load res_ari_events and res_stasis' };
  } catch (error) {
    return finding(
      what,
      `${error instanceof Error ? error.message : String(error)}: load res_http_websocket and res_ari_events`,
    );
  }
}

async function lookAtManager({ manager, ca }: Settled): Promise<readonly Finding[]> {
  const what = 'the manager interface lets us in';
  if (manager === undefined) return [];
  const { answer: pong, fault } = await performAction(manager, ca, { Action: 'Ping' });
  if (pong === null)
    return [
      finding(
        what,
        fault ?? `nobody answers at ${manager.host}:${manager.port}: enabled = yes, bindaddr and port in manager.conf`,
      ),
    ];
  if (pong.get('response') !== 'Success')
    return [
      finding(what, 'the user or the password is wrong, or this machine is not permitted: they are in manager.conf'),
    ];
  const { context, extension } = manager;
  const { answer: shown } = await performAction(manager, ca, {
    Action: 'ShowDialPlan',
    Context: context,
    Extension: extension,
  });
  const isFine = shown?.get('response') === 'Success';
  return [
    { what, isFine: true, advice: '' },
    {
      what: `the dialplan has ${extension} in ${context}`,
      isFine,
      advice: isFine
        ? ''
        : `to take calls over, extensions.conf needs [${context}] with exten => ${extension},1,Stasis(…), and the user read = all`,
    },
  ];
}

const finding = (what: string, advice: string): Finding => ({ what, isFine: false, advice });
