import type { Core } from './core.ts';

/** Commands that answer, and do nothing to any channel. */
export const saying: Readonly<Record<string, (core: Core, args: string, words: readonly string[]) => string>> = {
  create_uuid: (core) => core.newUuid(),
  echo: (_core, args) => args,
  eval: (core, args) => args.replaceAll(/\$\{([^}]*)\}/g, (_, name: string) => core.globals.get(name) ?? ''),
  global_getvar: (core, args) =>
    args === ''
      ? [...core.globals].map(([name, value]) => `${name}=${value}\n`).join('')
      : (core.globals.get(args) ?? ''),
  global_setvar(core, args) {
    const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(args) ?? [];
    if (name === undefined) return '-USAGE: <var>=<value> [=<value2>]\n';
    core.globals.set(name, value);
    return '+OK';
  },
  hostname: () => 'twin',
  module_exists: (_core, args) => (args === '' ? '' : String(modules.has(args))),
  reloadxml: () => '+OK [Success]\n',
  sofia(core, args) {
    const [what, kind, name = ''] = args.split(' ');
    if (what === '' || what === undefined) return 'USAGE:\nsofia status [profile|gateway] <name>\n';
    if (what !== 'status') return `Unknown Command [${what}]\n`;
    if (kind === 'gateway') return name === 'nope' ? 'Invalid Gateway!\n' : `Name\t${name}\nStatus\tUP\n`;
    if (kind === 'profile') return name === 'nope' ? 'Invalid Profile!\n' : `Name\t${name}\n`;
    return `Name\tType\tData\tState\nlab\tprofile\tsip:mod_sofia@127.0.0.1:5080\tRUNNING (${core.channels.size})\n1 profile 0 aliases\n`;
  },
  status: (core) =>
    `UP 0 years, 0 days, 0 hours, 0 minutes, 1 second, 0 milliseconds, 0 microseconds\nFreeSWITCH (Version 1.10.12-twin) is ready\n${core.channels.size} session(s) since startup\n${core.channels.size} session(s) - peak ${core.channels.size}, last 5min ${core.channels.size} \n0 session(s) per Sec out of max 30, peak 0, last 5min 0 \n1000 session(s) max\nmin idle cpu 0.00/100.00\n`,
  uptime: (core, args) => `${Math.floor(core.time.now() * (args === 'us' ? 1000 : 0.001))}\n`,
  url_decode: (_core, args) =>
    args.replaceAll(/%([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))),
  url_encode: (_core, args) =>
    args.replaceAll(
      /[^A-Za-z0-9._~!*'()/:-]/g,
      (one) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    ),
  version: (_core, args) => (args === 'short' ? '1.10.12-twin\n' : 'FreeSWITCH Version 1.10.12-twin (twin)\n'),
  xml_locate(_core, args, words) {
    if (args === '') return '-ERR bad args\n';
    return words[0] === 'configuration' && (words[3] ?? 'conference.conf') === 'conference.conf'
      ? '<configuration name="conference.conf"><profiles><profile name="default"/></profiles></configuration>\n'
      : "can't find anything\n";
  },
};

const modules = new Set(
  'mod_commands mod_conference mod_dialplan_xml mod_dptools mod_event_socket mod_local_stream mod_sofia'.split(' '),
);
