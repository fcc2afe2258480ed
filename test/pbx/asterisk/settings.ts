import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a test's Asterisk listens; all of it on the loopback. */
export interface Ports {
  readonly http: number;
  readonly manager: number;
  readonly sip: number;
  /** The first of a range of 2,000. */
  readonly rtp: number;
}

export interface Settings {
  readonly ports: Ports;
  /** The phones it knows, and the port of each. They do not register. */
  readonly phones: Readonly<Record<string, number>>;
}

/** Whom its interfaces let in. It is reachable from this machine alone. */
export const credentials = { user: 'legwork', password: 'loopback' } as const;
/** The name of the Stasis application. */
const application = 'legwork';
/** The frequency of its music on hold, and of the prompt `welcome`, in Hz. */
export const musicHz = 400;
const promptHz = 550;

/** Writes a whole configuration below `work`, and gives the file to start with. */
export function writeSettings(work: string, installed: string, { ports, phones }: Settings): string {
  const folder = (name: string): string => {
    mkdirSync(join(work, name), { recursive: true });
    return join(work, name);
  };
  const etc = folder('etc');
  const data = folder('data');
  folder('data/sounds/en');
  folder('data/moh');
  folder('spool/recording');
  writeFileSync(join(data, 'sounds/en/welcome.sln'), tone(promptHz, 800));
  writeFileSync(join(data, 'moh/music.sln'), tone(musicHz, 10_000));
  symlinkSync(join(installed, 'usr/share/asterisk/documentation'), join(data, 'documentation'));

  const files: Readonly<Record<string, string>> = {
    'asterisk.conf': section('directories', {
      astetcdir: etc,
      astmoddir: join(installed, 'usr/lib/x86_64-linux-gnu/asterisk/modules'),
      astvarlibdir: folder('lib'),
      astdbdir: folder('lib'),
      astkeydir: folder('lib'),
      astdatadir: data,
      astagidir: folder('agi'),
      astspooldir: folder('spool'),
      astrundir: folder('run'),
      astlogdir: folder('log'),
      astsbindir: join(installed, 'usr/sbin'),
    }),
    'modules.conf': ['[modules]', 'autoload = no', ...modules.map((name) => `load = ${name}.so`)].join('\n'),
    'http.conf': section('general', {
      enabled: 'yes',
      bindaddr: '127.0.0.1',
      bindport: ports.http,
      session_inactivity: 60_000,
      session_keep_alive: 60_000,
    }),
    'ari.conf': [
      section('general', { enabled: 'yes', websocket_write_timeout: 1000 }),
      section(credentials.user, { type: 'user', read_only: 'no', password: credentials.password }),
      section('reader', { type: 'user', read_only: 'yes', password: credentials.password }),
    ].join('\n'),
    'manager.conf': [
      section('general', { enabled: 'yes', port: ports.manager, bindaddr: '127.0.0.1', webenabled: 'no' }),
      section(credentials.user, { secret: credentials.password, read: 'all', write: 'all', writetimeout: 1000 }),
    ].join('\n'),
    'extensions.conf': dialplan,
    'pjsip.conf': [
      section('global', { type: 'global', user_agent: 'asterisk' }),
      section('udp', { type: 'transport', protocol: 'udp', bind: `127.0.0.1:${ports.sip}` }),
      ...Object.entries(phones).flatMap(([name, port]) => [
        section(name, {
          type: 'endpoint',
          transport: 'udp',
          context: 'phones',
          disallow: 'all',
          allow: 'ulaw',
          direct_media: 'no',
          identify_by: 'username',
          dtmf_mode: 'rfc4733',
          aors: name,
        }),
        section(name, { type: 'aor', contact: `sip:${name}@127.0.0.1:${port}` }),
      ]),
    ].join('\n'),
    'queues.conf': [
      section('general', { persistentmembers: 'no', autofill: 'yes' }),
      section('support', {
        strategy: 'linear',
        timeout: 15,
        retry: 1,
        ringinuse: 'no',
        joinempty: 'yes',
        member: 'PJSIP/agent,0,Agent,PJSIP/agent',
      }),
    ].join('\n'),
    'rtp.conf': section('general', { rtpstart: ports.rtp, rtpend: ports.rtp + 1999, icesupport: 'no' }),
    'musiconhold.conf': section('default', { mode: 'files', directory: join(data, 'moh') }),
    'logger.conf': section('logfiles', { console: 'notice,warning,error', messages: 'notice,warning,error' }),
    'indications.conf': [
      section('general', { country: 'us' }),
      section('us', {
        description: 'United States',
        ringcadence: '2000,4000',
        dial: '350+440',
        ring: '440+480/2000,0/4000',
      }),
    ].join('\n'),
    ...Object.fromEntries(emptyFiles.map((name) => [`${name}.conf`, ''])),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(etc, name), `${text}\n`);
  return join(etc, 'asterisk.conf');
}

