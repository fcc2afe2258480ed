#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import type { DemoCommandOptions } from './demo.ts';
import { exits } from './exits.ts';
import type { ExploreOptions } from './explore.ts';
import { endWithReaders } from './readers.ts';
import type { ReplayFileOptions } from './replay.ts';
import type { ReplayOptions } from './replay-trace.ts';
import type { ServeCommandOptions } from './serve.ts';
import type { SoakCommandOptions } from './soak.ts';
import type { AsteriskTwinCommand } from './twin-asterisk.ts';
import type { StringeeTwinCommand } from './twin-stringee.ts';
import type { TwinOptions } from './twin.ts';
import { countFrom, seedFrom, seedsFrom, UsageError } from './usage.ts';

endWithReaders(process.stdout, process.stderr);

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

// Each command is loaded when it is asked for: help and complaints come at once.
const program = new Command('legwork')
  .description('A telephony engine, simulated first')
  .version(version)
  .exitOverride()
  .showHelpAfterError('(--help shows what can be asked for)');

const seed = ['--seed <n>', 'the seed of all chance; the same seed gives the same facts', seedFrom] as const;
const json = ['--json', 'one JSON object as the last line, and nothing else on standard output'] as const;

program
  .command('demo')
  .description(
    'a contact centre with some 200 live calls, simulated in real time: the API, the console, and a link that logs in',
  )
  .option(
    '--port <n>',
    'where it listens on 127.0.0.1: 8080 by default, or any free one where that is taken',
    countFrom(0, 65_535),
  )
  .option('--headless', 'without the console: a supervisor does everything there is to do through the API')
  .option(
    '--for <seconds>',
    'how long, 1 to 86,400 seconds; without it until Ctrl-C, 20 where headless',
    countFrom(1, 86_400),
  )
  .option('--day', "instead: a working day of a bank's contact centre, call by call, at a readable speed")
  .option('--fast', 'the day, as fast as it goes')
  .option('--scenario <file>', 'another day: a scenario in YAML or JSON')
  .option(...json)
  .option(...seed)
  .allowExcessArguments(false)
  .action(async (options: DemoCommandOptions) => {
    const { demo } = await import('./demo.ts');
    await demo(options);
  });

program
  .command('replay-trace')
  .description('replay a recorded contact centre call by call: what was recorded beside what is simulated')
  .argument('<file>', 'a recording in CSV, one row a call')
  .option(...json)
  .option(...seed)
  .allowExcessArguments(false)
  .action(async (file: string, options: ReplayOptions) => {
    const { replayTrace } = await import('./replay-trace.ts');
    await replayTrace(file, options);
  });

program
  .command('explore')
  .description('everything that can happen to one call, breadth first, with the invariants checked in each state')
  .option('--legs <n>', 'how many legs the call may have at once: 1 to 4, 3 by default', countFrom(1, 4))
  .option('--supervisors <n>', 'how many supervisors act: 0 to 2, 0 by default', countFrom(0, 2))
  .option(
    '--faults <n>',
    'how often something gets lost, comes twice, is overtaken or happens unasked: 0 to 2, 0 by default',
    countFrom(0, 2),
  )
  .option(
    '--ahead <n>',
    'how much may be under way when somebody asks for something or picks up: 0 to 9, 0 by default',
    countFrom(0, 9),
  )
  .option('--commands <names>', 'what is asked for, by name: hold,takeover; everything by default')
  .option(...json)
  .allowExcessArguments(false)
  .action(async (options: ExploreOptions) => {
    const { explore } = await import('./explore.ts');
    await explore(options);
  });

program
  .command('soak')
  .description(
    'worlds by seed, each with its own mix of faults, load and supervisors, with all invariants checked; what fails is shrunk and written to a file',
  )
  .option('--seeds <a..b>', 'a world for each seed, 1..100 by default', seedsFrom)
  .option('--calls <n>', 'how many callers each world has: 1 to 10,000, 20 by default', countFrom(1, 10_000))
  .option('--faults <names>', 'the faults that may strike, by name, with commas; all by default, none for none')
  .option(...json)
  .addHelpText('after', '\nEnds with 1 where an invariant was violated, with 0 where none was.')
  .allowExcessArguments(false)
  .action(async (options: SoakCommandOptions) => {
    const { soak } = await import('./soak.ts');
    await soak(options);
  });

program
  .command('replay')
  .description('let a failure happen again that soak or explore has written to a file')
  .argument('<file>', 'a replay file in JSON')
  .option(...json)
  .addHelpText('after', '\nEnds with 1 where something is wrong, as expected or not, with 0 where nothing is any more.')
  .allowExcessArguments(false)
  .action(async (file: string, options: ReplayFileOptions) => {
    const { replay } = await import('./replay.ts');
    replay(file, options);
  });

const twin = program
  .command('twin')
  .description('a switch in small behind its real wire protocol, for tests of whatever talks to one');
