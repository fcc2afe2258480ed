import fc from 'fast-check';

// Properties draw the same examples in every run, so that a failure comes back when the file is run again. LEGWORK_SEED lets them draw others.
const seed = Number(process.env['LEGWORK_SEED'] ?? 20_260_801);
if (!Number.isSafeInteger(seed)) throw new Error('LEGWORK_SEED has to be a whole number');
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
