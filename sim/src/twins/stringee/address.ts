import { fieldsIn, textIn, type Read } from './reading.ts';

export const addressTypes = ['internal', 'external'] as const;
/** A user of an app, or a phone number. */
export type AddressType = (typeof addressTypes)[number];

/** Somebody who calls or is called, as requests, actions and events name them. */
export interface Address {
  readonly type: AddressType;
  readonly number: string;
  /** What is shown of them. */
  readonly alias: string;
}

export const readAddress = (value: unknown, name: string): Read<Address> => {
  const fields = fieldsIn(value);
  if (fields === null) return { problem: `${name}: an object with type, number and alias is wanted` };
  const type = addressTypes.find((one) => one === fields['type']);
  if (type === undefined) return { problem: `${name}.type: internal or external is wanted` };
  const number = textIn(fields['number'], '');
  if (number === '') return { problem: `${name}.number: a number or the id of a user is wanted` };
  return { value: { type, number, alias: textIn(fields['alias'], number) } };
};
