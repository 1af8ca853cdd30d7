import ipaddr from 'ipaddr.js';
import { type Reading, type ValueType } from './value-type.js';
import { quoted, wrongKind } from './value-words.js';

const ALLOWED = 'a list of IP addresses or CIDR blocks, for example ["10.0.0.0/8", "::1"]';

/** Addresses and blocks of addresses, IPv4 and IPv6. As a flag: with commas between them. */
export const addresses: ValueType<readonly string[]> = {
  allowed: ALLOWED,
  placeholder: '<a,b>',
  fromText: (text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  read: (value): Reading<readonly string[]> => {
    if (!Array.isArray(value)) return { problem: `${wrongKind(value)}, must be ${ALLOWED}` };
    const stranger: unknown = value.find((one) => !isAddressOrBlock(one));
    if (stranger === undefined) return { value: value as string[] };
    return { problem: `${quoted(stranger)} is no IP address or CIDR block, must be ${ALLOWED}` };
  },
};

/** Not so wide that it is everybody: who trusts any address trusts what anybody says of theirs. */
const EVERYBODY = /\/0+$/;

/** The short and octal spellings of IPv4 (`10`, `010.1`) are refused: different programs read them differently. */
function isAddressOrBlock(text: unknown): boolean {
  if (typeof text !== 'string' || EVERYBODY.test(text)) return false;
  return text.includes('/')
    ? ipaddr.IPv4.isValidCIDRFourPartDecimal(text) || ipaddr.IPv6.isValidCIDR(text)
    : ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}
