import type { Fact } from '@legwork/core';
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

export const tellFact = (log: Logger, fact: Fact): void => {
  if (fact.type !== 'switch.reachable') return;
  if (fact.reachable) log.info({ switch: fact.switch }, 'the switch is in reach');
  else log.warn({ switch: fact.switch }, 'the switch is out of reach');
};
