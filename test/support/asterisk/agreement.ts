import { tableOf } from '../agreement.ts';
import { argue } from './argued.ts';
import { allCompared } from './compared.ts';

// npm run agreement:asterisk
//
// Prints of each recording of a real Asterisk whether the twin, asked the same, answered and told the same, and why where it did not.
process.stdout.write(tableOf(await allCompared(), argue));