twin
  .command('freeswitch')
  .description('the event socket of a FreeSWITCH 1.10, and people at its phones, who do as an HTTP endpoint is told')
  .option('--port <n>', 'the port of the event socket, 8021 by default; 0 takes any', countFrom(0, 65_535), 8_021)
  .option('--control <n>', 'the port of the endpoint for the far ends; 0 takes any', countFrom(0, 65_535), 0)
  .option('--seed <n>', 'the seed of all chance', seedFrom, 1)
  .option('--password <text>', 'the password of the event socket', 'ClueCon')
  .option('--fault <names...>', 'what goes wrong on the wire: faults of the catalogue by name, or all')
  .allowExcessArguments(false)
  .action(async (options: TwinOptions) => {
    const { twinFreeswitch } = await import('./twin.ts');
    await twinFreeswitch(options);
  });

twin
  .command('asterisk')
  .description(
    'ARI and the manager interface of an Asterisk 22, and people at its phones, who do as an HTTP endpoint is told',
  )
  .option('--port <n>', 'the port of ARI, 8088 by default; 0 takes any', countFrom(0, 65_535), 8_088)
  .option('--ami <n>', 'the port of the manager interface, 5038 by default; 0 takes any', countFrom(0, 65_535), 5_038)
  .option('--control <n>', 'the port of the endpoint for the far ends; 0 takes any', countFrom(0, 65_535), 0)
  .option('--seed <n>', 'the seed of all chance', seedFrom, 1)
  .option('--fault <names...>', 'what goes wrong on the wire: faults of the catalogue by name, or all')
  .allowExcessArguments(false)
  .action(async (options: AsteriskTwinCommand) => {
    const { twinAsterisk } = await import('./twin-asterisk.ts');
    await twinAsterisk(options);
  });

twin
  .command('stringee')
  .description(
    'the REST API and webhooks of Stringee, and people at phones and apps, who do as an HTTP endpoint is told',
  )
  .requiredOption('--answer-url <url>', 'where your server is asked what to do with calls from numbers and apps')
  .requiredOption('--event-url <url>', 'where your server is told what has become of calls')
  .option('--port <n>', 'the port of the REST API, 8077 by default; 0 takes any', countFrom(0, 65_535), 8_077)
  .option('--control <n>', 'the port of the endpoint for the far ends; 0 takes any', countFrom(0, 65_535), 0)
  .option('--seed <n>', 'the seed of all chance', seedFrom, 1)
  .option('--api-key-sid <text>', 'the sid of the API key', 'SK.legwork')
  .option('--api-key-secret <text>', 'its secret', 'loopback')
  .option('--signing-secret <text>', 'what webhooks are signed with', 'loopback-signing')
  .option('--open <name=value...>', 'what holds where no public document says how Stringee behaves')
  .option('--fault <names...>', 'what goes wrong on the wire: faults of the catalogue by name, or all')
  .addHelpText('after', '\n`--open which` lists what can be chosen, the usual choice first.')
  .allowExcessArguments(false)
  .action(async (options: StringeeTwinCommand) => {
    const { twinStringee } = await import('./twin-stringee.ts');
    await twinStringee(options);
  });

const check = program.command('check').description('what a switch lacks before Legwork can use it');
check
  .command('freeswitch')
  .description('looks at a FreeSWITCH and changes nothing')
  .requiredOption(
    '--config <file>',
    'the settings of the service, or only how it is reached, as JSON: host, port, password, dial',
  )
  .addHelpText('after', '\nEnds with 1 where something is wrong, with 0 where nothing is.')
  .allowExcessArguments(false)
  .action(async (options: { readonly config: string }) => {
    const { checkFreeswitchAt } = await import('./check.ts');
    await checkFreeswitchAt(options);
  });

program
  .command('serve')
  .description('the service: calls on a switch, behind an API')
  .requiredOption('--config <file>', 'the settings, in YAML')
  .option('--check', 'say whether the settings can be served, and end')
  .addHelpText('after', '\nSIGTERM drains: what is on its way is finished, calls go on at the switch.')
  .allowExcessArguments(false)
  .action(async (options: ServeCommandOptions) => {
    const { serve } = await import('./serve.ts');
    await serve(options);
  });

check
  .command('asterisk')
  .description('looks at an Asterisk and changes nothing')
  .requiredOption(
    '--config <file>',
    'the settings of the service, or only how it is reached, as JSON: url, user, password, manager',
  )
  .addHelpText('after', '\nEnds with 1 where something is wrong, with 0 where nothing is.')
  .allowExcessArguments(false)
  .action(async (options: { readonly config: string }) => {
    const { checkAsteriskAt } = await import('./check.ts');
    await checkAsteriskAt(options);
  });

check
  .command('stringee')
  .description(
    'looks at a Stringee project and calls nobody; Legwork must not be running, since its webhooks are listened for',
  )
  .requiredOption('--config <file>', 'the settings of the service, or only its switch.options, as JSON')
  .addHelpText('after', '\nEnds with 1 where something is wrong, with 0 where nothing is.')
  .allowExcessArguments(false)
  .action(async (options: { readonly config: string }) => {
    const { checkStringeeAt } = await import('./check.ts');
    await checkStringeeAt(options);
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has said what is wrong; help that was asked for is no error.
    process.exitCode = error.exitCode === 0 ? exits.fine : exits.usage;
  } else if (error instanceof UsageError) {
    process.stderr.write(`legwork: ${error.message}\n`);
    process.exitCode = exits.usage;
  } else {
    throw error;
  }
}