/** 1900 comes to Legwork; 200 is a queue and 201 a plain call of an existing dialplan. */
const dialplan = `[general]
static = yes
writeprotect = no

[phones]
exten => 1900,1,Stasis(${application})
 same => n,GotoIf($["\${STASISSTATUS}" = "FAILED"]?without,1)
 same => n,Hangup()
exten => without,1,Answer()
 same => n,Queue(support,,,,60)
 same => n,Hangup()
exten => 200,1,Answer()
 same => n,Queue(support,,,,60)
 same => n,Hangup()
exten => 201,1,Dial(PJSIP/agent,30)
 same => n,Hangup()
 same => n,Hangup()
; Somebody who answers and stays.
exten => talk,1,Answer()
 same => n,Wait(3600)

; An application beside Legwork's, by its name.
[beside]
exten => 1900,1,Stasis(\${APPLICATION})

[legwork]
exten => stasis,1,Stasis(${application})
 same => n,Hangup()
exten => _spy-.,1,Answer()
 same => n,Hangup()
`;

const emptyFiles = ['acl', 'ccss', 'cdr', 'cel', 'features', 'pjproject', 'queuerules', 'udptl', 'websocket_client'];

const modules = `
  res_timing_timerfd res_sorcery_config res_sorcery_memory res_sorcery_astdb codec_ulaw codec_resample
  format_wav format_sln bridge_simple bridge_softmix bridge_holding bridge_native_rtp bridge_builtin_features
  pbx_config app_dial app_queue app_chanspy app_stack app_stasis app_senddtmf app_mixmonitor func_channel
  func_callerid func_logic func_strings func_hangupcause res_musiconhold res_pjproject res_pjsip
  res_pjsip_session res_pjsip_pubsub res_pjsip_sdp_rtp res_pjsip_caller_id res_pjsip_endpoint_identifier_ip
  res_pjsip_endpoint_identifier_user res_pjsip_nat res_pjsip_rfc3326 res_rtp_asterisk chan_pjsip
  chan_bridge_media res_http_websocket res_websocket_client res_stasis res_stasis_answer res_stasis_playback
  res_stasis_recording res_stasis_snoop res_stasis_device_state res_ari res_ari_model res_ari_applications
  res_ari_asterisk res_ari_bridges res_ari_channels res_ari_device_states res_ari_endpoints res_ari_events
  res_ari_playbacks res_ari_recordings res_ari_sounds
`
  .trim()
  .split(/\s+/);

function section(name: string, fields: Readonly<Record<string, string | number>>): string {
  return [`[${name}]`, ...Object.entries(fields).map(([key, value]) => `${key} = ${value}`)].join('\n');
}

/** Signed linear samples of 16 bits, 8,000 a second. */
function tone(hz: number, ms: number): Buffer {
  const samples = Int16Array.from({ length: ms * 8 }, (_, n) =>
    Math.round(6000 * Math.sin((2 * Math.PI * hz * n) / 8000)),
  );
  return Buffer.from(samples.buffer);
}
