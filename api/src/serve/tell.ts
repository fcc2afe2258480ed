import type { Fact, SwitchId } from '@legwork/core';
import type { Notice } from '@legwork/core/runtime';
import type { Logger } from 'pino';

/** What the runtime says of itself, as an operator reads it. */
export const tellNotice = (log: Logger, notice: Notice): void => {
  switch (notice.type) {
    case 'recovered':
      log.info({ ...notice }, 'the journal was read');
      return;
    case 'journal.lost':
      log.error(
        { trouble: notice.fault.trouble, why: notice.fault.message },
        'the journal cannot be written: commands are refused until it can',
      );
      return;
    case 'journal.back':
      log.warn({ ...notice }, 'the journal can be written again');
      return;
    case 'inputs.dropped':
      log.error({ ...notice }, 'too much was observed meanwhile: the switches are asked anew');
      return;
    case 'checkpoint':
      log.debug({ ...notice }, 'a checkpoint was kept');
      return;
    case 'checkpoint.failed':
      log.error({ why: String(notice.fault) }, 'a checkpoint could not be kept');
      return;
  }
};

/** Tells what an operator has to know of what becomes true. A switch that has not been there yet is waited for, and not lost. */
export const factTeller = (log: Lines): ((fact: Fact) => void) => {
  const known = new Set<SwitchId>();
  return (fact) => {
    if (fact.type !== 'switch.reachable') return;
    const about = { switch: fact.switch };
    if (fact.reachable) {
      known.add(fact.switch);
      log.info(about, 'the switch is in reach');
    } else if (known.has(fact.switch)) log.warn(about, 'the switch is out of reach');
    else log.info(about, 'the switch is waited for');
  };
};

interface Lines {
  info(about: object, line: string): void;
  warn(about: object, line: string): void;
}
