import { openConnection, type Connection } from './connection.ts';
import { FreeswitchFault } from './faults.ts';
import { OptionsFault, settingsOf, type FreeswitchOptions, type Settings } from './options.ts';

/** One thing that was looked at, and what to do where it is not fine. */
export interface Finding {
  readonly what: string;
  readonly isFine: boolean;
  readonly advice: string;
}

/** Looks at everything that Legwork needs of a FreeSWITCH, in order; stops where nothing more can be seen. Changes nothing. */
export const checkFreeswitch = async (options: FreeswitchOptions): Promise<readonly Finding[]> => {
  let settings: Settings;
  try {
    settings = settingsOf(options);
  } catch (error) {
    if (!(error instanceof OptionsFault)) throw error;
    return [{ what: 'the options', isFine: false, advice: error.message }];
  }
  const { host, password } = options;
  let connection: Connection;
  try {
    connection = await openConnection({
      host,
      port: settings.port,
      password,
      answerMs: settings.times.answerMs,
      onEvent: () => undefined,
      onEnd: () => undefined,
    });
  } catch (error) {
    if (!(error instanceof FreeswitchFault)) throw error;
    return [{ what: 'the event socket', isFine: false, advice: `${error.message}; ${remedies[error.kind]}` }];
  }
  try {
    return await lookAround(connection, settings, password);
  } finally {
    connection.close();
  }
};

const remedies = {
  network:
    'is FreeSWITCH running, mod_event_socket loaded, and listen-ip of event_socket.conf.xml not 127.0.0.1 or ::?',
  authentication: 'the password is in event_socket.conf.xml',
  refused: 'apply-inbound-acl of event_socket.conf.xml has to let this machine in',
  protocol: 'something else listens there',
  silence: 'something listens there that is no FreeSWITCH, or one that is overloaded',
  lag: 'it is overloaded',
} as const;

const modules: Readonly<Record<string, string>> = {
  mod_dptools: 'it parks, plays and taps',
  mod_dialplan_xml: 'it gives callers to Legwork',
  mod_sofia: 'it speaks SIP',
  mod_conference: 'mixes of three and more are conferences',
};

const lookAround = async (
  connection: Connection,
  settings: Settings,
  password: string,
): Promise<readonly Finding[]> => {
  const send = (text: string): Promise<string> => connection.send(text);
  const findings: Finding[] = [{ what: 'the event socket takes the password', isFine: true, advice: '' }];
  const look = (what: string, isFine: boolean, advice: string): void => void findings.push({ what, isFine, advice });

  look(
    'the password is a secret',
    password !== 'ClueCon',
    'ClueCon is what every FreeSWITCH begins with: choose another',
  );
  const version = await send('api version');
  const [, number = ''] = /FreeSWITCH Version (\d+\.\d+)/.exec(version) ?? [];
  look(
    'it is FreeSWITCH 1.10',
    number === '1.10',
    `it says that it is ${number === '' ? 'something else' : number}: not tried with this one`,
  );
  look(
    'events can be heard',
    (await send('event json HEARTBEAT')).startsWith('+OK'),
    'event is not allowed on this socket',
  );
  const needed = {
    ...modules,
    ...(settings.music.startsWith('local_stream:') ? { mod_local_stream: 'the music is a local stream' } : {}),
  };
  for (const [name, why] of Object.entries(needed)) {
    look(name, (await send(`api module_exists ${name}`)).trim() === 'true', `${why}: load it in modules.conf.xml`);
  }
  const profile = await send('api xml_locate configuration configuration name conference.conf');
  look(
    `a conference profile ${settings.conferenceProfile}`,
    profile.includes(`<profile name="${settings.conferenceProfile}"`),
    'add it to conference.conf.xml, without sounds, or name another as conferenceProfile',
  );
  const [, gateway, sofia] = /^sofia\/(?:gateway\/([^/{]+)|([^/{]+))\//.exec(settings.dial) ?? [];
  if (gateway !== undefined) {
    const status = await send(`api sofia status gateway ${gateway}`);
    look(
      `a gateway ${gateway}`,
      !/^Invalid Gateway/i.test(status),
      'the option dial names it: add it to a SIP profile',
    );
  } else if (sofia !== undefined) {
    const status = await send(`api sofia status profile ${sofia}`);
    look(`a SIP profile ${sofia}`, !/^Invalid Profile/i.test(status), 'the option dial names it: start it');
  }
  return findings;
};
