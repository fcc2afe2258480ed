import { leg } from '@legwork/core';

// To be imported before anything else: every leg of the process is asked once to end, and waited for for ever.
const { dropping } = (leg.config as { states: { dropping: { entry: unknown[] } } }).states;
dropping.entry = dropping.entry.filter((act) => !JSON.stringify(act).includes('"timer":"kill"'));
